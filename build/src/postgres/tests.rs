//! Scripts, and what is found in them.

mod blocks;
mod cache;
mod columns;
mod own;
mod rules;
mod sound;
mod syntax;
mod upgrade;
mod writes;

use ingrain_core::{Dialect, Direction, Finding, Folder, Level, Script};

use super::prove;

/// A folder of one migration.
fn folder(up: &str) -> Folder {
    let needs_none = up.contains("-- ingrain: no-transaction");
    let down = match needs_none {
        true => "-- ingrain: no-transaction\nSELECT 1;",
        false => "SELECT 1;",
    };
    of_migration(up, down)
}

fn of_migration(up: &str, down: &str) -> Folder {
    of_scripts(&[("1_x.up.sql", up), ("1_x.down.sql", down)])
}

fn of_scripts(scripts: &[(&str, &str)]) -> Folder {
    let config = ("ingrain.toml", "dialects = ['postgres']");
    let files = scripts.iter().copied().chain([config]);
    Folder::new(
        "m",
        files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())),
    )
}

/// Its scripts for Postgres; it is whole.
fn scripts(folder: &Folder) -> Vec<(Direction, Script<'_>)> {
    folder.chains().expect("the folder is whole");
    folder.unproven_scripts(Dialect::Postgres)
}

fn findings(folder: &Folder) -> Vec<Finding> {
    prove(&scripts(folder), None, None)
}

/// Rule, line and column.
fn at(finding: &Finding) -> (&'static str, usize, usize) {
    let place = finding.diagnostic.line_and_column();
    let (line, column) = place.expect("a finding points into its script");
    (finding.rule.name(), line, column)
}

/// What is found at the levels that count where nobody says otherwise: rule, line and column.
fn check(script: &str, expected: &[(&str, usize, usize)]) {
    let found = findings(&folder(script));
    let counting = found
        .iter()
        .filter(|finding| finding.rule.default_level() > Level::Allow);
    assert_eq!(counting.map(at).collect::<Vec<_>>(), expected, "{script}");
}
