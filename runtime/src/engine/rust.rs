//! Migrations that are Rust: functions of the application's, called in the transaction of their history row.
//!
//! A savepoint around the call tells whether the transaction after it is the one before it: a function that
//! commits or rolls back takes the savepoint along, and nothing brings it back.

mod failed;

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::task::Poll;

pub(super) use self::failed::{By, failed, passed_over};
use super::Engine;
use super::compose::Written;
use super::work::{Piece, Role, Script};
use crate::Error;
use crate::driver::{Driver, Failure, FailureKind};

/// What is sent and called for a script that is Rust.
pub(super) fn pieces<'s>(script: Script<'s>) -> [Piece<'s>; 3] {
    [
        Piece::new("SAVEPOINT ingrain_rust", Role::Log),
        Piece::new("", Role::Call(script)),
        Piece::new("RELEASE SAVEPOINT ingrain_rust", Role::Left(script)),
    ]
}

impl<D: Driver> Engine<'_, D> {
    /// Sends `pieces`, in one message as far as no function is to be called in between.
    pub(super) async fn send_or_call(&mut self, pieces: &[Piece<'_>]) -> Result<(), Failure> {
        let is_call = |piece: &Piece<'_>| matches!(piece.role, Role::Call(_));
        let mut sent = 0;
        for part in pieces.chunk_by(|one, next| !is_call(one) && !is_call(next)) {
            let done = match part {
                [
                    Piece {
                        role: Role::Call(script),
                        ..
                    },
                ] => self.call(*script).await,
                statements => self.send_statements(statements).await,
            };
            done.map_err(|failure| failure.behind(sent))?;
            sent += part.len();
        }
        Ok(())
    }

    async fn send_statements(&mut self, pieces: &[Piece<'_>]) -> Result<(), Failure> {
        let statements: Vec<&str> = pieces.iter().map(|piece| piece.sql.as_ref()).collect();
        let mut failure = match self.driver.execute(&statements).await {
            Ok(()) => return Ok(()),
            Err(failure) => failure,
        };
        let role = pieces.get(failure.statement).map(|piece| piece.role);
        let is_told = failure.kind == FailureKind::Aborted || failure.kind.is_of_the_session();
        if matches!(role, Some(Role::Left(_))) && !is_told {
            failure.kind = FailureKind::TransactionEnded;
        }
        Err(failure)
    }

    /// Calls the function of `script`. One that panics leaves no transaction open.
    async fn call(&mut self, script: Script<'_>) -> Result<(), Failure> {
        let function = self.embedded.function(script.version, script.direction);
        let Some(function) = function else {
            // The planner has refused before it came to this.
            return Err(Failure::of_function("there is no function".into(), |_| {
                None
            }));
        };
        let called = {
            let mut call = pin!(self.driver.call(function));
            poll_fn(|context| {
                match catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(context))) {
                    Ok(Poll::Pending) => Poll::Pending,
                    Ok(Poll::Ready(done)) => Poll::Ready(Ok(done)),
                    Err(panic) => Poll::Ready(Err(panic)),
                }
            })
            .await
        };
        match called {
            Ok(Ok(())) => Ok(()),
            Ok(Err(failure)) => Err(self.told_apart(failure).await),
            Err(panic) => {
                self.roll_back().await;
                resume_unwind(panic)
            }
        }
    }

    /// Whether the function has failed in the transaction that it was called in, or has ended that before.
    async fn told_apart(&mut self, failure: Failure) -> Failure {
        let back = ["ROLLBACK TO SAVEPOINT ingrain_rust"];
        match self.driver.execute(&back).await {
            Err(gone) if !gone.kind.is_of_the_session() && !failure.kind.is_of_the_session() => {
                Failure {
                    kind: FailureKind::TransactionEnded,
                    ..failure
                }
            }
            _ => failure,
        }
    }

    /// What there is to say of a function that has ended its transaction: if it was by COMMIT, the row of
    /// its migration is committed, and those before it.
    pub(super) async fn ended(
        &mut self,
        written: &mut Written<'_>,
        failure: Failure,
        script: Script<'_>,
        by: By,
    ) -> Error {
        let last = self.driver.query(&written.log.last()).await;
        let rows = last.unwrap_or_default();
        let seq = rows
            .first()
            .and_then(|row| row.get(2)?.as_deref()?.parse().ok());
        let first = self.wrote.len();
        self.committed(written, seq.unwrap_or(0)).await;
        let mut new = self.wrote.iter().skip(first);
        let is_recorded = new.any(|entry| {
            let version = entry.migration.as_ref().map(|migration| migration.version);
            version == Some(script.version)
        });
        failed::ended(failure, script, by, is_recorded)
    }
}
