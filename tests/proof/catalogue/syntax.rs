//! Slips of syntax.

use ingrain_core::Code::{PostgresSyntax, RehearsalFailed, Unterminated};

use super::{Mistake, denied, mistake};
use crate::files::Edit::{Replace, Write};

const ENTRIES: &str = "0001_create_entries.*.up.sql";
const ENTRIES_SQLITE: &str = "0001_create_entries.sqlite.up.sql";
const ENTRIES_POSTGRES: &str = "0001_create_entries.postgres.up.sql";
const TAGS: &str = "0002_create_tags.*.up.sql";
const PLACE: &str = "0009_add_place.up.sql";

pub(super) const MISTAKES: &[Mistake] = &[
    mistake("a semicolon between two statements is left out")
        .sqlite(
            &[Replace(ENTRIES, ") STRICT;", ") STRICT")],
            denied(RehearsalFailed, ENTRIES, "CREATE INDEX"),
        )
        .postgres(
            &[Replace(ENTRIES, "now()\n);", "now()\n)")],
            denied(PostgresSyntax, ENTRIES, "CREATE INDEX"),
        ),
    mistake("a keyword is misspelt").each(
        &[Replace(TAGS, "CREATE TABLE tags", "CREATE TABEL tags")],
        denied(RehearsalFailed, TAGS, "CREATE TABEL"),
        denied(PostgresSyntax, TAGS, "CREATE TABEL"),
    ),
    mistake("a keyword is misspelt, and can be taken for a name").each(
        &[Replace(
            "0005_add_written_on.*.up.sql",
            "ADD COLUMN",
            "ADD COLUM",
        )],
        denied(
            RehearsalFailed,
            "0005_add_written_on.*.up.sql",
            "ADD COLUM written_on",
        ),
        denied(PostgresSyntax, "0005_add_written_on.*.up.sql", "ADD COLUM"),
    ),
    mistake("a comma is missing between two columns")
        .sqlite(
            &[Replace(
                ENTRIES,
                "body TEXT NOT NULL,",
                "body TEXT NOT NULL",
            )],
            denied(RehearsalFailed, ENTRIES, "created_at TEXT"),
        )
        .postgres(
            &[Replace(
                ENTRIES,
                "body text NOT NULL,",
                "body text NOT NULL",
            )],
            denied(PostgresSyntax, ENTRIES, "created_at timestamptz"),
        ),
    mistake("a comma follows the last column")
        .sqlite(
            &[Replace(ENTRIES, "'now'))\n)", "'now')),\n)")],
            denied(RehearsalFailed, ENTRIES, ") STRICT"),
        )
        .postgres(
            &[Replace(ENTRIES, "now()\n)", "now(),\n)")],
            denied(PostgresSyntax, ENTRIES, "updated_at timestamptz"),
        ),
    mistake("a parenthesis is not closed").each(
        &[Replace(ENTRIES, "(created_at);", "(created_at;")],
        denied(RehearsalFailed, ENTRIES, "(created_at;"),
        denied(Unterminated, ENTRIES, "(created_at;"),
    ),
    mistake("a statement is left unfinished").each(
        &[Write(PLACE, b"ALTER TABLE entries ADD COLUMN;\n")],
        denied(RehearsalFailed, PLACE, "ADD COLUMN;"),
        denied(PostgresSyntax, PLACE, "ADD COLUMN;"),
    ),
    mistake("a statement of the other database")
        .sqlite(
            &[Replace(
                PLACE,
                "<> '');\n",
                "<> '');\nALTER TABLE tags ALTER COLUMN name TYPE text;\n",
            )],
            denied(RehearsalFailed, PLACE, "ALTER TABLE tags"),
        )
        .postgres(
            &[Replace(
                PLACE,
                "<> '');\n",
                "<> '');\nPRAGMA user_version = 9;\n",
            )],
            denied(PostgresSyntax, PLACE, "PRAGMA"),
        ),
    mistake("a type of the other database")
        .sqlite(
            &[Replace(ENTRIES_SQLITE, "body TEXT", "body varchar(10)")],
            denied(RehearsalFailed, ENTRIES_SQLITE, "CREATE TABLE entries"),
        )
        .postgres(
            &[Replace(
                ENTRIES_POSTGRES,
                "GENERATED ALWAYS AS IDENTITY",
                "AUTOINCREMENT",
            )],
            denied(PostgresSyntax, ENTRIES_POSTGRES, "AUTOINCREMENT"),
        ),
];
