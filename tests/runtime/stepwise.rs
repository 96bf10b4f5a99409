//! `no-transaction`: statement by statement, each recorded, resumed where it stopped.

use ingrain::{Code, Migrations, Target};
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, on_sqlite, ran};

use crate::assert_says;

const NOTES: (&str, &str, &str) = (
    "1_notes",
    "CREATE TABLE notes (id integer, body text)",
    "DROP TABLE notes",
);

#[test]
fn an_index_is_built_concurrently_on_postgres() {
    on_postgres(|bed| {
        let up = "-- ingrain: no-transaction\nCREATE INDEX CONCURRENTLY notes_body ON notes (body);\nCREATE INDEX CONCURRENTLY notes_id ON notes (id);";
        let down = "-- ingrain: no-transaction\nDROP INDEX CONCURRENTLY notes_id; DROP INDEX CONCURRENTLY notes_body;";
        let chain = bed.chain(&[
            NOTES,
            ("2_index", up, down),
            ("3_more", "SELECT 1", "SELECT 1"),
        ]);
        let report = bed.run(&chain.migrator()).unwrap();
        assert_eq!(ran(&report), [1, 2, 3]);
        let valid =
            "SELECT count(*) FROM pg_index WHERE indisvalid AND indrelid = 'notes'::regclass";
        assert_eq!(bed.rows(valid), ["2"]);
        assert_eq!(
            bed.history("seq, event, version, statements"),
            [
                "1 | applied | 1 | null",
                "2 | started | 2 | null",
                "3 | progressed | 2 | 1",
                "4 | progressed | 2 | 2",
                "5 | applied | 2 | null",
                "6 | applied | 3 | null",
            ]
        );
        assert_eq!(
            ran(&bed.down(&chain.migrator(), Target::Base).unwrap()),
            [3, 2, 1]
        );
        let events = bed.history("event, version").split_off(6);
        let expected = [
            "reverted | 3",
            "started | 2",
            "progressed | 2",
            "progressed | 2",
            "reverted | 2",
            "reverted | 1",
        ];
        assert_eq!(events, expected);
    });
}

#[test]
fn the_sessions_own_time_limits_and_locks_are_as_before() {
    on_postgres(|bed| {
        let up = "-- ingrain: no-transaction\n-- ingrain: lock-timeout 3s\n-- ingrain: statement-timeout 1m\nSELECT 1;";
        let chain = bed.chain(&[NOTES, ("2_two", up, "SELECT 1")]);
        let mut session = bed.session();
        session.execute("SET lock_timeout = 4711; SET statement_timeout = 4712");
        session.run(&chain.migrator()).unwrap();
        assert_eq!(session.rows("SHOW lock_timeout"), ["4711ms"]);
        assert_eq!(session.rows("SHOW statement_timeout"), ["4712ms"]);
        let held =
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()";
        assert_eq!(session.rows(held), ["0"]);
    });
}

#[test]
fn sqlite_is_vacuumed() {
    on_sqlite(|bed| {
        let up = "-- ingrain: no-transaction\nINSERT INTO notes VALUES (1, 'é');\nVACUUM;\nPRAGMA journal_mode = WAL;";
        let chain = bed.chain(&[NOTES, ("2_vacuum", up, "DELETE FROM notes")]);
        assert_eq!(ran(&bed.run(&chain.migrator()).unwrap()), [1, 2]);
        assert_eq!(bed.rows("PRAGMA journal_mode"), ["wal"]);
        assert_eq!(bed.rows("SELECT count(*) FROM notes"), ["1"]);
        let events = bed.history("event, statements").split_off(1);
        let expected = [
            "started | null",
            "progressed | 1",
            "progressed | 2",
            "progressed | 3",
            "applied | null",
        ];
        assert_eq!(events, expected);
    });
}

/// Its second statement fails while there is a table `obstacle`.
fn obstructed(bed: &Testbed, third: &str) -> Migrations {
    let up = format!(
        "-- ingrain: no-transaction\nINSERT INTO notes VALUES (1, 'é');\nCREATE TABLE obstacle (id integer);\n{third}"
    );
    bed.chain(&[
        NOTES,
        ("2_steps", &up, "DROP TABLE obstacle"),
        (
            "3_last",
            "CREATE TABLE last (id integer)",
            "DROP TABLE last",
        ),
    ])
}

const THIRD: &str = "INSERT INTO notes VALUES (2, 'two');";

/// Stops in its second statement; gives the error.
fn stop(bed: &Testbed) -> ingrain::Error {
    bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
    bed.execute("CREATE TABLE obstacle (other integer)");
    bed.run(&obstructed(bed, THIRD).migrator()).unwrap_err()
}

#[test]
fn a_failure_is_resumed_with_the_statement_that_failed() {
    on_both(|bed| {
        let error = stop(bed);
        let words = [
            "the up script of version 2 (steps) failed",
            "--> migrations/2_steps.up.sql:3:",
            "3 | CREATE TABLE obstacle (id integer);",
            "outside a transaction",
            "remove what is in this statement's way and start again",
        ];
        assert_says(&error, Code::StatementFailed, &words);
        assert_eq!(
            bed.history("event, version, statements").split_off(1),
            ["started | 2 | null", "progressed | 2 | 1"]
        );
        assert_eq!(bed.rows("SELECT id FROM notes"), ["1"]);

        // The same script, the obstacle still there: the same failure, nothing repeated.
        let chain = obstructed(bed, THIRD);
        assert_says(
            &bed.run(&chain.migrator()).unwrap_err(),
            Code::StatementFailed,
            &["2_steps.up.sql:3:"],
        );
        assert_eq!(bed.history("seq").len(), 3);
        let status = bed.status(&chain.migrator()).unwrap();
        assert!(!status.is_current());

        bed.execute("DROP TABLE obstacle");
        assert_eq!(ran(&bed.run(&chain.migrator()).unwrap()), [2, 3]);
        assert_eq!(bed.rows("SELECT id FROM notes ORDER BY id"), ["1", "2"]);
        let events = bed.history("event, version, statements").split_off(3);
        let expected = [
            "progressed | 2 | 2",
            "progressed | 2 | 3",
            "applied | 2 | null",
            "applied | 3 | null",
        ];
        assert_eq!(events, expected);
        assert!(bed.status(&chain.migrator()).unwrap().is_current());
    });
}

#[test]
fn a_script_that_changed_meanwhile_is_refused() {
    on_both(|bed| {
        stop(bed);
        bed.execute("DROP TABLE obstacle");
        let before = bed.dump();
        let changed = obstructed(bed, "INSERT INTO notes VALUES (3, 'three');");
        let error = bed.run(&changed.migrator()).unwrap_err();
        let words = [
            "the up script of version 2 stopped part-way, after its first statement",
            "--> migrations/2_steps.up.sql",
            "start a binary that embeds that very script",
            "undo by hand what it did",
        ];
        assert_says(&error, Code::Unfinished, &words);
        assert_eq!(
            bed.status(&changed.migrator())
                .unwrap()
                .refusal()
                .unwrap()
                .code(),
            Code::Unfinished
        );
        assert_eq!(bed.dump(), before);

        // The second remedy, to the letter.
        bed.execute("DELETE FROM notes WHERE id = 1");
        bed.repair(&changed.migrator(), "undone by hand").unwrap();
        assert_eq!(
            bed.history("event, version, note").pop().unwrap(),
            "repaired | 2 | undone by hand"
        );
        assert_eq!(ran(&bed.run(&changed.migrator()).unwrap()), [2, 3]);
        assert_eq!(bed.rows("SELECT id FROM notes ORDER BY id"), ["1", "3"]);
    });
}

#[test]
fn a_script_that_changed_meanwhile_can_be_finished_by_the_binary_that_began_it() {
    on_both(|bed| {
        stop(bed);
        bed.execute("DROP TABLE obstacle");
        let changed = obstructed(bed, "SELECT 3;");
        assert_says(
            &bed.run(&changed.migrator()).unwrap_err(),
            Code::Unfinished,
            &[],
        );
        // The first remedy: start the binary that embeds that very script.
        assert_eq!(
            ran(&bed.run(&obstructed(bed, THIRD).migrator()).unwrap()),
            [2, 3]
        );
    });
}

#[test]
fn a_down_script_that_stopped_is_resumed_too() {
    on_both(|bed| {
        let down = "-- ingrain: no-transaction\nDELETE FROM notes WHERE id = 1;\nDROP TABLE later;\nDELETE FROM notes WHERE id = 2;";
        let chain = bed.chain(&[
            NOTES,
            (
                "2_rows",
                "INSERT INTO notes VALUES (1, 'a'), (2, 'b')",
                down,
            ),
        ]);
        bed.run(&chain.migrator()).unwrap();
        let error = bed.down(&chain.migrator(), Target::Down(1)).unwrap_err();
        assert_says(
            &error,
            Code::StatementFailed,
            &["--> migrations/2_rows.down.sql:3:"],
        );
        // Up is refused while a down script is part-way.
        let words = [
            "the down script of version 2 stopped part-way",
            "go on reverting",
        ];
        assert_says(
            &bed.run(&chain.migrator()).unwrap_err(),
            Code::Unfinished,
            &words,
        );
        bed.execute("INSERT INTO notes VALUES (1, 'kept'); CREATE TABLE later (id integer)");
        assert_eq!(
            ran(&bed.down(&chain.migrator(), Target::Down(1)).unwrap()),
            [2]
        );
        assert_eq!(bed.rows("SELECT body FROM notes"), ["kept"]);
    });
}
