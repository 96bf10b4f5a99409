//! What leads to the messages of the search for hazards.

use super::Case;

const NOTHING: &str = "SELECT 1;\n";

macro_rules! one {
    ($heading:literal, $up:literal) => {
        ($heading, &[(concat!($up, "\n"), NOTHING)])
    };
}

pub(super) const CASES: &[Case] = &[
    one!(
        "syntax-error: a semicolon",
        "SELECT 1\nCREATE TABLE notes (id bigint);"
    ),
    one!("syntax-error: a keyword", "CREATE TABEL notes (id bigint);"),
    one!(
        "syntax-error: no statement",
        "CRAETE TABLE notes (id bigint);"
    ),
    one!(
        "syntax-error: a comma",
        "CREATE TABLE notes (id bigint body text);"
    ),
    one!(
        "syntax-error: the end of the script",
        "ALTER TABLE notes ADD"
    ),
    one!(
        "syntax-error: in the body of a function",
        "CREATE FUNCTION one() RETURNS integer LANGUAGE plpgsql AS $$\nBEGIN\n    RETRUN 1;\nEND;\n$$;"
    ),
    (
        "syntax-error: in a down script",
        &[(NOTHING, "DORP TABLE notes;\n")],
    ),
    one!(
        "enum-value-used-at-once",
        "ALTER TYPE mood ADD VALUE 'bad';\nUPDATE people SET mood = 'bad' WHERE id = 1;"
    ),
    one!(
        "adding-required-field",
        "ALTER TABLE notes ADD COLUMN title text NOT NULL;"
    ),
    one!(
        "adding-required-field: NULL by default",
        "ALTER TABLE notes ADD COLUMN title text NOT NULL DEFAULT NULL;"
    ),
    one!(
        "adding-required-field: a primary key",
        "ALTER TABLE notes ADD COLUMN id bigint PRIMARY KEY;"
    ),
    one!(
        "ban-duplicate-column-assignments",
        "UPDATE notes SET body = 'a', body = 'b' WHERE id = 1;"
    ),
    one!("ban-drop-column", "ALTER TABLE notes DROP COLUMN body;"),
    one!(
        "ban-drop-column: of a type",
        "ALTER TYPE address DROP ATTRIBUTE zip;"
    ),
    one!(
        "ban-drop-database",
        "-- ingrain: no-transaction\nDROP DATABASE journal;"
    ),
    one!("ban-drop-schema", "DROP SCHEMA journal CASCADE;"),
    one!("ban-drop-table", "DROP TABLE notes;"),
    one!("ban-truncate-cascade", "TRUNCATE notes CASCADE;"),
    one!(
        "write-without-where",
        "UPDATE notes SET body = '';\nDELETE FROM notes;\nTRUNCATE notes;"
    ),
    one!(
        "adding-field-with-default",
        "ALTER TABLE notes ADD COLUMN token uuid DEFAULT gen_random_uuid();"
    ),
    one!(
        "adding-foreign-key-constraint",
        "ALTER TABLE notes ADD CONSTRAINT notes_author_fkey FOREIGN KEY (author_id) REFERENCES authors (id);"
    ),
    one!(
        "adding-not-nullable-field",
        "ALTER TABLE notes ALTER COLUMN body SET NOT NULL;"
    ),
    one!(
        "adding-serial-primary-key-field",
        "ALTER TABLE notes ADD PRIMARY KEY (id);"
    ),
    one!(
        "ban-alter-domain-with-add-constraint",
        "ALTER DOMAIN email ADD CONSTRAINT email_check CHECK (VALUE <> '');"
    ),
    one!("ban-drop-extension", "DROP EXTENSION pg_trgm;"),
    one!(
        "changing-column-type",
        "ALTER TABLE notes ALTER COLUMN id TYPE bigint;"
    ),
    one!(
        "changing-column-type: of a type",
        "ALTER TYPE address ALTER ATTRIBUTE zip TYPE text;"
    ),
    one!(
        "constraint-missing-not-valid",
        "ALTER TABLE notes ADD CONSTRAINT notes_body_check CHECK (body <> '');"
    ),
    one!(
        "constraint-missing-not-valid: validated at once",
        "ALTER TABLE notes ADD CONSTRAINT c CHECK (body <> '') NOT VALID;\nALTER TABLE notes VALIDATE CONSTRAINT c;"
    ),
    one!(
        "constraint-missing-not-valid: of a new column",
        "ALTER TABLE notes ADD COLUMN stars bigint CHECK (stars > 0);"
    ),
    one!(
        "disallowed-unique-constraint",
        "ALTER TABLE notes ADD CONSTRAINT notes_body_key UNIQUE (body);"
    ),
    one!(
        "identifier-too-long",
        "CREATE TABLE what_a_note_was_called_before_it_was_called_what_it_is_called_now (id bigint);"
    ),
    one!(
        "renaming-column",
        "ALTER TABLE notes RENAME COLUMN body TO text;"
    ),
    one!(
        "renaming-column: of a type",
        "ALTER TYPE address RENAME ATTRIBUTE zip TO code;"
    ),
    one!("renaming-table", "ALTER TABLE notes RENAME TO pages;"),
    one!(
        "require-concurrent-index-creation",
        "CREATE INDEX notes_body_idx ON notes (body);"
    ),
    one!(
        "require-concurrent-index-deletion",
        "DROP INDEX notes_body_idx;"
    ),
    one!(
        "require-concurrent-partition-detach",
        "ALTER TABLE notes DETACH PARTITION notes_2026;"
    ),
    one!("require-concurrent-reindex", "REINDEX TABLE notes;"),
    one!(
        "an `allow` that nothing needs",
        "-- ingrain: allow ban-drop-table \"nobody reads it\"\nCREATE TABLE notes (id bigint);"
    ),
];
