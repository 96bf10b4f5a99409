//! The folder with its first migration.

use std::path::Path;

use ingrain_cli::Error;
use ingrain_core::{Diagnostic, Dialect, Folder};

use super::files::{created, with_line};
use super::{Outcome, Step};
use crate::project::{Place, from_here};

/// An example that runs, for each database and for both: a folder without a migration does not build.
const SQLITE: &str = "CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
);
";
const POSTGRES: &str = "CREATE TABLE notes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    body text NOT NULL
);
";
const BOTH: &str = "CREATE TABLE notes (
    id bigint NOT NULL PRIMARY KEY,
    body text NOT NULL
);
";
const DOWN: &str = "DROP TABLE notes;\n";

const NOTE: &str = "-- An example to begin with: change it as you like, until it is sealed or a database has applied it.\n";

/// Creates what the folder lacks; `declared` are the databases that it says it is for.
pub(super) fn folder(
    place: &Place,
    dialects: &[Dialect],
    declared: Option<&[Dialect]>,
) -> Result<Vec<Step>, Error> {
    let mut steps = Vec::new();
    match scripts(&place.root) {
        0 => {
            let up = match dialects {
                [Dialect::Sqlite] => SQLITE,
                [Dialect::Postgres] => POSTGRES,
                _ => BOTH,
            };
            let file = |name| place.root.join(name);
            let up = format!("{NOTE}{up}");
            steps.push(created(&file("0001_create_notes.up.sql"), &up)?);
            steps.push(created(&file("0001_create_notes.down.sql"), DOWN)?);
        }
        count => steps.push(Step {
            path: from_here(&place.root),
            outcome: Outcome::Kept,
            text: match count {
                1 => "1 script; `cargo ingrain check` tells whether it is as it should be".to_owned(),
                count => format!("{count} scripts; `cargo ingrain check` tells whether they are as they should be"),
            },
        }),
    }
    steps.push(configuration(&place.root, dialects, declared)?);
    // A checksum does not care, but every editor and every diff does.
    steps.push(with_line(
        &place.root.join(".gitattributes"),
        "* text eol=lf",
    )?);
    Ok(steps)
}

/// `ingrain.toml`. An existing one is the user's to change.
fn configuration(
    root: &Path,
    dialects: &[Dialect],
    declared: Option<&[Dialect]>,
) -> Result<Step, Error> {
    let names = |dialects: &[Dialect]| {
        let names = dialects.iter().map(|it| format!("{:?}", it.name()));
        names.collect::<Vec<_>>().join(", ")
    };
    let text = format!(
        "# Every migration has to have a script for each of these databases: its own, or a shared one.\n\
         dialects = [{}]\n",
        names(dialects)
    );
    let step = created(&root.join("ingrain.toml"), &text)?;
    if is_broken(root) {
        return Ok(Step {
            outcome: Outcome::Todo,
            text: "it cannot be understood: `cargo ingrain check` tells why".to_owned(),
            ..step
        });
    }
    let is_absent = |dialect: &&Dialect| declared.is_some_and(|it| !it.contains(dialect));
    let absent: Vec<Dialect> = dialects.iter().filter(is_absent).copied().collect();
    Ok(match absent.as_slice() {
        [] => step,
        absent => Step {
            outcome: Outcome::Todo,
            text: format!("`dialects` lacks {}: add it", names(absent)),
            ..step
        },
    })
}

/// Whether there is a mistake in its `ingrain.toml`.
fn is_broken(root: &Path) -> bool {
    let Ok(folder) = Folder::read(root, "migrations") else {
        return false;
    };
    let mistakes = folder.chains().err().unwrap_or_default();
    let mut paths = mistakes.iter().filter_map(Diagnostic::path);
    paths.any(|path| path == "migrations/ingrain.toml")
}

/// How many scripts the folder holds, in folders inside it too.
fn scripts(root: &Path) -> usize {
    let entries = std::fs::read_dir(root).into_iter().flatten().flatten();
    let count = |entry: std::fs::DirEntry| {
        let path = entry.path();
        let is_script = path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("sql"));
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => scripts(&path),
            _ => usize::from(is_script),
        }
    };
    entries.map(count).sum()
}
