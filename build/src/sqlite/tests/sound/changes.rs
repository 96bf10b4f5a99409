//! Tables that change, and data that moves.

use super::NOTES;
use crate::sqlite::tests::{check, sound};

#[test]
fn columns_and_tables_change_their_names() {
    sound(&[
        NOTES,
        (
            "ALTER TABLE notes ADD COLUMN likes INTEGER NOT NULL DEFAULT 0;",
            "ALTER TABLE notes DROP COLUMN likes;",
        ),
        (
            "CREATE TABLE tags (note INTEGER REFERENCES notes (id) ON DELETE CASCADE, tag TEXT);\n\
             CREATE TRIGGER tagged AFTER INSERT ON tags BEGIN UPDATE notes SET likes = likes + 1 WHERE id = new.note; END;",
            "DROP TABLE tags;",
        ),
        (
            "ALTER TABLE notes RENAME TO pages;",
            "ALTER TABLE pages RENAME TO notes;",
        ),
        (
            "ALTER TABLE tags RENAME COLUMN note TO page;",
            "ALTER TABLE tags RENAME COLUMN page TO note;",
        ),
        (
            "ALTER TABLE pages RENAME COLUMN title TO swap; ALTER TABLE pages RENAME COLUMN body TO title;\n\
             ALTER TABLE pages RENAME COLUMN swap TO body;",
            "ALTER TABLE pages RENAME COLUMN body TO swap; ALTER TABLE pages RENAME COLUMN title TO body;\n\
             ALTER TABLE pages RENAME COLUMN swap TO title;",
        ),
    ]);
}

#[test]
fn data_that_moves() {
    sound(&[
        NOTES,
        (
            "CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);",
            "DROP TABLE roles;",
        ),
        (
            "INSERT INTO roles (id, name) VALUES (1, 'admin'), (2, 'reader');",
            "DELETE FROM roles WHERE id IN (1, 2);",
        ),
        (
            "UPDATE notes SET body = trim(body) WHERE body <> trim(body);",
            "SELECT 1;",
        ),
        (
            "CREATE TABLE bodies (note INTEGER PRIMARY KEY REFERENCES notes (id), body TEXT NOT NULL);\n\
             INSERT INTO bodies SELECT id, body FROM notes WHERE body IS NOT NULL;\nALTER TABLE notes DROP COLUMN body;",
            "CREATE TABLE new_notes (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT, UNIQUE (title));\n\
             INSERT INTO new_notes SELECT id, title, (SELECT body FROM bodies WHERE note = id) FROM notes;\n\
             DROP TABLE bodies; DROP TABLE notes; ALTER TABLE new_notes RENAME TO notes;",
        ),
        (
            "CREATE TABLE everything AS SELECT id, title AS name FROM notes UNION ALL SELECT id, name FROM roles;",
            "DROP TABLE everything;",
        ),
        (
            "CREATE TABLE old_roles (id INTEGER PRIMARY KEY, name TEXT);\n\
             INSERT INTO old_roles SELECT id, name FROM roles; DELETE FROM roles;\n\
             INSERT INTO roles (name) SELECT DISTINCT 'x' || id FROM old_roles; DROP TABLE old_roles;",
            "SELECT 1;",
        ),
    ]);
}

#[test]
fn statements_of_many_sorts() {
    sound(&[
        (
            "CREATE TABLE docs (id INTEGER PRIMARY KEY, json TEXT CHECK (json_valid(json)), day TEXT);",
            "DROP TABLE docs;",
        ),
        (
            "CREATE TEMP TABLE scratch AS SELECT id FROM docs;\nCREATE TEMP TRIGGER t AFTER INSERT ON main.docs BEGIN SELECT 1; END;\n\
             UPDATE docs SET day = '2024-01-01' WHERE id IN (SELECT id FROM scratch);",
            "CREATE TEMP TABLE scratch (id); SELECT 1;",
        ),
        (
            "CREATE INDEX docs_kind ON docs (json ->> '$.kind') WHERE day IS NOT NULL;\nCREATE INDEX docs_lower ON docs (lower(day) DESC);",
            "DROP INDEX docs_kind; DROP INDEX docs_lower;",
        ),
        (
            "ALTER TABLE docs ADD COLUMN kind TEXT AS (json ->> '$.kind');",
            "ALTER TABLE docs DROP COLUMN kind;",
        ),
        (
            "CREATE TABLE days (day TEXT PRIMARY KEY);\nWITH RECURSIVE d (day) AS (VALUES ('2024-01-01') UNION ALL\n\
             SELECT date(day, '+1 day') FROM d WHERE day < '2026-12-31') INSERT INTO days SELECT day FROM d;",
            "DROP TABLE days;",
        ),
        (
            "ANALYZE; REINDEX docs_lower; PRAGMA user_version = 5; PRAGMA optimize;",
            "PRAGMA user_version = 4;",
        ),
        ("PRAGMA defer_foreign_keys = ON; SELECT 1;", "SELECT 1;"),
        (
            "CREATE TABLE IF NOT EXISTS docs (id); CREATE TABLE IF NOT EXISTS more (id);",
            "DROP TABLE IF EXISTS more;",
        ),
    ]);
}

#[test]
fn scripts_outside_transactions() {
    sound(&[
        NOTES,
        (
            "-- ingrain: no-transaction\nVACUUM;\nPRAGMA journal_mode = WAL;",
            "-- ingrain: no-transaction\nVACUUM;",
        ),
        (
            "-- ingrain: no-transaction\nPRAGMA foreign_keys = OFF;\nALTER TABLE notes ADD COLUMN n;\nPRAGMA foreign_keys = ON;",
            "-- ingrain: no-transaction\nALTER TABLE notes DROP COLUMN n;",
        ),
    ]);
}

#[test]
fn a_down_may_write_otherwise_what_means_the_same() {
    check(
        &[
            (
                "0001_a.up.sql",
                "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT NOT NULL UNIQUE);\nCREATE INDEX a_x ON a (x);",
            ),
            ("0001_a.down.sql", "DROP TABLE a;"),
            ("0002_b.up.sql", "DROP TABLE a;"),
            (
                "0002_b.down.sql",
                "create table \"A\" (\n id integer primary key, x text unique not null);\ncreate index [a_x] on A(\"x\");",
            ),
        ],
        &[],
    );
}
#[test]
fn a_rebuild_in_twelve_steps() {
    const PARTS: &str = "CREATE INDEX books_title ON books (title);\n\
        CREATE TRIGGER books_touch AFTER UPDATE OF title ON books BEGIN UPDATE books SET touched = 1 WHERE id = new.id; END;\n\
        CREATE VIEW titles AS SELECT title FROM books;";
    let rebuild = |column: &str, copied: &str| {
        format!(
            "-- ingrain: foreign-keys off\nDROP VIEW titles;\nCREATE TABLE books_new (id INTEGER PRIMARY KEY, {column}, touched INTEGER);\n\
             INSERT INTO books_new SELECT id, {copied}, touched FROM books;\nDROP TABLE books;\n\
             ALTER TABLE books_new RENAME TO books;\n{PARTS}"
        )
    };
    let books = format!(
        "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, touched INTEGER);\n{PARTS}"
    );
    sound(&[
        (&books, "DROP VIEW titles; DROP TABLE books;"),
        (
            "CREATE TABLE loans (book INTEGER NOT NULL REFERENCES books ON DELETE CASCADE, who TEXT);",
            "DROP TABLE loans;",
        ),
        (
            &rebuild("title TEXT NOT NULL", "coalesce(title, '')"),
            &rebuild("title TEXT", "title"),
        ),
    ]);
}

#[test]
fn a_rebuild_that_keeps_the_numbers() {
    let rebuild = |columns: &str, copied: &str| {
        format!(
            "-- ingrain: foreign-keys off\nCREATE TABLE new_logs (id INTEGER PRIMARY KEY AUTOINCREMENT, {columns});\n\
             INSERT INTO sqlite_sequence (name, seq) SELECT 'new_logs', seq FROM sqlite_sequence WHERE name = 'logs';\n\
             INSERT INTO new_logs (id, line) SELECT id, {copied} FROM logs;\n\
             DROP TABLE logs;\nALTER TABLE new_logs RENAME TO logs;"
        )
    };
    sound(&[
        (
            "CREATE TABLE logs (id INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT);",
            "DROP TABLE logs;",
        ),
        (
            &rebuild("line TEXT NOT NULL", "coalesce(line, '')"),
            &rebuild("line TEXT", "line"),
        ),
    ]);
}

/// Nothing is known of what a function does: it is no script that changes nothing on its way back.
#[test]
fn what_is_rust_is_passed_over() {
    const RUST: &str = "-- ingrain: rust \"revision 1\"\n";
    sound(&[
        NOTES,
        (RUST, RUST),
        (RUST, "UPDATE notes SET body = title;"),
        ("ALTER TABLE notes ADD COLUMN slug TEXT;", RUST),
        (
            "CREATE INDEX notes_slug ON notes (slug);",
            "DROP INDEX notes_slug;",
        ),
    ]);
}
