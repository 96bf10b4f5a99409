//! Scripts that run outside transactions, statement by statement.
//!
//! A row of the log says of each statement that it is done, in the same transaction wherever the
//! database lets the statement run in one. Where it does not, the row comes right after it: whoever is
//! killed in between runs it again. Before an index is built concurrently the catalog says what became of
//! it; `VACUUM` and the like do no harm then or fail.

use std::time::Instant;

use ingrain_core::{Dialect, Statement, Step};

use super::backfill::Batches;
use super::compose::Written;
use super::sequence::{Doing, Row, actions};
use super::work::{Piece, Role, Script, script};
use super::{Engine, Stop, failed};
use crate::Error;
use crate::driver::Driver;

impl<D: Driver> Engine<'_, D> {
    /// Runs a script outside transactions, and records each statement when it is done.
    pub(super) async fn stepwise(
        &mut self,
        written: &mut Written<'_>,
        step: &Step<'_>,
    ) -> Result<(), Stop> {
        let Some(script) = script(step, D::DIALECT) else {
            return Ok(());
        };
        let statements = script.statements(D::DIALECT)?;
        self.lead_session(written).await?;
        self.tell_before([step]);
        let result = self
            .statement_by_statement(written, step, script, &statements)
            .await;
        let left = self.leave_session(written, &statements).await;
        result.and(left)
    }

    async fn statement_by_statement(
        &mut self,
        written: &mut Written<'_>,
        step: &Step<'_>,
        script: Script<'_>,
        statements: &[Statement<'_>],
    ) -> Result<(), Stop> {
        let began = Instant::now();
        let limits = written.session_limits(script, statements);
        self.send(&limits)
            .await
            .map_err(|failure| failed::stop(failure, &limits, true))?;
        let resumed = written.history.unfinished().is_some();
        let reached = written.history.reached(script.directives);
        let reached = reached.map_err(|corrupt| Error::corrupt(&corrupt, &written.log.name()))?;
        if let (Some(backfill), [statement]) = (script.directives.backfill, statements) {
            let batches = Batches {
                step,
                script,
                statement: *statement,
                backfill,
            };
            return self
                .batches(written, batches, reached.cloned(), began)
                .await;
        }
        let mut note = None;
        for action in actions(step, script, statements, resumed, D::DIALECT) {
            match action {
                Doing::Alone(statement) => {
                    self.settings.hooks.go_on()?;
                    note = self.run_over_leftovers(written, script, statement).await?;
                }
                Doing::Write(mut row) => {
                    row.note = note.take();
                    let took = row.is_last().then(|| milliseconds(began));
                    self.write(written, *row, took).await?;
                }
            }
        }
        Ok(())
    }

    pub(super) async fn run_alone(
        &mut self,
        script: Script<'_>,
        statement: Statement<'_>,
    ) -> Result<(), Stop> {
        let role = match D::DIALECT {
            // It fails as a whole, and may be tried again.
            Dialect::Sqlite => Role::Script(script, statement),
            Dialect::Postgres => Role::Alone(script, statement),
        };
        let piece = [Piece::new(statement.text(), role)];
        self.send(&piece)
            .await
            .map_err(|failure| failed::stop(failure, &piece, true))
    }

    /// Adds one row to the log, in a transaction of its own.
    pub(super) async fn write(
        &mut self,
        written: &mut Written<'_>,
        row: Row<'_>,
        duration_ms: Option<u64>,
    ) -> Result<(), Stop> {
        let (pieces, seq) = written.row(row, duration_ms)?;
        self.send(&pieces)
            .await
            .map_err(|failure| failed::stop(failure, &pieces, true))?;
        self.committed(written, seq).await;
        Ok(())
    }
}

/// How many milliseconds it has been since then.
pub(super) fn milliseconds(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX)
}
