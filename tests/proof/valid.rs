//! No false alarm: chains of many shapes that are as they should be.
//!
//! That they are is not ours to say: each also runs up, down and up through the real runtime, on a SQLite
//! file or on a Postgres server.

mod postgres;
mod sqlite;

use ingrain::Target;
use ingrain_build::prove;
use ingrain_core::{Diagnostic, Dialect, Style, render};
use ingrain_end_to_end::testbed::{Testbed, on_postgres, on_sqlite};

use crate::files::Files;

/// A migration: a name such as `1_notes`, its up and its down script.
type Scripts = (&'static str, &'static str, &'static str);

/// Holds a chain to be sound on SQLite, without a warning.
#[track_caller]
fn valid_on_sqlite(chain: &[Scripts]) {
    proven(Dialect::Sqlite, chain, &[]);
    on_sqlite(|bed| runs(bed, chain));
}

/// Holds a chain to be sound on Postgres, with a warning of each of these rules, by file and line.
#[track_caller]
fn valid_on_postgres(chain: &[Scripts], warned: &[&str]) {
    proven(Dialect::Postgres, chain, warned);
    on_postgres(|bed| runs(bed, chain));
}

#[track_caller]
fn proven(dialect: Dialect, chain: &[Scripts], warned: &[&str]) {
    let names: Vec<(String, &str)> = chain
        .iter()
        .flat_map(|(name, up, down)| {
            [
                (format!("{name}.up.sql"), *up),
                (format!("{name}.down.sql"), *down),
            ]
        })
        .collect();
    let files = Files::new(
        dialect,
        names.iter().map(|(name, text)| (name.as_str(), *text)),
    );
    let outcome = prove(&files.folder(), None);
    let texts = |one: &Diagnostic| render(one, Style::Plain);
    let errors: Vec<String> = outcome.errors().iter().map(texts).collect();
    assert!(errors.is_empty(), "a false alarm:\n{}", errors.join("\n"));
    assert_eq!(outcome.proven, [dialect]);
    let warnings: Vec<String> = outcome.warned.iter().map(texts).collect();
    let are_expected = warnings.len() == warned.len()
        && warnings
            .iter()
            .zip(warned)
            .all(|(text, rule)| text.contains(&format!("the rule is `{rule}`")));
    assert!(
        are_expected,
        "expected {warned:?}, and there are:\n{}",
        warnings.join("\n")
    );
}

/// Up, down and up again: what the down scripts leave is nothing, and the second time gives what the first
/// gave.
#[track_caller]
fn runs(bed: &Testbed, chain: &[Scripts]) {
    let migrator = bed.chain(chain).migrator();
    let nothing = own(bed);
    bed.run(&migrator)
        .unwrap_or_else(|error| panic!("up: {error}"));
    let first = own(bed);
    bed.down(&migrator, Target::Base)
        .unwrap_or_else(|error| panic!("down: {error}"));
    assert_eq!(own(bed), nothing, "after the down scripts");
    bed.run(&migrator)
        .unwrap_or_else(|error| panic!("up again: {error}"));
    assert_eq!(own(bed), first, "after the second time");
}

/// Schema and rows without what SQLite keeps for itself: it stays once it is there.
fn own(bed: &Testbed) -> String {
    let mut is_own = true;
    let dump = bed.dump_without_history();
    let lines = dump.lines().filter(|line| {
        if !line.starts_with(' ') {
            is_own = !line.starts_with("table sqlite_");
        }
        is_own
    });
    lines.collect::<Vec<_>>().join("\n")
}
