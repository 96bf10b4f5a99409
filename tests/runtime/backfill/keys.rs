//! Keys of every kind: each row is in one batch.

use ingrain::Target;
use ingrain_end_to_end::testbed::{Testbed, on_postgres, on_sqlite, ran};

/// A table with keys of this type, done in batches of two along it; the first statement of the session
/// that goes on after the first batch is `then`.
fn check(bed: &Testbed, kind: &str, keys: &[&str], then: &str) {
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
    bed.run(&migrator).unwrap_err();
    mark(0);
    let mut session = bed.session();
    session.execute(then);
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
                "text COLLATE \"C\" PRIMARY KEY",
                ["'A'", "'B'", "'a'", "'b'", "'é'"],
            ),
        ] {
            check(bed, kind, &keys, other);
        }
    });
}
