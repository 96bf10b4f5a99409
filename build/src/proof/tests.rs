//! What comes of both proofs of a folder together.

use ingrain_core::Code;

use super::*;

const DOWN: (&str, &str) = ("1_notes.down.sql", "DROP TABLE notes;");

/// The codes of all that is wrong with a folder of these files, and on what it is proven.
fn check(files: &[(&str, &str)], codes: &[Code], proven: &[Dialect]) {
    let owned = |&(name, text): &(&str, &str)| (name.to_owned(), text.as_bytes().to_vec());
    let outcome = prove(&Folder::new("m", files.iter().map(owned)), None);
    let found: Vec<Code> = outcome.errors().iter().map(Diagnostic::code).collect();
    assert_eq!(
        (found.as_slice(), outcome.proven.as_slice()),
        (codes, proven)
    );
}

#[test]
fn a_folder_that_declares_nothing_is_not_held_to_a_database_that_it_is_not_for() {
    let up = (
        "1_notes.up.sql",
        "CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT);",
    );
    check(&[up, DOWN], &[], &[Dialect::Sqlite]);
    // While it has a mistake, nobody can tell what it is for.
    let gap = [
        up,
        DOWN,
        ("3_x.up.sql", "SELECT 3;"),
        ("3_x.down.sql", "SELECT 3;"),
    ];
    check(&gap, &[Code::Gap], &[]);
    let both = ("ingrain.toml", "dialects = ['sqlite', 'postgres']");
    check(
        &[both, up, DOWN],
        &[Code::PostgresSyntax],
        &[Dialect::Sqlite],
    );
}

#[test]
fn what_was_not_looked_at_whole_is_not_proven() {
    let allow = "-- ingrain: allow syntax-error \"a server of ours takes it\"\nCREATE TABEL notes (id int);";
    let postgres = ("ingrain.toml", "dialects = ['postgres']");
    check(&[postgres, ("1_notes.up.sql", allow), DOWN], &[], &[]);
    let sqlite = ("ingrain.toml", "dialects = ['sqlite']");
    let allow = "-- ingrain: allow unknown-function \"ours\"\nCREATE TABLE notes (id int);\nSELECT slugify('a');";
    check(&[sqlite, ("1_notes.up.sql", allow), DOWN], &[], &[]);
}
