//! The futures on Postgres: they may be spawned, and run on any tokio runtime, or on none.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use ingrain::{Code, Migrations, Target, Unmanaged};
use ingrain_end_to_end::chain::chain;
use ingrain_end_to_end::postgres::Postgres;
use ingrain_end_to_end::testbed::runtime;
use tokio::runtime::{Builder, Handle};
use tokio_postgres::Client;

static DEMO: Migrations = ingrain::embed!("migrations");

async fn spawned() {
    let Some(server) = Postgres::for_tests() else {
        return;
    };
    let database = server.database();
    let mut client = database.connect().await;
    // A borrowed client inside a spawned block: the future is `Send`.
    let task = tokio::spawn(async move {
        let report = DEMO.migrator().run(&mut client).await.unwrap();
        let status = DEMO.migrator().status(&mut client).await.unwrap();
        (report.ran().len(), status.is_current(), client)
    });
    let (ran, current, mut client) = task.await.unwrap();
    assert_eq!(ran, 10);
    assert!(current);
    let down = tokio::spawn(async move {
        let report = DEMO.migrator().down(&mut client, Target::Down(2)).await;
        report.unwrap().ran().len()
    });
    assert_eq!(down.await.unwrap(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn run_and_status_can_be_spawned_on_many_threads() {
    spawned().await;
}

#[test]
fn run_and_status_can_be_spawned_on_one_thread() {
    runtime().block_on(spawned());
}

/// Several at once on one runtime, on one database: they wait for each other without blocking the thread.
#[test]
fn several_run_at_once_on_one_thread() {
    runtime().block_on(async {
        let Some(server) = Postgres::for_tests() else {
            return;
        };
        let database = server.database();
        let mut tasks = Vec::new();
        for _ in 0..4 {
            let mut client = database.connect().await;
            tasks.push(tokio::spawn(async move {
                DEMO.migrator().run(&mut client).await.unwrap().ran().len()
            }));
        }
        let mut ran = 0;
        for task in tasks {
            ran += task.await.unwrap();
        }
        assert_eq!(ran, 10);
    });
}

/// Waits for a table that another session holds, until it gives up; once it is let go of, all goes well.
async fn waits(holder: &Client, client: &mut Client) {
    for sql in ["CREATE TABLE notes (id integer)", "BEGIN; LOCK TABLE notes"] {
        holder.batch_execute(sql).await.unwrap();
    }
    let migrations = chain(&[
        ("ingrain.toml", "dialects = [\"postgres\"]"),
        ("1_body.up.sql", "ALTER TABLE notes ADD COLUMN body text"),
        ("1_body.down.sql", "ALTER TABLE notes DROP COLUMN body"),
    ]);
    let migrator = migrations
        .migrator()
        .unmanaged(Unmanaged::Allow)
        .lock_timeout(Duration::from_millis(20))
        .wait(Duration::from_millis(300));
    let error = migrator.run(client).await.unwrap_err();
    assert_eq!(error.code(), Code::TimedOut, "{error}");
    holder.batch_execute("COMMIT").await.unwrap();
    assert_eq!(migrator.run(client).await.unwrap().ran().len(), 1);
}

#[test]
fn waiting_needs_no_timer_of_the_runtime() {
    let Some(server) = Postgres::for_tests() else {
        return;
    };
    let database = server.database();
    let runtime = Builder::new_current_thread().enable_io().build().unwrap();
    runtime.block_on(async {
        let (holder, mut client) = (database.connect().await, database.connect().await);
        waits(&holder, &mut client).await;
    });
}

#[test]
fn a_future_can_be_polled_outside_any_runtime() {
    let Some(server) = Postgres::for_tests() else {
        return;
    };
    let database = server.database();
    // Its own thread drives the connections; this one only polls.
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_io()
        .build()
        .unwrap();
    let (holder, mut client) =
        runtime.block_on(async { (database.connect().await, database.connect().await) });
    Handle::try_current().unwrap_err();
    block_on(waits(&holder, &mut client));
}

/// As executors do that know nothing of tokio.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}
