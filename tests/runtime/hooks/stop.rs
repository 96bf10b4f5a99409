//! A process that is asked to end while it migrates.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ingrain::{Code, Transactions};
use ingrain_end_to_end::testbed::{on_both, on_postgres, ran};

use super::{NOTES, TAGS};
use crate::assert_says;

#[test]
fn it_stops_between_transactions_and_goes_on_at_the_next_start() {
    on_both(|bed| {
        // Not all of one message: those that do without foreign keys, or without a transaction, go alone.
        let alone = bed.pick(
            "-- ingrain: foreign-keys off\n",
            "-- ingrain: no-transaction\n",
        );
        let last = format!("{alone}CREATE TABLE last (id integer)");
        let migrations = bed.chain(&[NOTES, TAGS, ("3_last", &last, "DROP TABLE last")]);
        let done = Arc::new(AtomicUsize::new(0));
        let (counted, asked) = (Arc::clone(&done), Arc::clone(&done));
        let migrator = migrations
            .migrator()
            .transactions(Transactions::Each)
            .after_each(move |_| {
                counted.fetch_add(1, Ordering::Relaxed);
            })
            .stop_when(move || asked.load(Ordering::Relaxed) >= 2);
        let error = bed.run(&migrator).unwrap_err();
        assert_says(
            &error,
            Code::Stopped,
            &["versions 1 and 2 were applied before it, and stay so"],
        );
        assert_eq!(bed.rows("SELECT count(*) FROM tags").len(), 1);
        assert_eq!(ran(&bed.run(&migrations.migrator()).unwrap()), [3]);
    });
}

#[test]
fn it_stops_while_another_process_migrates() {
    on_postgres(|bed| {
        let migrator = bed.chain(&[NOTES]).migrator();
        bed.run(&migrator).unwrap();
        let holder = bed.session();
        holder.execute("BEGIN; LOCK TABLE ingrain_history IN ACCESS EXCLUSIVE MODE");
        let began = Instant::now();
        let stop = move || began.elapsed() > Duration::from_millis(300);
        let next = bed.chain(&[NOTES, TAGS]).migrator();
        let next = next.lock_timeout(Duration::from_millis(50)).stop_when(stop);
        // A look waits for the lock as well, for as long as the session's own limit says.
        let mut session = bed.session();
        session.execute("SET lock_timeout = '50ms'");
        let error = session.run(&next).unwrap_err();
        assert_says(&error, Code::Stopped, &["nothing is left half done"]);
        holder.execute("ROLLBACK");
        bed.run(&next).unwrap_err();
        assert_eq!(bed.history("version"), ["1"]);
    });
}
