//! The futures on Postgres: they may be spawned, and run on any tokio runtime.

use ingrain::{Migrations, Target};
use ingrain_end_to_end::postgres::Postgres;
use ingrain_end_to_end::testbed::runtime;

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
