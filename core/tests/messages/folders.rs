//! Mistakes in a folder.

use std::path::Path;

use ingrain_core::{Diagnostic, Folder};

use super::message::Message;

const BOTH: &str = "dialects = [\"sqlite\", \"postgres\"]";
const POSTGRES: &str = "dialects = [\"postgres\"]";
const SQLITE: &str = "dialects = [\"sqlite\"]";

fn folder(heading: &str, config: &str, files: &[(&str, &str)]) -> Message {
    let files = files.iter().map(|(name, text)| (*name, text.as_bytes()));
    let config = Some(("ingrain.toml", config.as_bytes()));
    bytes(
        heading,
        config
            .filter(|(_, text)| !text.is_empty())
            .into_iter()
            .chain(files),
    )
}

fn bytes<'f>(heading: &str, files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Message {
    let files = files
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
    let found = Folder::new("migrations", files)
        .chains()
        .err()
        .unwrap_or_default();
    Message::of(heading, &found)
}

/// A folder of one valid pair and these files.
fn beside(heading: &str, files: &[(&str, &str)]) -> Message {
    let pair = [
        ("0001_create_notes.up.sql", "SELECT 1;"),
        ("0001_create_notes.down.sql", "SELECT 1;"),
    ];
    folder(heading, "", &[&pair[..], files].concat())
}

/// A migration whose up script says this.
fn script(heading: &str, config: &str, up: &str) -> Message {
    let files = [
        ("0001_search.up.sql", up),
        ("0001_search.down.sql", "SELECT 1;"),
    ];
    folder(heading, config, &files)
}

fn missing() -> Message {
    let nowhere = Path::new(env!("CARGO_MANIFEST_DIR")).join("no such folder");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let found = [(nowhere, "migrations"), (file, "Cargo.toml")]
        .map(|(root, path)| Folder::read(&root, path).err());
    let found: Vec<Diagnostic> = found.into_iter().flatten().map(|found| *found).collect();
    Message::of(
        "a folder that is not there, and a file that is no folder",
        &found,
    )
}

pub(super) fn messages() -> Vec<Message> {
    [
        vec![missing()],
        names(),
        scripts(),
        directives(),
        configurations(),
        adopted(),
    ]
    .concat()
}

/// Folders that were written for other tools.
fn adopted() -> Vec<Message> {
    let up = "SELECT 1;";
    let diesels = [
        ("2026-01-01-000000_a/up.sql", up),
        ("2026-01-01-000000_a/down.sql", up),
        ("2026-01-02-000000_b/up.sql", up),
    ];
    let alone = "run_in_transaction = false\n";
    vec![
        folder(
            "as sqlx names them",
            "",
            &[("0001_a.sql", up), ("0002_b.sql", up), ("0004_c.sql", up)],
        ),
        folder(
            "as refinery names them",
            "",
            &[("U2__b.sql", up), ("V1__a.sql", up)],
        ),
        folder("a folder of diesel, without one way back", "", &diesels),
        folder(
            "diesel's metadata, and no word of diesel",
            "",
            &[
                &diesels[..2],
                &[("2026-01-01-000000_a/metadata.toml", alone)],
            ]
            .concat(),
        ),
        folder(
            "diesel's metadata that says nothing",
            "adopted = { from = \"diesel\", up-to = 20260101000000 }",
            &[&diesels[..2], &[("2026-01-01-000000_a/metadata.toml", "")]].concat(),
        ),
        folder(
            "taken over up to a version that is not there",
            "adopted = { from = \"sqlx\", up-to = 12 }",
            &[("0001_a.sql", up), ("0002_b.sql", up)],
        ),
        folder(
            "taken over from nowhere",
            "adopted = { from = \"sqlite\", up_to = 1 }",
            &[("0001_a.sql", up)],
        ),
        folder(
            "what refinery left out",
            "adopted = { from = \"refinery\", up-to = 2 }",
            &[("V1__a.sql", up), ("V2__b-c.sql", up), ("V2__b.sql", up)],
        ),
    ]
}

fn names() -> Vec<Message> {
    let up = "SELECT 1;";
    vec![
        folder("an empty folder", "", &[]),
        beside(
            "misnamed, with a name to suggest",
            &[("0002-add-email.sql", up)],
        ),
        beside(
            "misnamed, in another layout",
            &[("V2_tags.sql", up), ("2/down.sql", up)],
        ),
        beside(
            "misnamed, a misspelt direction and a misspelt dialect",
            &[
                ("0002_tags.upp.sql", up),
                ("0003_search.sqllite.up.sql", up),
            ],
        ),
        beside(
            "misnamed, in a folder of its own",
            &[("more/0002_tags.up.sql", up)],
        ),
        beside("misnamed, with none", &[("notes.sql", up)]),
        beside(
            "misnamed, the extension in capitals",
            &[("0002_tags.up.SQL", up), ("0002_tags.down.sql", up)],
        ),
        beside(
            "misnamed, another database",
            &[("0002_tags.mysql.up.sql", up)],
        ),
        beside(
            "one version, two migrations",
            &[("0001_tags.up.sql", up), ("0001_tags.down.sql", up)],
        ),
        beside(
            "one version, its scripts called differently",
            &[
                ("0002_add_author.up.sql", up),
                ("0002_add_autor.down.sql", up),
            ],
        ),
        folder(
            "one version, two scripts of one migration",
            "",
            &[
                ("V1__notes.sql", up),
                ("V1__notes.up.sql", up),
                ("V1__notes.down.sql", up),
            ],
        ),
        beside(
            "a gap of one",
            &[("0003_tags.up.sql", up), ("0003_tags.down.sql", up)],
        ),
        beside(
            "a gap of many",
            &[("0100_tags.up.sql", up), ("0100_tags.down.sql", up)],
        ),
        beside(
            "an up script without a down script",
            &[("0002_tags.up.sql", up)],
        ),
        beside(
            "a down script without an up script",
            &[("0002_tags.down.sql", up)],
        ),
        beside(
            "mixed layouts",
            &[("V2__tags.sql", up), ("V2__tags.down.sql", up)],
        ),
        folder(
            "a version without a script for one dialect",
            BOTH,
            &[
                ("0001_search.sqlite.up.sql", up),
                ("0001_search.down.sql", up),
            ],
        ),
        folder(
            "a shared script that every dialect overrides",
            BOTH,
            &[
                ("0001_a.up.sql", up),
                ("0001_a.sqlite.up.sql", up),
                ("0001_a.postgres.up.sql", up),
                ("0001_a.down.sql", up),
            ],
        ),
        folder(
            "a script for a dialect that is not declared",
            SQLITE,
            &[
                ("0001_a.up.sql", up),
                ("0001_a.down.sql", up),
                ("0001_a.postgres.up.sql", up),
            ],
        ),
        beside(
            "a dialect in a name, and no ingrain.toml",
            &[("0001_create_notes.sqlite.up.sql", up)],
        ),
    ]
}

fn scripts() -> Vec<Message> {
    let down = ("0001_a.down.sql", &b"SELECT 1;"[..]);
    vec![
        folder(
            "scripts without a statement",
            BOTH,
            &[("0001_a.up.sql", "-- later\n"), ("0001_a.down.sql", "")],
        ),
        bytes(
            "Latin-1",
            [("0001_a.up.sql", &b"SELECT 'caf\xe9';"[..]), down],
        ),
        bytes(
            "a NUL character",
            [("0001_a.up.sql", &b"SELECT '\0';"[..]), down],
        ),
        script(
            "a quote never closed",
            SQLITE,
            "INSERT INTO notes\nVALUES ('it''s);\n",
        ),
        script(
            "an identifier never closed",
            SQLITE,
            "DROP TABLE \"notes;\n",
        ),
        script("a comment never closed", SQLITE, "SELECT 1; /* and then\n"),
        script(
            "a trigger never closed",
            SQLITE,
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;\n",
        ),
        script(
            "a dollar quote never closed",
            POSTGRES,
            "DO $body$ BEGIN NULL; END;\n",
        ),
        script(
            "a function never closed",
            POSTGRES,
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;\n",
        ),
        script(
            "a parenthesis never closed",
            POSTGRES,
            "CREATE TABLE notes (id int;\n",
        ),
        script(
            "a transaction inside one",
            BOTH,
            "BEGIN;\nSELECT 1;\nCOMMIT;\n",
        ),
        script(
            "a transaction in a script that runs outside one",
            BOTH,
            "-- ingrain: no-transaction\nBEGIN;\nSELECT 1;\nCOMMIT;\n",
        ),
        script(
            "a concurrent index inside a transaction",
            POSTGRES,
            "CREATE INDEX CONCURRENTLY notes_body\n    ON notes (body);\n",
        ),
        script(
            "a pragma inside a transaction",
            SQLITE,
            "PRAGMA foreign_keys = OFF;\nSELECT 1;\n",
        ),
        script("VACUUM inside a transaction", SQLITE, "VACUUM;\n"),
        script(
            "rows that a client would send",
            POSTGRES,
            "COPY notes (id, body) FROM stdin;\n1\tit's here\n\\.\n",
        ),
        script("a command of psql", POSTGRES, "\\connect app\nSELECT 1;\n"),
    ]
}

fn directives() -> Vec<Message> {
    let up = |heading: &str, lines: &str| script(heading, BOTH, &format!("{lines}\nSELECT 1;\n"));
    vec![
        up(
            "an unknown directive",
            "-- Search.\n-- ingrain: no-transactions",
        ),
        up("an unknown directive, nothing near", "-- ingrain: quickly"),
        up(
            "a comment like a directive",
            "-- Search.\n-- no-transaction",
        ),
        up(
            "comments like directives",
            "-- ingrain lock-timeout 5s\n/*\n * ingrain: breaking\n */",
        ),
        up(
            "a directive inside a block comment",
            "/*\n-- ingrain: breaking\n*/",
        ),
        up("no directive at all", "-- ingrain:"),
        up("a directive without its reason", "-- ingrain: compatible"),
        up(
            "a directive with too much",
            "-- ingrain: no-transaction please",
        ),
        up("a backfill along nothing", "-- ingrain: backfill notes"),
        up(
            "a backfill of no size",
            "-- ingrain: backfill notes.id pause 100ms",
        ),
        up(
            "a backfill without foreign keys",
            "-- ingrain: foreign-keys off\n-- ingrain: backfill notes.id rows 10",
        ),
        script(
            "a backfill of all rows at once",
            SQLITE,
            "-- ingrain: backfill notes.id rows 10\nUPDATE notes SET slug = lower(title);",
        ),
        script(
            "a backfill that repeats rows",
            SQLITE,
            "-- ingrain: backfill notes.id rows 10\nUPDATE notes SET slug = $3 WHERE id >= $1 AND id <= $2;",
        ),
        script(
            "a backfill of two statements",
            SQLITE,
            "-- ingrain: backfill notes.id rows 10\nDELETE FROM notes WHERE id > $1 AND id <= $2;\nDELETE FROM tags;",
        ),
        script(
            "a backfill that cannot run in transactions",
            SQLITE,
            "-- ingrain: backfill notes.id rows 10\nVACUUM;",
        ),
        up("foreign-keys on", "-- ingrain: foreign-keys on"),
        up("a time that is none", "-- ingrain: lock-timeout soon"),
        up("allow without a rule", "-- ingrain: allow \"why\""),
        up(
            "allow a rule that does not exist",
            "-- ingrain: allow ban-drop-colum \"unread\"",
        ),
        up(
            "allow what is like no rule",
            "-- ingrain: allow everything-always \"why not\"",
        ),
        up(
            "a directive twice",
            "-- ingrain: breaking\n-- ingrain: breaking",
        ),
        up(
            "opposites",
            "-- ingrain: breaking\n-- ingrain: compatible \"a new table\"",
        ),
        up(
            "two that exclude each other",
            "-- ingrain: no-transaction\n-- ingrain: foreign-keys off",
        ),
        up(
            "irreversible, with a down script",
            "-- ingrain: irreversible \"deletes rows\"",
        ),
        script(
            "a directive too late",
            SQLITE,
            "SELECT 1;\n-- ingrain: no-transaction\n",
        ),
        folder(
            "what only an up script may say",
            SQLITE,
            &[
                ("0001_a.up.sql", "SELECT 1;"),
                (
                    "0001_a.down.sql",
                    "-- ingrain: irreversible \"why\"\n-- ingrain: breaking\nSELECT 1;",
                ),
            ],
        ),
        script(
            "Rust and SQL in one script",
            SQLITE,
            "-- ingrain: rust \"revision 1\"\nUPDATE notes SET slug = '';",
        ),
        script("Rust without a revision", SQLITE, "-- ingrain: rust\n"),
        script(
            "Rust outside transactions",
            SQLITE,
            "-- ingrain: rust \"revision 1\"\n-- ingrain: no-transaction\n",
        ),
        folder(
            "what only SQLite needs",
            BOTH,
            &[
                ("0001_a.sqlite.up.sql", "SELECT 1;"),
                (
                    "0001_a.postgres.up.sql",
                    "-- ingrain: foreign-keys off\n-- ingrain: allow rows-lost \"they are old\"\nSELECT 1;",
                ),
                ("0001_a.down.sql", "SELECT 1;"),
            ],
        ),
    ]
}

fn configurations() -> Vec<Message> {
    let config = |heading: &str, text: &str| script(heading, text, "SELECT 1;");
    vec![
        config(
            "ingrain.toml: an unknown dialect",
            "dialects = [\"sqlite\", \"mysql\"]\n",
        ),
        config(
            "ingrain.toml: a dialect that is no text",
            "dialects = [1]\n",
        ),
        config(
            "ingrain.toml: a dialect twice",
            "dialects = [\"sqlite\", \"sqlite\"]\n",
        ),
        config("ingrain.toml: no list", "dialects = \"sqlite\"\n"),
        config("ingrain.toml: an empty list", "dialects = []\n"),
        config("ingrain.toml: a misspelt key", "dialect = [\"sqlite\"]\n"),
        config("ingrain.toml: an unknown key", "colour = \"blue\"\n"),
        config("ingrain.toml: not TOML", "dialects = [\"sqlite\"\n"),
        config(
            "ingrain.toml: lints that are no table",
            "lints = \"deny\"\n",
        ),
        config(
            "ingrain.toml: mistakes in the lints",
            "[lints]\nban-drop-tabel = \"warn\"\nrows-lost = \"error\"\n",
        ),
        config(
            "ingrain.toml: servers that are none",
            "[minimum-versions]\npostgres = 14\nsqlite = \"3.40\"\nmysql = \"8\"\n",
        ),
    ]
}
