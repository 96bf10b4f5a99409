//! A function, and what the server does meanwhile.

use std::thread;
use std::time::Duration;

use ingrain::__private::postgres_function;
use ingrain::{Code, Direction};
use ingrain_end_to_end::testbed::{on_postgres, ran};
use tokio_postgres::{Client, Error};

use super::{NOTES, RUST};
use crate::assert_says;

const FILL: (&str, &str, &str) = ("2_fill", RUST, RUST);

async fn computes(client: &Client) -> Result<(), Error> {
    thread::sleep(Duration::from_millis(600));
    client
        .batch_execute("INSERT INTO notes (id) VALUES (7)")
        .await
}

/// Ends its own session, and does not notice.
async fn goes(client: &Client) -> Result<(), Error> {
    let _ = client
        .batch_execute("SELECT pg_terminate_backend(pg_backend_pid())")
        .await;
    Ok(())
}

#[test]
fn it_may_compute_for_longer_than_a_transaction_may_be_idle() {
    on_postgres(|bed| {
        let up = postgres_function!(2, Direction::Up, computes);
        let chain = bed.chain_with(&[NOTES, FILL], &[up]);
        let mut session = bed.session();
        session.execute("SET idle_in_transaction_session_timeout = '200ms'");
        assert_eq!(ran(&session.run(&chain.migrator()).unwrap()), [1, 2]);
        let setting = session.rows("SHOW idle_in_transaction_session_timeout");
        assert_eq!(setting, ["200ms"]);
        // A hook that computes is not cut short either.
        let chain = bed.chain(&[NOTES, ("2_more", "SELECT 1", "SELECT 1")]);
        let migrator = chain
            .migrator()
            .before_each(|_| thread::sleep(Duration::from_millis(600)));
        let bed = bed.another();
        let mut session = bed.session();
        session.execute("SET idle_in_transaction_session_timeout = '200ms'");
        assert_eq!(ran(&session.run(&migrator).unwrap()), [1, 2]);
    });
}

#[test]
fn a_session_that_ends_meanwhile_is_told_with_the_function() {
    on_postgres(|bed| {
        let up = postgres_function!(2, Direction::Up, goes);
        let chain = bed.chain_with(&[NOTES, FILL], &[up]);
        let error = bed.run(&chain.migrator()).unwrap_err();
        let words = [
            "the up function of version 2 (fill) failed: its session ended while it ran",
            "--> migrations/2_fill.up.sql",
            "its transaction was rolled back",
            "start again, when the database can be reached",
        ];
        assert_says(&error, Code::StatementFailed, &words);
        assert_eq!(bed.history("version"), ["1"]);
    });
}

async fn updates(client: &Client) -> Result<(), Error> {
    client.batch_execute("UPDATE notes SET body = 'new'").await
}

#[test]
fn who_is_in_its_way_is_named() {
    on_postgres(|bed| {
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        bed.execute("INSERT INTO notes (id) VALUES (7)");
        let up = postgres_function!(2, Direction::Up, updates);
        let chain = bed.chain_with(&[NOTES, FILL], &[up]);
        let migrator = chain.migrator().lock_timeout(Duration::from_millis(50));
        for held in ["LOCK TABLE notes", "UPDATE notes SET body = 'held'"] {
            let other = bed.session();
            other.execute(&format!("BEGIN; {held}"));
            let pid = other.rows("SELECT pg_backend_pid()").concat();
            let error = bed.run(&migrator.clone().wait(Duration::ZERO)).unwrap_err();
            let session = format!("the session with pid {pid}");
            let words = [
                "the function of version 2 waits for a lock",
                &session,
                " on notes",
            ];
            assert_says(&error, Code::TimedOut, &words);
        }
    });
}
