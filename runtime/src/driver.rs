//! The seam between the engine and a database: send a batch, read rows, tell where it failed.

#[cfg(feature = "rusqlite")]
mod rusqlite;
#[cfg(feature = "tokio-postgres")]
mod tokio_postgres;

use std::time::Duration;

use ingrain_core::{Dialect, Text};

use crate::Error;
use crate::function::Function;

/// A connection that migrations can run on: `rusqlite::Connection` with the feature `rusqlite`,
/// `tokio_postgres::Client` with the feature `tokio-postgres`.
///
/// It decides what a call such as [`Migrator::run`](crate::Migrator::run) returns: a `Result` on the
/// first, on the second a future of one, which is `Send`.
#[diagnostic::on_unimplemented(
    message = "Ingrain cannot migrate through `{Self}`",
    label = "neither a `rusqlite::Connection` nor a `tokio_postgres::Client`",
    note = "enable the driver: `ingrain = {{ version = \"0.1\", features = [\"rusqlite\"] }}` or `\"tokio-postgres\"`",
    note = "pass the connection itself, not a transaction or a pool: `&mut connection`, or `&mut **pooled`",
    note = "two versions of the driver crate in one build are two types: `cargo tree -d` shows them"
)]
pub trait Database: sealed::Sealed {
    /// What a call returns that gives a `T` or an [`Error`].
    type Output<'c, T: 'c>
    where
        Self: 'c;

    #[doc(hidden)]
    type Driver<'c>: Driver + 'c
    where
        Self: 'c;

    #[doc(hidden)]
    fn driver(&mut self) -> Self::Driver<'_>;

    #[doc(hidden)]
    fn drive<'c, T: Send + 'c>(
        future: impl Future<Output = Result<T, Error>> + Send + 'c,
    ) -> Self::Output<'c, T>;
}

mod sealed {
    pub trait Sealed {}
}

/// What the engine asks of a database. On a synchronous one every future is ready at once.
#[doc(hidden)]
pub trait Driver: Send {
    /// The SQL it understands.
    const DIALECT: Dialect;

    /// Runs statements one after another, in as few round trips as it can, and stops at the first that fails.
    fn execute(&mut self, statements: &[&str]) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Runs SQL of our own and gives its rows, every value as text.
    fn query(&mut self, sql: &str) -> impl Future<Output = Result<Vec<Row>, Failure>> + Send;

    /// Waits.
    fn sleep(&mut self, duration: Duration) -> impl Future<Output = ()> + Send;

    /// What the server's session is called by those who connect to it, and was when the connection began;
    /// nothing where a session cannot be another one.
    fn session(&mut self) -> impl Future<Output = Option<String>> + Send;

    /// Does work that blocks, where that holds up nobody else; nothing if the runtime is shutting down.
    fn block<T: Send + 'static>(
        &mut self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> impl Future<Output = Option<T>> + Send;

    /// Calls a function of the application's.
    fn call(&mut self, function: Function) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Tells from now on at once that somebody else holds a lock: whoever looks at the history between two
    /// attempts sees when there is nothing left to wait for.
    fn stop_queueing(&mut self) {}

    /// Whether the connection is known to be inside a transaction that is not ours.
    fn is_inside_transaction(&self) -> bool;
}

/// The values of a row, as text; nothing for NULL.
pub(crate) type Row = Vec<Option<String>>;

/// A statement failed, or the connection did.
#[doc(hidden)]
#[derive(Debug)]
pub struct Failure {
    /// What the engine can do about it.
    pub(crate) kind: FailureKind,
    /// The database's own words.
    pub(crate) message: String,
    /// What else it said: its code, details, a hint.
    pub(crate) notes: Vec<String>,
    /// Which of the statements failed, counted from 0.
    pub(crate) statement: usize,
    /// How many of the statements before it are done for certain.
    pub(crate) done: usize,
    /// Where in that statement, in bytes, if the database tells.
    pub(crate) offset: Option<usize>,
    /// What to do about it, if the database's code tells.
    pub(crate) remedy: Option<Text>,
    /// The driver's error.
    pub(crate) source: Box<dyn std::error::Error + Send + Sync>,
}

impl Failure {
    /// A function of the application's has failed. `known` tells what a cause means that is the driver's.
    #[cfg_attr(
        not(any(feature = "rusqlite", feature = "tokio-postgres")),
        allow(dead_code, reason = "drivers call functions")
    )]
    pub(crate) fn of_function(
        error: Box<dyn std::error::Error + Send + Sync>,
        known: impl Fn(&(dyn std::error::Error + 'static)) -> Option<(FailureKind, Vec<String>)>,
    ) -> Failure {
        let mut message = error.to_string();
        let (mut kind, mut notes) = (FailureKind::Other, Vec::new());
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&*error);
        while let Some(error) = cause {
            // Some errors have their cause in their own text already.
            let words = error.to_string();
            if !message.contains(&words) {
                message = format!("{message}: {words}");
            }
            if let Some(known) = known(error) {
                (kind, notes) = known;
            }
            cause = error.source();
        }
        Failure {
            kind,
            message,
            notes,
            statement: 0,
            done: 0,
            offset: None,
            remedy: None,
            source: error,
        }
    }

    /// The same among statements of which it was sent so many before.
    pub(crate) fn behind(self, sent: usize) -> Failure {
        Failure {
            statement: self.statement + sent,
            done: self.done + sent,
            ..self
        }
    }
}

/// What the engine can do about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    not(all(feature = "rusqlite", feature = "tokio-postgres")),
    allow(dead_code, reason = "not every driver makes every kind")
)]
pub(crate) enum FailureKind {
    /// A key or a name is taken: of the log's, another process was first.
    Taken,
    /// A lock was in the way: it may be gone in a while.
    Busy,
    /// A table does not exist.
    NoTable,
    /// The transaction around it had failed before.
    Aborted,
    /// The connection is gone, without a word: what was sent may be done or not.
    Lost,
    /// A function of the application's has ended the transaction that it was called in.
    TransactionEnded,
    /// The server ended the session, in place of the answer to this statement.
    SessionEnded,
    /// Anything else.
    Other,
}

impl FailureKind {
    /// Whether there is no session any more, whatever was asked of it.
    pub(crate) fn is_of_the_session(self) -> bool {
        matches!(self, FailureKind::Lost | FailureKind::SessionEnded)
    }
}
