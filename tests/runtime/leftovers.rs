//! What `CREATE INDEX CONCURRENTLY` and `REINDEX CONCURRENTLY` leave behind when they are cut short, and
//! what becomes of it at the next start.

mod others;

use std::thread;
use std::time::Duration;

use ingrain::{Code, Declared, Migrations, Migrator};
use ingrain_end_to_end::testbed::{Testbed, on_postgres, ran};

use crate::{assert_says, until};

const NOTES: (&str, &str, &str) = (
    "1_notes",
    "CREATE TABLE notes (id integer, body text)",
    "DROP TABLE notes",
);
const INDEX: &str = "CREATE INDEX CONCURRENTLY notes_id ON notes (id);";

/// The first migration applied, `statements` of the second to come.
fn prepared(bed: &Testbed, statements: &str) -> Migrator {
    bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
    index(bed, statements).migrator()
}

fn index(bed: &Testbed, statements: &str) -> Migrations {
    let up = format!("-- ingrain: no-transaction\n{statements}");
    bed.chain(&[NOTES, ("2_index", &up, "SELECT 1")])
}

/// The indexes on the table, and whether they are valid.
fn indexes(bed: &Testbed) -> Vec<String> {
    bed.rows(
        "SELECT relname, indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid \
         WHERE indrelid = 'notes'::regclass ORDER BY relname",
    )
}

/// What the log says of the statements that are done.
fn notes(bed: &Testbed) -> Vec<String> {
    bed.rows("SELECT statements, note FROM ingrain_history WHERE event = 'progressed' ORDER BY seq")
}

const WRITES: &str = "BEGIN; INSERT INTO notes VALUES (7)";
const DROPPED: &str = "1 | dropped public.notes_id, which an attempt had left invalid";

#[test]
fn after_a_unique_violation_the_index_is_dropped_and_built_anew() {
    on_postgres(|bed| {
        let unique = "CREATE UNIQUE INDEX CONCURRENTLY notes_id ON notes (id);";
        let migrator = prepared(bed, unique);
        bed.execute("INSERT INTO notes VALUES (1), (1)");
        for _ in 0..2 {
            let error = bed.run(&migrator).unwrap_err();
            let words = [
                "--> migrations/2_index.up.sql:2:1",
                "could not create unique index",
                "left behind, invalid: the next start drops it and builds it anew",
            ];
            assert_says(&error, Code::StatementFailed, &words);
            assert_eq!(indexes(bed), ["notes_id | f"]);
        }
        bed.execute("DELETE FROM notes");
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
        assert_eq!(indexes(bed), ["notes_id | t"]);
        assert_eq!(notes(bed), [DROPPED]);
    });
}

#[test]
fn after_a_statement_timeout_too() {
    on_postgres(|bed| {
        let migrator = prepared(
            bed,
            &format!("-- ingrain: statement-timeout 200ms\n{INDEX}"),
        );
        let other = bed.session();
        other.execute(WRITES);
        let error = bed.run(&migrator).unwrap_err();
        let words = ["statement timeout", "the next start drops it"];
        assert_says(&error, Code::StatementFailed, &words);
        assert_eq!(indexes(bed), ["notes_id | f"]);
        other.execute("COMMIT");
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
        assert_eq!(indexes(bed), ["notes_id | t"]);
        assert_eq!(notes(bed), [DROPPED]);
    });
}

/// A lock timeout is tried again in the same call, until its wait is over.
#[test]
fn after_a_lock_timeout_it_is_tried_again() {
    on_postgres(|bed| {
        let script = format!("-- ingrain: lock-timeout 100ms\n{INDEX}");
        let migrator = prepared(bed, &script).wait(Duration::from_millis(600));
        let other = bed.session();
        other.execute(WRITES);
        let error = bed.run(&migrator).unwrap_err();
        let words = [
            "--> migrations/2_index.up.sql:3:1",
            "holds RowExclusiveLock on notes",
            "last statement is: BEGIN; INSERT INTO notes",
            "nothing is left half done",
        ];
        assert_says(&error, Code::TimedOut, &words);
        assert_eq!(indexes(bed), ["notes_id | f"]);

        let patient = migrator.wait(Duration::from_secs(20));
        thread::scope(|scope| {
            let run = scope.spawn(|| bed.run(&patient));
            thread::sleep(Duration::from_millis(500));
            assert!(!run.is_finished());
            other.execute("COMMIT");
            assert_eq!(ran(&run.join().unwrap().unwrap()), [2]);
        });
        assert_eq!(indexes(bed), ["notes_id | t"]);
    });
}

/// A transaction need not hold a lock on the table to keep an index waiting.
#[test]
fn who_only_has_an_old_snapshot_is_named_too() {
    on_postgres(|bed| {
        let script = format!("-- ingrain: lock-timeout 100ms\n{INDEX}");
        let migrator = prepared(bed, &script).wait(Duration::from_millis(300));
        let other = bed.session();
        other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
        let error = bed.run(&migrator).unwrap_err();
        let words = [
            "has a transaction that an index built concurrently waits for",
            "SELECT pg_terminate_backend(",
        ];
        assert_says(&error, Code::TimedOut, &words);
        other.execute("COMMIT");
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
    });
}

#[test]
fn a_session_that_was_killed_in_the_middle_is_followed_by_one_that_builds_anew() {
    on_postgres(|bed| {
        let migrator = prepared(bed, INDEX);
        let other = bed.session();
        other.execute(WRITES);
        thread::scope(|scope| {
            let run = scope.spawn(|| bed.run(&migrator).unwrap_err());
            until("the index is being built", || {
                indexes(bed) == ["notes_id | f"]
            });
            bed.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index \
                 WHERE datname = current_database()",
            );
            assert_says(&run.join().unwrap(), Code::StatementFailed, &["notes_id"]);
        });
        other.execute("COMMIT");
        assert_eq!(indexes(bed), ["notes_id | f"]);
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
        assert_eq!(indexes(bed), ["notes_id | t"]);
        assert_eq!(notes(bed), [DROPPED]);
    });
}

/// Runs the script so that its first statement is done and its row is not written.
fn done_and_not_recorded(bed: &Testbed, migrator: &Migrator) {
    bed.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN
             IF NEW.event = 'progressed' THEN RAISE EXCEPTION 'not to be recorded'; END IF;
             RETURN NEW;
         END $$;
         CREATE TRIGGER refuse BEFORE INSERT ON ingrain_history FOR EACH ROW EXECUTE FUNCTION refuse();",
    );
    let text = bed.run(migrator).unwrap_err().to_string();
    assert!(text.contains("not to be recorded"), "{text}");
    bed.execute("DROP TRIGGER refuse ON ingrain_history; DROP FUNCTION refuse");
}

#[test]
fn what_was_built_and_not_recorded_is_recorded() {
    for if_not_exists in ["", "IF NOT EXISTS "] {
        on_postgres(|bed| {
            let statement = INDEX.replace("notes_id", &format!("{if_not_exists}notes_id"));
            let migrator = prepared(bed, &statement);
            done_and_not_recorded(bed, &migrator);
            assert_eq!(indexes(bed), ["notes_id | t"]);
            let built = bed.rows("SELECT 'notes_id'::regclass::oid");
            assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
            assert_eq!(bed.rows("SELECT 'notes_id'::regclass::oid"), built);
            let note = "1 | public.notes_id had been built already, and was not recorded";
            assert_eq!(notes(bed), [note]);
        });
    }
}

/// Without a name it cannot be told for certain.
#[test]
fn what_was_built_without_a_name_and_not_recorded_is_reported() {
    on_postgres(|bed| {
        let migrator = prepared(bed, "CREATE INDEX CONCURRENTLY ON notes (id);");
        done_and_not_recorded(bed, &migrator);
        for _ in 0..2 {
            let error = bed.run(&migrator).unwrap_err();
            let words = [
                "--> migrations/2_index.up.sql:2:1",
                "the index public.notes_id_idx is in its way",
                "may be this very one",
                "`DROP INDEX CONCURRENTLY public.notes_id_idx`",
                "Declared::Done",
            ];
            assert_says(&error, Code::StatementFailed, &words);
            assert_eq!(indexes(bed), ["notes_id_idx | t"]);
        }
        // The second remedy: it was the script's last statement.
        let done = bed.repair_unfinished(&migrator, Declared::Done, "it is that very index");
        done.unwrap();
        assert!(bed.run(&migrator).unwrap().is_empty());
    });
}

#[test]
fn an_index_without_a_name_leaves_no_trace_of_its_failures() {
    on_postgres(|bed| {
        let unique = "CREATE UNIQUE INDEX CONCURRENTLY ON notes (id);";
        let migrator = prepared(bed, unique);
        bed.execute(
            "CREATE INDEX notes_body_idx ON notes (body); INSERT INTO notes VALUES (1), (1)",
        );
        bed.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'notes_body_idx'::regclass",
        );
        for _ in 0..3 {
            let error = bed.run(&migrator).unwrap_err();
            assert_says(&error, Code::StatementFailed, &["notes_id_idx"]);
        }
        assert_eq!(indexes(bed), ["notes_body_idx | f", "notes_id_idx | f"]);
        bed.execute("DELETE FROM notes");
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
        // What is not its own is left alone.
        assert_eq!(indexes(bed), ["notes_body_idx | f", "notes_id_idx | t"]);
    });
}

/// A server does not notice that its client is gone before it has something to tell it.
#[test]
fn what_is_still_being_built_for_a_process_that_was_killed_counts_when_it_is_done() {
    on_postgres(|bed| {
        let migrator = prepared(bed, INDEX);
        let other = bed.session();
        other.execute(WRITES);
        let process = tokio::runtime::Runtime::new().unwrap();
        let (url, killed) = (bed.postgres().url(), migrator.clone());
        process.spawn(async move {
            let connected = tokio_postgres::connect(&url, tokio_postgres::NoTls).await;
            let (mut client, connection) = connected.unwrap();
            tokio::spawn(connection);
            killed.run(&mut client).await
        });
        until("the index is being built", || {
            indexes(bed) == ["notes_id | f"]
        });
        process.shutdown_background();

        let impatient = migrator.clone().wait(Duration::from_millis(300));
        let error = bed.run(&impatient).unwrap_err();
        let words = [
            "another process is migrating",
            " is migrating; it is active; ",
        ];
        assert_says(&error, Code::TimedOut, &words);
        assert_eq!(indexes(bed), ["notes_id | f"]);

        other.execute("COMMIT");
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
        assert_eq!(indexes(bed), ["notes_id | t"]);
        let note = "1 | public.notes_id had been built already, and was not recorded";
        assert_eq!(notes(bed), [note]);
    });
}
