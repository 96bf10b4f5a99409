//! Connections to a server, from asynchronous and from plain code.

use std::error::Error as _;
use std::iter;
use std::thread;

use tokio::runtime;
use tokio_postgres::{Client, NoTls};

/// Connects, and lets the current runtime drive the connection.
pub(super) async fn connect(url: &str) -> Result<Client, tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    // Its error, if any, is the error of the client's next call.
    tokio::spawn(connection);
    Ok(client)
}

/// Runs a batch on a connection of its own and waits for it, on a thread of its own: the caller
/// may be inside a runtime, which cannot be blocked on.
pub(super) fn execute(url: &str, sql: &str) -> Result<(), String> {
    let work = || {
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        let batch = async { connect(url).await?.batch_execute(sql).await };
        runtime.block_on(batch).map_err(|error| explain(&error))
    };
    thread::scope(|scope| scope.spawn(work).join())
        .unwrap_or_else(|_| Err("the thread of the connection panicked".to_owned()))
}

/// All that is known: `Display` says no more than "db error" or "error connecting to server".
pub(super) fn explain(error: &tokio_postgres::Error) -> String {
    let causes = iter::successors(error.source(), |&cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
