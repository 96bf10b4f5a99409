//! Calls that fail, wait, or are stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use ingrain::{Code, Transactions};
use ingrain_end_to_end::testbed::{on_both, on_postgres, ran, runtime, to};

use super::{NOTES, TAGS, Told};
use crate::{assert_says, until};

const FAULTY: (&str, &str, &str) = ("3_faulty", "INSERT INTO absent VALUES (1)", "SELECT 1");

#[test]
fn of_a_call_that_fails_only_what_is_committed_is_told_as_done() {
    on_both(|bed| {
        let told = Told::default();
        let each = told.around(bed.chain(&[NOTES, TAGS, FAULTY]));
        bed.run(&each.transactions(Transactions::Each)).unwrap_err();
        let lines = told.take();
        let after: Vec<&String> = lines
            .iter()
            .filter(|line| line.starts_with("after"))
            .collect();
        assert_eq!(after, ["after 1 up notes", "after 2 up tags"]);
        assert_eq!(lines.last().unwrap(), "ING0201 after [1, 2]");
        // The last thing begun is the one that failed, however it was sent.
        let begun = lines.iter().rfind(|line| line.starts_with("before"));
        assert_eq!(begun.unwrap(), "before 3 up faulty");
        let asked = lines.iter().filter(|line| line.starts_with("from"));
        assert_eq!(asked.count(), 1, "{lines:?}");
    });
}

#[test]
fn all_or_nothing_tells_nothing_as_done() {
    on_both(|bed| {
        let told = Told::default();
        let together = told.around(bed.chain(&[NOTES, TAGS, FAULTY]));
        bed.run(&together.transactions(Transactions::Together))
            .unwrap_err();
        let lines = told.take();
        assert!(
            !lines.iter().any(|line| line.starts_with("after")),
            "{lines:?}"
        );
        assert_eq!(lines.last().unwrap(), "ING0201 after []");
    });
}

#[test]
fn what_waits_for_a_lock_is_begun_again_and_done_once() {
    on_postgres(|bed| {
        let told = Told::default();
        let longer = (
            "3_more",
            "ALTER TABLE notes ADD COLUMN b integer",
            "SELECT 1",
        );
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        let migrator = told.around(bed.chain(&[NOTES, TAGS, longer]));
        let migrator = migrator.lock_timeout(Duration::from_millis(100));
        let other = bed.session();
        other.execute("BEGIN; LOCK TABLE notes IN ACCESS SHARE MODE");
        let begun = || {
            let lines = told.0.lock().unwrap();
            lines
                .iter()
                .filter(|line| line.starts_with("before 3"))
                .count()
        };
        thread::scope(|scope| {
            let run = scope.spawn(|| bed.run(&migrator));
            until("it is tried again", || begun() >= 2);
            other.execute("COMMIT");
            run.join().unwrap().unwrap();
        });
        let lines = told.take();
        let after: Vec<&String> = lines
            .iter()
            .filter(|line| !line.starts_with("before"))
            .collect();
        let expected = [
            "from 1 to 3 by [2, 3]",
            "after 2 up tags",
            "after 3 up more",
            "done [2, 3]",
        ];
        assert_eq!(after, expected);
    });
}

/// On Postgres a hook that blocks holds up nothing else in the runtime.
#[test]
fn before_run_may_wait_for_what_the_runtime_does() {
    on_postgres(|bed| {
        let went_on = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&went_on);
        let migrator = bed.chain(&[NOTES]).migrator().before_run(move |_| {
            until("another task goes on", || seen.load(Ordering::SeqCst));
            Ok(())
        });
        runtime().block_on(async {
            let mut client = bed.postgres().connect().await;
            // The future can be sent to another thread, hooks and all.
            let run = tokio::spawn(async move { migrator.run(&mut client).await });
            tokio::task::yield_now().await;
            let other = bed.postgres().connect().await;
            other.batch_execute("SELECT 1").await.unwrap();
            went_on.store(true, Ordering::SeqCst);
            assert_eq!(ran(&run.await.unwrap().unwrap()), [1]);
        });
    });
}

#[test]
fn a_hook_stops_the_call_and_nothing_has_run() {
    on_both(|bed| {
        let before = bed.dump();
        let told = Told::default();
        let migrations = bed.chain(&[NOTES, TAGS]);
        let stopping = told
            .around(migrations)
            .before_run(|_| Err("not on a Friday".into()));
        let mut session = bed.session();
        let error = session.run(&stopping).unwrap_err();
        let words = [
            "the application stopped the call before it began: not on a Friday",
            "nothing has run",
            "`before_run`",
        ];
        assert_says(&error, Code::Stopped, &words);
        assert_eq!(error.driver_error().unwrap().to_string(), "not on a Friday");
        assert_eq!(bed.dump(), before);
        assert_eq!(told.take(), ["from 0 to 2 by [1, 2]"]);
        // Neither a lock nor a transaction is left, of the session or of others.
        assert_eq!(ran(&bed.up(&migrations.migrator(), to(1)).unwrap()), [1]);
        assert_eq!(ran(&session.run(&migrations.migrator()).unwrap()), [2]);
    });
}
