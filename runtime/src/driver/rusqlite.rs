//! SQLite through rusqlite: synchronous, so every future is ready at once.

mod failure;

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use ingrain_core::Dialect;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use self::failure::{failure, known};
use super::{Database, Driver, Failure, Row, sealed};
use crate::Error;
use crate::function::{Body, Function};

impl sealed::Sealed for Connection {}

impl Database for Connection {
    type Output<'c, T: 'c> = Result<T, Error>;
    type Driver<'c> = Sqlite<'c>;

    fn driver(&mut self) -> Sqlite<'_> {
        Sqlite {
            connection: self,
            busy_timeout: None,
        }
    }

    fn drive<'c, T: Send + 'c>(
        future: impl Future<Output = Result<T, Error>> + Send + 'c,
    ) -> Result<T, Error> {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => result,
            // The futures below are ready at once, and the engine waits for nothing else.
            Poll::Pending => Err(Error::internal("the SQLite driver did not finish")),
        }
    }
}

pub struct Sqlite<'c> {
    connection: &'c mut Connection,
    /// How long it waits for a lock by itself, where it was told not to.
    busy_timeout: Option<Duration>,
}

impl Drop for Sqlite<'_> {
    fn drop(&mut self) {
        if let Some(busy_timeout) = self.busy_timeout {
            // At worst the application's next statement does not wait for a lock.
            let _ = self.connection.busy_timeout(busy_timeout);
        }
    }
}

impl Driver for Sqlite<'_> {
    const DIALECT: Dialect = Dialect::Sqlite;

    async fn execute(&mut self, statements: &[&str]) -> Result<(), Failure> {
        let run = |sql: &str| rows(&mut self.connection.prepare(sql)?, |_| Ok(()));
        statements
            .iter()
            .enumerate()
            .try_for_each(|(at, sql)| run(sql).map_err(|error| failure(error, at, sql)))
    }

    async fn query(&mut self, sql: &str) -> Result<Vec<Row>, Failure> {
        // A health check asks the same again and again.
        let found = self.connection.prepare_cached(sql).and_then(|mut it| {
            let mut found = Vec::new();
            rows(&mut it, |row| {
                let values = (0..row.as_ref().column_count()).map(|at| row.get_ref(at).map(text));
                found.push(values.collect::<Result<Row, _>>()?);
                Ok(())
            })?;
            Ok(found)
        });
        found.map_err(|error| failure(error, 0, sql))
    }

    async fn sleep(&mut self, duration: Duration) {
        thread::sleep(duration);
    }

    async fn session(&mut self) -> Option<String> {
        None
    }

    async fn block<T: Send + 'static>(
        &mut self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        Some(work())
    }

    async fn call(&mut self, function: Function) -> Result<(), Failure> {
        match function.body {
            Body::Sqlite(function) => {
                function(self.connection).map_err(|error| Failure::of_function(error, known))
            }
            _ => Err(Failure::of_function(NOT_OURS.into(), known)),
        }
    }

    fn stop_queueing(&mut self) {
        if self.busy_timeout.is_some() {
            return;
        }
        let milliseconds = self
            .connection
            .query_row("PRAGMA busy_timeout", [], |row| row.get::<_, u32>(0));
        // For a handler of the application's own, which could not be put back, it is 0.
        if let Ok(milliseconds @ 1..) = milliseconds
            && self.connection.busy_timeout(Duration::ZERO).is_ok()
        {
            self.busy_timeout = Some(Duration::from_millis(milliseconds.into()));
        }
    }

    fn is_inside_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }
}

const NOT_OURS: &str = "the function is for another database";

/// Runs one statement to its end, whether it gives rows or not.
fn rows(
    statement: &mut rusqlite::Statement<'_>,
    mut each: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(row)?;
    }
    Ok(())
}

fn text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            Some(String::from_utf8_lossy(bytes).into_owned())
        }
    }
}
