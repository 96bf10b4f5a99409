//! Keys of every kind: each row is in one batch.

use ingrain::{Code, Error, Target};
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, on_sqlite, ran};

use crate::assert_says;

/// A table with keys of this type, done in batches of two along it by two sessions, of which each begins
/// with `first`.
fn check(bed: &Testbed, kind: &str, keys: &[&str], first: &str) {
    let bed = bed.another();
    let values: Vec<String> = keys.iter().map(|key| format!("({key}, 0)")).collect();
    let notes = format!(
        "CREATE TABLE \"the notes\" (\"the id\" {kind}, done integer NOT NULL CHECK (done < 2));\n\
         INSERT INTO \"the notes\" VALUES {};",
        values.join(", ")
    );
    let up = "-- ingrain: backfill \"the notes\".\"the id\" rows 2\n\
        UPDATE \"the notes\" SET done = done + 1 WHERE \"the id\" > $1 AND \"the id\" <= $2";
    let migrations = bed.chain(&[("1_notes", &notes, "SELECT 1"), ("2_done", up, "SELECT 1")]);
    let migrator = migrations.migrator();
    bed.up(&migrator, Target::Up(1)).unwrap();
    let last = "(SELECT max(CAST(\"the id\" AS text)) FROM \"the notes\")";
    let mark = |done: u32| {
        bed.execute(&format!(
            "UPDATE \"the notes\" SET done = {done} WHERE CAST(\"the id\" AS text) = {last}"
        ));
    };
    // It stops at one row, and another session goes on.
    mark(1);
    let mut session = bed.session();
    session.execute(first);
    session.run(&migrator).unwrap_err();
    mark(0);
    let mut session = bed.session();
    session.execute(first);
    assert_eq!(ran(&session.run(&migrator).unwrap()), [2], "{kind}");
    let done = bed.rows("SELECT done, count(*) FROM \"the notes\" GROUP BY done");
    assert_eq!(done, [format!("1 | {}", keys.len())], "{kind}");
}

#[test]
fn on_sqlite_whatever_a_column_holds() {
    on_sqlite(|bed| {
        for (kind, keys) in [
            (
                "INTEGER PRIMARY KEY",
                [
                    "-9223372036854775808",
                    "-1",
                    "0",
                    "5",
                    "9223372036854775807",
                ],
            ),
            (
                "TEXT PRIMARY KEY NOT NULL",
                ["''", "'A'", "'it''s'", "'a$1'", "'é'"],
            ),
            (
                "TEXT COLLATE NOCASE PRIMARY KEY NOT NULL",
                ["'a'", "'B'", "'c'", "'D'", "'e'"],
            ),
            (
                "BLOB PRIMARY KEY NOT NULL",
                ["X'00'", "X'0000'", "X'00ff'", "X'01'", "X'ff'"],
            ),
            (
                "REAL PRIMARY KEY NOT NULL",
                ["-1.5e300", "-0.1", "0.1", "0.30000000000000004", "9e300"],
            ),
            ("PRIMARY KEY NOT NULL", ["1", "2.5", "'1'", "'x'", "X'31'"]),
            (
                "TEXT PRIMARY KEY NOT NULL",
                [
                    "'a'",
                    "CAST(X'6100' AS TEXT)",
                    "CAST(X'61006200' AS TEXT)",
                    "CAST(X'c3' AS TEXT)",
                    "CAST(X'ff' AS TEXT)",
                ],
            ),
            (
                "PRIMARY KEY NOT NULL",
                [
                    "7",
                    "CAST(X'00' AS TEXT)",
                    "CAST(X'fe' AS TEXT)",
                    "CAST(X'ff' AS TEXT)",
                    "X'fe'",
                ],
            ),
        ] {
            check(bed, kind, &keys, "");
        }
    });
}

#[test]
fn on_postgres_whatever_the_session_writes_it_like() {
    on_postgres(|bed| {
        let other = "SET datestyle = 'SQL, DMY'; SET timezone = 'Asia/Kolkata'; SET intervalstyle = 'iso_8601'; \
            SET standard_conforming_strings = off; SET bytea_output = 'escape'; SET extra_float_digits = -10";
        for (kind, keys) in [
            (
                "bigint PRIMARY KEY",
                [
                    "-9223372036854775808",
                    "-1",
                    "0",
                    "5",
                    "9223372036854775807",
                ],
            ),
            (
                "text PRIMARY KEY",
                ["''", "'A'", r"'it''s \\ \'", "'a$1'", "'é'"],
            ),
            (
                "uuid PRIMARY KEY",
                [
                    "'00000000-0000-0000-0000-000000000000'",
                    "'00000000-0000-0000-0000-000000000001'",
                    "'10000000-0000-0000-0000-000000000000'",
                    "'a0000000-0000-0000-0000-000000000000'",
                    "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
                ],
            ),
            (
                "timestamptz PRIMARY KEY",
                [
                    "'-infinity'",
                    "'2026-01-02 00:00:00.000001+00'",
                    "'2026-01-02 00:00:00.000002+00'",
                    "'2026-02-01 00:00+02'",
                    "'2026-12-11 10:00+00'",
                ],
            ),
            (
                "timestamp PRIMARY KEY",
                [
                    "'2026-01-02'",
                    "'2026-02-01'",
                    "'2026-02-01 00:00:01'",
                    "'2026-03-04 05:06'",
                    "'2026-12-11'",
                ],
            ),
            (
                "date PRIMARY KEY",
                [
                    "'2026-01-02'",
                    "'2026-02-01'",
                    "'2026-02-03'",
                    "'2026-03-02'",
                    "'2026-12-11'",
                ],
            ),
            (
                "numeric PRIMARY KEY",
                [
                    "-1.5",
                    "0",
                    "0.1000000000000000000000000000001",
                    "1",
                    "1e30",
                ],
            ),
            (
                "double precision PRIMARY KEY",
                ["'-infinity'", "-0.1", "0.1", "0.30000000000000004", "1e300"],
            ),
            (
                "real PRIMARY KEY",
                ["'-infinity'", "-0.1", "0.1", "0.3000001", "'NaN'"],
            ),
            (
                "interval PRIMARY KEY",
                [
                    "'-1 day -02:03:04.5'",
                    "'0'",
                    "'1 day'",
                    "'1 mon 00:00:00.000001'",
                    "'2 years'",
                ],
            ),
            (
                "char(3) PRIMARY KEY",
                ["'a'", "'ab'", "'abc'", "'b'", "'bcd'"],
            ),
            (
                "bit(3) PRIMARY KEY",
                ["B'000'", "B'010'", "B'011'", "B'100'", "B'111'"],
            ),
            (
                "bytea PRIMARY KEY",
                ["'\\x00'", "'\\x0000'", "'\\x00ff'", "'\\x01'", "'\\x27'"],
            ),
            (
                "text COLLATE \"C\" PRIMARY KEY",
                ["'A'", "'B'", "'a'", "'b'", "'é'"],
            ),
        ] {
            check(bed, kind, &keys, other);
        }
    });
}

/// What a run says of a backfill along `key`, of notes whose keys are of this type.
fn refused(bed: &Testbed, kind: &str, key: &str) -> Error {
    let notes = format!(
        "CREATE TABLE notes (id {kind}, done integer); INSERT INTO notes (done) VALUES (0);"
    );
    let up = format!(
        "-- ingrain: backfill notes.{key} rows 2\nUPDATE notes SET done = 1 WHERE {key} > $1 AND {key} <= $2"
    );
    let first = ("1_notes", notes.as_str(), "DROP TABLE notes");
    bed.run(&bed.chain(&[first]).migrator()).unwrap();
    let before = bed.dump();
    let chain = bed.chain(&[first, ("2_done", &up, "SELECT 1")]);
    let error = bed.run(&chain.migrator()).unwrap_err();
    assert_eq!(bed.dump(), before, "{kind}");
    error
}

#[test]
fn what_is_no_key_is_refused_before_anything_is_written() {
    on_postgres(|bed| {
        for (kind, value) in [("integer[]", "'{1}'"), ("jsonb", "'1'"), ("json", "'1'")] {
            let kind = format!("{kind} DEFAULT {value}");
            let error = refused(&bed.another(), &kind, "id");
            let words = [
                "`notes.id` is no key that a backfill can go along",
                "--> migrations/2_done.up.sql",
                "take a key of numbers, texts, UUIDs or times",
            ];
            assert_says(&error, Code::StatementFailed, &words);
        }
    });
}

#[test]
fn a_misspelt_key_is_no_text() {
    on_both(|bed| {
        let error = refused(bed, "integer DEFAULT 1", "\"idd\"");
        let words = ["when the next batch was looked for", "notes.idd"];
        assert_says(&error, Code::StatementFailed, &words);
    });
}

#[test]
fn every_name_of_a_rowid_is_a_key() {
    on_sqlite(|bed| {
        for name in ["rowid", "_rowid_", "oid"] {
            let bed = bed.another();
            let notes = "CREATE TABLE notes (title TEXT, done INTEGER); \
                INSERT INTO notes VALUES ('a', 0), ('b', 0), ('c', 0);";
            let up = format!(
                "-- ingrain: backfill main.notes.{name} rows 2\n\
                 UPDATE notes SET done = done + 1 WHERE {name} > $1 AND {name} <= $2"
            );
            let chain = bed.chain(&[("1_notes", notes, "SELECT 1"), ("2_done", &up, "SELECT 1")]);
            assert_eq!(ran(&bed.run(&chain.migrator()).unwrap()), [1, 2]);
            assert_eq!(bed.rows("SELECT done, count(*) FROM notes"), ["1 | 3"]);
        }
    });
}
