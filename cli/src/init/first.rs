//! The folder with its first migration.

use std::path::Path;

use ingrain_cli::Error;
use ingrain_core::Dialect;

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

/// Creates what the folder lacks.
pub(super) fn folder(place: &Place, dialects: &[Dialect]) -> Result<Vec<Step>, Error> {
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
    let names: Vec<String> = dialects
        .iter()
        .map(|dialect| format!("{:?}", dialect.name()))
        .collect();
    let configuration = format!(
        "# Every migration has to have a script for each of these databases: its own, or a shared one.\n\
         dialects = [{}]\n",
        names.join(", ")
    );
    steps.push(created(&place.root.join("ingrain.toml"), &configuration)?);
    // A checksum does not care, but every editor and every diff does.
    steps.push(with_line(
        &place.root.join(".gitattributes"),
        "* text eol=lf",
    )?);
    Ok(steps)
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
