//! Postgres through tokio-postgres, with the simple query protocol: one message holds many statements,
//! and the server says after each that it is done.

mod session;

use std::future::poll_fn;
use std::panic::resume_unwind;
use std::pin::{Pin, pin};
use std::thread;
use std::time::Duration;

use futures_core::Stream as _;
use ingrain_core::{Dialect, Setting, Text};
use tokio::runtime::Handle;
use tokio_postgres::error::{DbError, ErrorPosition, SqlState};
use tokio_postgres::{Client, SimpleQueryMessage};

use super::{Database, Driver, Failure, FailureKind, Row, sealed};
use crate::Error;
use crate::function::{Body, Function};

impl sealed::Sealed for Client {}

impl Database for Client {
    type Output<'c, T: 'c> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'c>>;
    type Driver<'c> = Postgres<'c>;

    fn driver(&mut self) -> Postgres<'_> {
        Postgres(self)
    }

    fn drive<'c, T: Send + 'c>(
        future: impl Future<Output = Result<T, Error>> + Send + 'c,
    ) -> Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'c>> {
        Box::pin(future)
    }
}

pub struct Postgres<'c>(&'c Client);

impl Driver for Postgres<'_> {
    const DIALECT: Dialect = Dialect::Postgres;

    async fn execute(&mut self, statements: &[&str]) -> Result<(), Failure> {
        let message = Message::of(statements);
        let mut done = 0;
        self.send(&message.sql, |answer| {
            done += usize::from(matches!(answer, SimpleQueryMessage::CommandComplete(_)))
        })
        .await
        .map_err(|error| message.failure(error, done))
    }

    async fn query(&mut self, sql: &str) -> Result<Vec<Row>, Failure> {
        let mut rows = Vec::new();
        let result = self.send(sql, |answer| {
            if let SimpleQueryMessage::Row(row) = answer {
                rows.push(
                    (0..row.len())
                        .map(|at| row.try_get(at).ok().flatten().map(str::to_owned))
                        .collect(),
                );
            }
        });
        result
            .await
            .map_err(|error| Message::of(&[sql]).failure(error, 0))?;
        Ok(rows)
    }

    async fn sleep(&mut self, duration: Duration) {
        // Tokio's own timer panics in a runtime that was built without one.
        self.block(move || thread::sleep(duration)).await;
    }

    async fn block<T: Send + 'static>(
        &mut self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let Ok(runtime) = Handle::try_current() else {
            return Some(work());
        };
        match runtime.spawn_blocking(work).await {
            Ok(done) => Some(done),
            Err(ended) => match ended.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(_) => None,
            },
        }
    }

    async fn session(&mut self) -> Option<String> {
        let id = session::process_id(self.0).await;
        id.map(|id| id.to_string())
    }

    async fn call(&mut self, function: Function) -> Result<(), Failure> {
        match function.body {
            Body::Postgres(function) => {
                let outcome = function(self.0).await;
                outcome.map_err(|error| Failure::of_function(error, known))
            }
            _ => Err(Failure::of_function(NOT_OURS.into(), known)),
        }
    }

    fn is_inside_transaction(&self) -> bool {
        false
    }
}

const NOT_OURS: &str = "the function is for another database";

/// What an error of the client's means to whoever called the function that met it.
fn known(error: &(dyn std::error::Error + 'static)) -> Option<(FailureKind, Vec<String>)> {
    let error = error.downcast_ref::<tokio_postgres::Error>()?;
    let notes = error.as_db_error().map(notes).unwrap_or_default();
    match kind(error.code().map_or(LOST, SqlState::code)) {
        // It was none of the log's keys.
        FailureKind::Taken | FailureKind::NoTable => Some((FailureKind::Other, notes)),
        FailureKind::Lost if !error.is_closed() && error.code().is_none() => {
            Some((FailureKind::Other, notes))
        }
        kind => Some((kind, notes)),
    }
}

impl Postgres<'_> {
    /// Sends one message and hands on every answer to it.
    async fn send(
        &self,
        sql: &str,
        mut each: impl FnMut(SimpleQueryMessage) + Send,
    ) -> Result<(), tokio_postgres::Error> {
        let mut answers = pin!(self.0.simple_query_raw(sql).await?);
        while let Some(answer) = poll_fn(|context| answers.as_mut().poll_next(context)).await {
            each(answer?);
        }
        Ok(())
    }
}

/// Statements put together for one round trip, and where each of them begins.
struct Message {
    sql: String,
    starts: Vec<usize>,
}

impl Message {
    fn of(statements: &[&str]) -> Message {
        let mut message = Message {
            sql: String::new(),
            starts: Vec::with_capacity(statements.len()),
        };
        for statement in statements {
            message.starts.push(message.sql.len());
            message.sql.push_str(statement);
            message.sql.push_str(";\n");
        }
        message
    }

    /// Where the server's error stands: by its position if it gave one, which also tells a syntax error
    /// in a later statement before any has run; else behind the `done` statements.
    fn failure(&self, error: tokio_postgres::Error, done: usize) -> Failure {
        let position = error
            .as_db_error()
            .and_then(DbError::position)
            .and_then(|position| match position {
                ErrorPosition::Original(position) => self.byte_offset(*position),
                ErrorPosition::Internal { .. } => None,
            });
        let (statement, offset) = match position {
            Some(offset) => {
                let statement = self
                    .starts
                    .partition_point(|start| *start <= offset)
                    .saturating_sub(1);
                (
                    statement,
                    self.starts.get(statement).map(|start| offset - start),
                )
            }
            None => (done, None),
        };
        let (message, notes) = match error.as_db_error() {
            Some(error) => (error.message().to_owned(), notes(error)),
            None => (plain(&error), Vec::new()),
        };
        let state = error.code().map_or(LOST, SqlState::code);
        Failure {
            kind: kind(state),
            message,
            notes,
            statement,
            done,
            offset,
            remedy: remedy(state),
            source: Box::new(error),
        }
    }

    /// Postgres counts characters from 1.
    fn byte_offset(&self, position: u32) -> Option<usize> {
        let characters = usize::try_from(position).ok()?.checked_sub(1)?;
        Some(
            self.sql
                .char_indices()
                .nth(characters)
                .map_or(self.sql.len(), |(offset, _)| offset),
        )
    }
}

/// The SQLSTATE for a connection that failed, when it is not the server that says so.
const LOST: &str = "08006";

/// By SQLSTATE; appendix A of the Postgres manual lists them.
fn kind(state: &str) -> FailureKind {
    match state {
        "23505" | "42P07" => FailureKind::Taken,
        "55P03" | "40P01" | "40001" => FailureKind::Busy,
        "42P01" => FailureKind::NoTable,
        "25P02" => FailureKind::Aborted,
        LOST => FailureKind::Lost,
        "57P01" | "57P02" | "57P03" | "57P05" | "25P03" | "25P04" => FailureKind::SessionEnded,
        _ => FailureKind::Other,
    }
}

fn remedy(state: &str) -> Option<Text> {
    let remedy = match state {
        "25006" => Some(
            "migrate on the primary, with a session that may write; a start with nothing pending only reads",
        ),
        "42501" => Some(
            "grant the role what it lacks: SELECT on the history is enough while nothing is pending; \
             to migrate, use the role that owns the schema",
        ),
        "3F000" => {
            let create = Text::from("create the schema that the search path names, or ");
            return Some(create + Setting::HistorySchema);
        }
        "57014" => Some(
            "if the statement takes long by its nature, give it time: `-- ingrain: statement-timeout 10m` at the top of the script",
        ),
        "53100" => Some("free some space on the server's disk, and start again"),
        _ => None,
    };
    remedy.map(Text::from)
}

fn notes(error: &DbError) -> Vec<String> {
    let mut notes = vec![format!("SQLSTATE {}", error.code().code())];
    notes.extend(error.detail().map(str::to_owned));
    notes.extend(error.hint().map(str::to_owned));
    notes.extend(error.where_().map(|context| format!("context: {context}")));
    notes
}

/// An error of the client's own: what happened, and its cause.
fn plain(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
