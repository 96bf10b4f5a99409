//! Locks that others hold: waited for, but not for ever.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ingrain::{Code, Migrations, Migrator};
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, on_sqlite, ran};

use crate::assert_says;

const NOTES: (&str, &str, &str) = (
    "1_notes",
    "CREATE TABLE notes (id integer)",
    "DROP TABLE notes",
);
const BODY: (&str, &str, &str) = (
    "2_body",
    "CREATE TABLE more (id integer);\nALTER TABLE notes ADD COLUMN body text;",
    "ALTER TABLE notes DROP COLUMN body; DROP TABLE more;",
);

fn chain(bed: &Testbed) -> Migrations {
    bed.chain(&[NOTES, BODY])
}

fn impatient(migrations: &Migrations, wait: Duration) -> Migrator {
    migrations
        .migrator()
        .lock_timeout(Duration::from_millis(100))
        .wait(wait)
}

/// What another session does to be in the way until it commits.
fn lock(bed: &Testbed) -> &'static str {
    bed.pick(
        "BEGIN IMMEDIATE",
        "BEGIN; LOCK TABLE notes IN ACCESS EXCLUSIVE MODE",
    )
}

#[test]
fn a_lock_that_stays_is_given_up_on_and_nothing_has_changed() {
    on_both(|bed| {
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        let before = bed.dump();
        let other = bed.session();
        other.execute(lock(bed));
        let began = Instant::now();
        let migrator = impatient(&chain(bed), Duration::from_millis(600));
        let error = bed.run(&migrator).unwrap_err();
        assert!(began.elapsed() >= Duration::from_millis(600));
        let words = ["gave up after ", "lock", "migrator().wait(duration)"];
        assert_says(&error, Code::TimedOut, &words);
        other.execute("COMMIT");
        assert_eq!(bed.dump(), before);
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
    });
}

#[test]
fn a_lock_that_goes_away_within_the_wait_is_waited_for() {
    on_both(|bed| {
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        let migrator = impatient(&chain(bed), Duration::from_secs(20));
        let other = bed.session();
        other.execute(lock(bed));
        thread::scope(|scope| {
            let run = scope.spawn(|| bed.run(&migrator).unwrap());
            thread::sleep(Duration::from_millis(400));
            assert!(!run.is_finished());
            other.execute("COMMIT");
            assert_eq!(ran(&run.join().unwrap()), [2]);
        });
    });
}

#[test]
fn nothing_pending_starts_whatever_is_locked() {
    on_both(|bed| {
        let migrations = chain(bed);
        bed.run(&migrations.migrator()).unwrap();
        let other = bed.session();
        other.execute(lock(bed));
        let migrator = impatient(&migrations, Duration::ZERO);
        assert!(bed.run(&migrator).unwrap().is_empty());
        assert!(bed.status(&migrator).unwrap().is_current());
    });
}

/// Whoever asks how a database stands wants to know now.
#[test]
fn a_status_does_not_wait_for_as_long_as_a_run() {
    on_sqlite(|bed| {
        let migrations = chain(bed);
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        let (mut session, other) = (bed.session(), bed.session());
        other.execute("BEGIN EXCLUSIVE");
        let migrator = impatient(&migrations, Duration::from_secs(60));
        let began = Instant::now();
        let error = session.status(&migrator).unwrap_err();
        assert_says(&error, Code::TimedOut, &["lock"]);
        assert!(began.elapsed() < Duration::from_secs(30));
        other.execute("COMMIT");
        assert_eq!(session.status(&migrator).unwrap().pending().len(), 1);
    });
}

#[test]
fn the_statement_that_waits_is_shown_and_how_to_find_the_holder() {
    on_postgres(|bed| {
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        let other = bed.session();
        other.execute(lock(bed));
        let migrator = impatient(&chain(bed), Duration::from_millis(200));
        let error = bed.run(&migrator).unwrap_err();
        let words = [
            "version 2 waits for a lock",
            "--> migrations/2_body.up.sql:2:1",
            "2 | ALTER TABLE notes ADD COLUMN body text;",
            "^ waits for a lock",
        ];
        assert_says(&error, Code::TimedOut, &words);
    });
}

/// On SQLite the directives mean nothing: one chain for both databases may have them.
#[test]
fn limits_are_no_mistake_on_sqlite() {
    on_sqlite(|bed| {
        let up = "-- ingrain: lock-timeout 1ms\n-- ingrain: statement-timeout 1ms\nCREATE TABLE more (id integer)";
        let migrations = bed.chain(&[NOTES, ("2_more", up, "DROP TABLE more")]);
        assert_eq!(ran(&bed.run(&migrations.migrator()).unwrap()), [1, 2]);
    });
}

/// Most of what waits on SQLite waits to begin. What cannot run in a transaction may wait by itself.
#[test]
fn the_statement_that_waits_is_shown_on_sqlite_too() {
    on_sqlite(|bed| {
        bed.execute("PRAGMA journal_mode = WAL");
        let up = "-- ingrain: no-transaction\nSELECT 1;\n  PRAGMA journal_mode = DELETE;";
        let migrations = bed.chain(&[NOTES, ("2_mode", up, "SELECT 1")]);
        let other = bed.session();
        assert!(other.rows("SELECT * FROM sqlite_schema").is_empty());
        let error = bed
            .run(&impatient(&migrations, Duration::from_millis(200)))
            .unwrap_err();
        let words = [
            "version 2 waits for a lock",
            "--> migrations/2_mode.up.sql:3:3",
            "3 |   PRAGMA journal_mode = DELETE;",
            "^ waits for a lock",
            "which other process has the database open",
        ];
        assert_says(&error, Code::TimedOut, &words);
        drop(other);
        assert_eq!(ran(&bed.run(&migrations.migrator()).unwrap()), [2]);
        assert_eq!(bed.rows("PRAGMA journal_mode"), ["delete"]);
    });
}

/// Whoever waits looks now and then whether there is anything left to do, instead of standing in line for the
/// lock with all others; after the call the connection waits as it did before.
#[test]
fn on_sqlite_a_call_waits_as_it_was_told_and_leaves_the_connection_as_it_was() {
    on_sqlite(|bed| {
        let migrator = impatient(&chain(bed), Duration::from_millis(300));
        let mut connection = rusqlite::Connection::open(bed.path()).unwrap();
        connection.busy_timeout(Duration::from_secs(60)).unwrap();
        let other = bed.session();
        other.execute("BEGIN IMMEDIATE");
        let error = migrator.run(&mut connection).unwrap_err();
        assert_eq!(error.code(), Code::TimedOut, "{error}");
        let left = |connection: &rusqlite::Connection| {
            let milliseconds = "PRAGMA busy_timeout";
            connection.query_row(milliseconds, [], |row| row.get::<_, u32>(0))
        };
        assert_eq!(left(&connection), Ok(60_000));
        other.execute("COMMIT");
        assert_eq!(ran(&migrator.run(&mut connection).unwrap()), [1, 2]);
        assert_eq!(left(&connection), Ok(60_000));
    });
}

#[test]
fn on_sqlite_an_applications_own_handler_is_asked() {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    on_sqlite(|bed| {
        let migrator = impatient(&chain(bed), Duration::from_millis(50));
        let mut connection = rusqlite::Connection::open(bed.path()).unwrap();
        let handler = |_| {
            ASKED.fetch_add(1, Ordering::Relaxed);
            false
        };
        connection.busy_handler(Some(handler)).unwrap();
        let other = bed.session();
        other.execute("BEGIN IMMEDIATE");
        let error = migrator.run(&mut connection).unwrap_err();
        assert_eq!(error.code(), Code::TimedOut, "{error}");
        let during = ASKED.load(Ordering::Relaxed);
        assert!(during > 0);
        connection.execute_batch("BEGIN IMMEDIATE").unwrap_err();
        assert!(ASKED.load(Ordering::Relaxed) > during, "it is still there");
    });
}

/// A script's own directive goes before the migrator's setting.
#[test]
fn a_scripts_own_limits_hold() {
    on_postgres(|bed| {
        let slow = |directive: &str| {
            let up = format!("{directive}\nSELECT pg_sleep(0.4);");
            bed.chain(&[NOTES, ("2_slow", &up, "SELECT 1")])
        };
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        let hurried = slow("")
            .migrator()
            .statement_timeout(Duration::from_millis(50));
        let words = [
            "--> migrations/2_slow.up.sql:2:1",
            "statement timeout",
            "give it time: `-- ingrain: statement-timeout 10m`",
        ];
        assert_says(
            &bed.run(&hurried).unwrap_err(),
            Code::StatementFailed,
            &words,
        );
        let short = slow("-- ingrain: statement-timeout 50ms").migrator();
        assert_says(&bed.run(&short).unwrap_err(), Code::StatementFailed, &words);
        let longer = slow("-- ingrain: statement-timeout 1m").migrator();
        let longer = longer.statement_timeout(Duration::from_millis(50));
        assert_eq!(ran(&bed.run(&longer).unwrap()), [2]);
    });
}

/// The limits of one migration are not those of the next, nor of the session afterwards.
#[test]
fn limits_end_with_their_migration() {
    on_postgres(|bed| {
        let chain = bed.chain(&[
            ("1_a", "-- ingrain: lock-timeout 77ms\n-- ingrain: statement-timeout 7s\nCREATE TABLE a AS SELECT current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement", "DROP TABLE a"),
            ("2_b", "INSERT INTO a SELECT current_setting('lock_timeout'), current_setting('statement_timeout')", "SELECT 1"),
        ]);
        let mut session = bed.session();
        session.run(&chain.migrator()).unwrap();
        assert_eq!(session.rows("SELECT * FROM a"), ["77ms | 7s", "5s | 0"]);
        assert_eq!(session.rows("SHOW lock_timeout"), ["0"]);
        assert_eq!(session.rows("SHOW statement_timeout"), ["0"]);
    });
}

/// An index that is built concurrently waits for older transactions. If the wait is cut short, an invalid
/// index stays behind, and the next attempt finds its name taken.
#[test]
fn a_concurrent_index_waits_for_an_older_transaction() {
    on_postgres(|bed| {
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        let up = "-- ingrain: no-transaction\nCREATE INDEX CONCURRENTLY notes_id ON notes (id);";
        let migrations = bed.chain(&[NOTES, ("2_index", up, "DROP INDEX notes_id")]);
        let migrator = impatient(&migrations, Duration::from_secs(20));
        let other = bed.session();
        other.execute("BEGIN; INSERT INTO notes VALUES (1)");
        thread::scope(|scope| {
            let run = scope.spawn(|| bed.run(&migrator));
            thread::sleep(Duration::from_millis(500));
            other.execute("COMMIT");
            assert_eq!(ran(&run.join().unwrap().unwrap()), [2]);
        });
        let valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'notes_id'::regclass";
        assert_eq!(bed.rows(valid), ["t"]);
    });
}
