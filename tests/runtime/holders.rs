//! Who is in the way when a call gives up, named with what ends it.

use std::thread;
use std::time::Duration;

use ingrain::{Code, Migrations, Migrator};
use ingrain_end_to_end::testbed::{Testbed, on_postgres, on_sqlite, ran};

use crate::{assert_says, until};

const NOTES: (&str, &str, &str) = (
    "1_notes",
    "CREATE TABLE notes (id integer)",
    "DROP TABLE notes",
);

/// One more column.
fn chain(bed: &Testbed) -> Migrations {
    let up = "ALTER TABLE notes ADD COLUMN body text";
    bed.chain(&[NOTES, ("2_body", up, "ALTER TABLE notes DROP COLUMN body")])
}

fn impatient(migrations: &Migrations, wait: Duration) -> Migrator {
    let migrator = migrations.migrator().wait(wait);
    migrator.lock_timeout(Duration::from_millis(100))
}

/// What the error says to run on Postgres.
const HOLDER: &str =
    "SELECT pid, usename, xact_start, query FROM pg_stat_activity ORDER BY xact_start";

/// Plays `scenario` with a session that is in the way, and gives what the error says of it.
fn named(bed: &Testbed, migrator: &Migrator, holds: &str) -> String {
    let other = bed.session();
    other.execute("SET application_name = 'a report'");
    other.execute(holds);
    let error = bed.run(migrator).unwrap_err();
    assert_says(&error, Code::TimedOut, &["SELECT pg_terminate_backend("]);
    let text = error.to_string();
    let pid = other.rows("SELECT pg_backend_pid()").concat();
    let session = format!("= note: the session with pid {pid} (a report, user ");
    let note = text.lines().find(|line| line.contains(&session));
    assert!(note.is_some(), "nobody with pid {pid} in:\n{text}");
    // The remedy, to the letter.
    let end = format!("SELECT pg_terminate_backend({pid})");
    assert!(text.contains(&end), "{text}");
    bed.execute(&end);
    until("it is gone", || {
        let there = format!("SELECT 1 FROM pg_stat_activity WHERE pid = {pid}");
        bed.rows(&there).is_empty()
    });
    note.unwrap().to_owned()
}

#[test]
fn who_holds_the_lock_is_named() {
    on_postgres(|bed| {
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        let migrator = impatient(&chain(bed), Duration::from_millis(300));
        let note = named(bed, &migrator, "BEGIN; SELECT  *\n FROM notes");
        for word in [
            "holds AccessShareLock on notes; ",
            "it is idle in transaction; ",
            "its transaction is ",
            " s old; ",
            "its last statement is: BEGIN; SELECT * FROM notes",
        ] {
            assert!(note.contains(word), "{word:?} is not in {note}");
        }
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
    });
}

/// The statement names neither the table that its foreign key refers to, nor a table's parts.
#[test]
fn who_holds_a_lock_on_what_goes_with_the_table_is_named() {
    on_postgres(|bed| {
        let make = "CREATE TABLE tags (id integer PRIMARY KEY);
            CREATE TABLE notes (id integer, tag integer REFERENCES tags) PARTITION BY RANGE (id);
            CREATE TABLE notes_1 PARTITION OF notes FOR VALUES FROM (1) TO (9);
            CREATE INDEX notes_tag ON notes (tag);";
        let first = ("1_all", make, "DROP TABLE notes; DROP TABLE tags");
        bed.run(&bed.chain(&[first]).migrator()).unwrap();
        for (up, holds, told) in [
            (
                "DROP TABLE notes",
                "LOCK TABLE tags IN SHARE MODE",
                "ShareLock on tags",
            ),
            (
                "ALTER TABLE public.notes ADD body text",
                "LOCK TABLE notes_1 IN ROW SHARE MODE",
                "RowShareLock on notes_1",
            ),
            (
                "DROP INDEX notes_tag",
                "LOCK TABLE ONLY notes IN ACCESS SHARE MODE",
                "AccessShareLock on notes",
            ),
        ] {
            let migrations = bed.chain(&[first, ("2_change", up, "SELECT 1")]);
            let migrator = impatient(&migrations, Duration::from_millis(200));
            let note = named(bed, &migrator, &format!("BEGIN; {holds}"));
            assert!(note.contains(told), "{told:?} is not in {note}");
        }
    });
}

/// It has no session that could be ended. Few servers allow them; those that the tests start do.
#[test]
fn a_forgotten_prepared_transaction_is_named() {
    on_postgres(|bed| {
        if bed.rows("SHOW max_prepared_transactions") == ["0"] {
            return;
        }
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        bed.execute("BEGIN; SELECT * FROM notes; PREPARE TRANSACTION 'it''s forgotten'");
        let migrator = impatient(&chain(bed), Duration::from_millis(200));
        let error = bed.run(&migrator).unwrap_err();
        let end = "ROLLBACK PREPARED 'it''s forgotten'";
        let held = "the prepared transaction 'it''s forgotten' holds AccessShareLock on notes";
        bed.execute(end);
        assert_says(&error, Code::TimedOut, &[held, end]);
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
    });
}

#[test]
fn who_is_migrating_is_named() {
    on_postgres(|bed| {
        let migrations = bed.chain(&[NOTES, ("2_slow", "SELECT pg_sleep(60)", "SELECT 1")]);
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        thread::scope(|scope| {
            let migrator = migrations.migrator();
            let first = scope.spawn(move || bed.run(&migrator).unwrap_err());
            let pid = "SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(60)%' \
                AND datname = current_database() AND pid <> pg_backend_pid()";
            until("the first one is at it", || !bed.rows(pid).is_empty());
            let pid = bed.rows(pid).concat();
            let migrator = impatient(&migrations, Duration::from_millis(200));
            let error = bed.run(&migrator).unwrap_err();
            let words = [
                "another process is migrating",
                &format!("the session with pid {pid} (user "),
                " is migrating; it is active; its transaction is ",
            ];
            assert_says(&error, Code::TimedOut, &words);
            bed.execute(&format!("SELECT pg_terminate_backend({pid})"));
            first.join().unwrap();
        });
    });
}

#[test]
fn a_lock_on_the_history_itself_is_told() {
    on_postgres(|bed| {
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        let migrator = impatient(&chain(bed), Duration::from_millis(200));
        let hold = "BEGIN; LOCK TABLE ingrain_history IN SHARE MODE";
        let note = named(bed, &migrator, hold);
        assert!(note.contains("ShareLock on ingrain_history"), "{note}");
    });
}

/// Who is gone by the time it is given up cannot be named: then the way to find out is told.
#[test]
fn the_statement_that_finds_the_holder_works() {
    on_postgres(|bed| {
        let other = bed.session();
        other.execute("BEGIN; SELECT 42");
        let shown = bed.rows(HOLDER);
        assert!(
            shown.iter().any(|row| row.ends_with("BEGIN; SELECT 42")),
            "{shown:#?}"
        );
    });
}

#[test]
fn who_locks_the_history_is_named_and_not_waited_for_without_end() {
    on_postgres(|bed| {
        let migrations = bed.chain(&[NOTES]);
        bed.run(&migrations.migrator()).unwrap();
        let other = bed.session();
        let pid = other.rows("SELECT pg_backend_pid()").concat();
        other.execute("BEGIN; LOCK TABLE ingrain_history");
        let held = format!("the session with pid {pid} ");
        let words = [
            "the history cannot be read",
            held.as_str(),
            "holds AccessExclusiveLock on ingrain_history",
        ];
        for migrations in [migrations, chain(bed)] {
            let migrator = impatient(&migrations, Duration::from_millis(200));
            let error = bed.run(&migrator).unwrap_err();
            assert_says(&error, Code::TimedOut, &words);
            // A health check has its own limit.
            let error = bed.status(&migrations.migrator()).unwrap_err();
            assert_says(&error, Code::TimedOut, &words);
        }
        let mut session = bed.session();
        session.execute("SET lock_timeout = '7s'");
        other.execute("COMMIT");
        assert!(session.run(&migrations.migrator()).unwrap().is_empty());
        assert_eq!(session.rows("SHOW lock_timeout"), ["7s"]);
        // A transaction of the application's does not end with the check: the connection's default holds then.
        session.execute("BEGIN");
        assert!(session.run(&migrations.migrator()).unwrap().is_empty());
        assert_eq!(session.rows("SHOW lock_timeout"), ["0"]);
        session.execute("COMMIT");
    });
}

#[test]
fn the_file_that_is_locked_is_named() {
    on_sqlite(|bed| {
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        let other = bed.session();
        other.execute("BEGIN IMMEDIATE");
        let migrator = impatient(&chain(bed), Duration::from_millis(200));
        let error = bed.run(&migrator).unwrap_err();
        let file = bed.path().canonicalize().unwrap();
        let held = format!(
            "another connection, of this process or of another one, holds a lock on the file `{}`",
            file.display()
        );
        let words = [
            "gave up after ",
            "database is locked",
            held.as_str(),
            "which other process has the database open and is writing to it",
        ];
        assert_says(&error, Code::TimedOut, &words);
        drop(other);
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
    });
}
