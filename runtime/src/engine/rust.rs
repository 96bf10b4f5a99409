//! Migrations that are Rust: functions of the application's, called in the transaction of their history row.
//!
//! A savepoint around the call tells whether the transaction after it is the one before it: a function that
//! commits or rolls back takes the savepoint along, and nothing brings it back.

mod failed;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::panic::resume_unwind;

pub(super) use self::failed::{
    By, failed, history_unwritten, not_committed, passed_over, session_ended,
};
use ingrain_core::{Direction, Event};

use super::Engine;
use super::compose::Written;
use super::panic::caught;
use super::work::{Piece, Role, Script};
use crate::Error;
use crate::driver::{Driver, Failure, FailureKind};
use crate::log::Log;

/// What is sent and called for a script that is Rust.
pub(super) fn pieces<'s>(script: Script<'s>, log: &Log) -> impl Iterator<Item = Piece<'s>> {
    // A name that no function can have used before.
    let name = format!(
        "ingrain_rust_{:016x}",
        RandomState::new().build_hasher().finish()
    );
    // A function may compute for longer than a server lets a transaction be idle.
    let linger = log.linger().map(|linger| Piece::new(linger, Role::Log));
    linger.into_iter().chain([
        Piece::new(format!("SAVEPOINT {name}"), Role::Log),
        Piece::new(format!("ROLLBACK TO SAVEPOINT {name}"), Role::Call(script)),
        Piece::new(format!("RELEASE SAVEPOINT {name}"), Role::Left(script)),
    ])
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
                        sql: back,
                    },
                ] => self.call(*script, back).await,
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

    /// Calls the function of `script`. One that panics leaves no transaction open; of one that fails, `back`
    /// shows whether it has ended its transaction.
    async fn call(&mut self, script: Script<'_>, back: &str) -> Result<(), Failure> {
        let function = self.embedded.function(script.version, script.direction);
        let Some(function) = function else {
            // The planner has refused before it came to this.
            return Err(Failure::of_function("there is no function".into(), |_| {
                None
            }));
        };
        let called = caught(self.driver.call(function)).await;
        match called {
            Ok(Ok(())) => Ok(()),
            Ok(Err(failure)) => Err(self.told_apart(failure, back).await),
            Err(panic) => {
                self.roll_back().await;
                resume_unwind(panic)
            }
        }
    }

    /// Whether the function has failed in the transaction that it was called in, or has ended that before.
    async fn told_apart(&mut self, failure: Failure, back: &str) -> Failure {
        match self.driver.execute(&[back]).await {
            Err(gone) if !gone.kind.is_of_the_session() && !failure.kind.is_of_the_session() => {
                Failure {
                    kind: FailureKind::TransactionEnded,
                    ..failure
                }
            }
            _ => failure,
        }
    }

    /// What there is to say of the last function whose transaction this call has committed, where what it has set
    /// for the session may be why something else fails.
    pub(super) fn called_before(&self) -> Option<String> {
        let ran = self.wrote.iter().rev().filter(|_| !self.by_hand);
        let mut functions = ran.filter_map(|entry| {
            let direction = match entry.event {
                Event::Applied => Direction::Up,
                Event::Reverted => Direction::Down,
                _ => return None,
            };
            let version = entry.migration.as_ref()?.version;
            self.embedded
                .function(version, direction)
                .map(|_| (direction, version))
        });
        functions.next().map(|(direction, version)| {
            format!(
                "the {direction} function of version {version} ran before in this session: what it has set there, \
                 a role or a limit, holds still unless it has put it back"
            )
        })
    }

    /// What there is to say of a function that has ended its transaction: if it was by COMMIT, the row of
    /// its migration is committed, and those before it.
    pub(super) async fn ended(
        &mut self,
        written: &mut Written<'_>,
        failure: Failure,
        script: Script<'_>,
        by: By,
        others: Option<String>,
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
        let others = others.filter(|_| !is_recorded);
        failed::ended(failure, script, by, is_recorded, others)
    }
}
