//! `no-transaction`: statement by statement, each recorded.

use std::sync::Barrier;
use std::thread;

use ingrain::Target;
use ingrain_end_to_end::testbed::{on_postgres, on_sqlite, ran};

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

/// What may run in a transaction is done and recorded in one: doubled once, or not at all.
#[test]
fn a_statement_whose_record_fails_is_not_done() {
    on_postgres(|bed| {
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        bed.execute(
            "INSERT INTO notes VALUES (1);
             CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN
                 IF NEW.event = 'progressed' THEN RAISE EXCEPTION 'not to be recorded'; END IF;
                 RETURN NEW;
             END $$;
             CREATE TRIGGER refuse BEFORE INSERT ON ingrain_history FOR EACH ROW EXECUTE FUNCTION refuse();",
        );
        let up = "-- ingrain: no-transaction\nUPDATE notes SET id = id * 2;";
        let migrator = bed.chain(&[NOTES, ("2_double", up, "SELECT 1")]).migrator();
        let mut session = bed.session();
        let text = session.run(&migrator).unwrap_err().to_string();
        assert!(text.contains("not to be recorded"), "{text}");
        assert_eq!(bed.rows("SELECT id FROM notes"), ["1"]);
        assert!(!bed.status(&migrator).unwrap().is_current());

        bed.execute("DROP TRIGGER refuse ON ingrain_history");
        assert_eq!(ran(&session.run(&migrator).unwrap()), [2]);
        assert_eq!(bed.rows("SELECT id FROM notes"), ["2"]);
        let rows = bed.history("event, version, statements").split_off(1);
        let expected = [
            "started | 2 | null",
            "progressed | 2 | 1",
            "applied | 2 | null",
        ];
        assert_eq!(rows, expected);
    });
}

/// What meets another process's lock on SQLite has done nothing: it is tried again.
#[test]
fn several_at_once_vacuum_sqlite() {
    on_sqlite(|bed| {
        let up = "-- ingrain: no-transaction\nINSERT INTO notes VALUES (1, 'a');\nVACUUM;\nINSERT INTO notes VALUES (2, 'b');\nVACUUM;";
        let migrator = bed.chain(&[NOTES, ("2_vacuum", up, "SELECT 1")]).migrator();
        let start = Barrier::new(8);
        thread::scope(|scope| {
            let call = || {
                let mut session = bed.session();
                start.wait();
                session.run(&migrator).map(|report| ran(&report))
            };
            let runs = [(); 8].map(|()| scope.spawn(call));
            let told = runs.map(|run| run.join().unwrap().unwrap());
            let mut told = told.concat();
            told.sort_unstable();
            assert_eq!(told, [1, 2]);
        });
        assert_eq!(bed.rows("SELECT id FROM notes ORDER BY id"), ["1", "2"]);
    });
}
