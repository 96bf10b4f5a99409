//! Scripts that run outside transactions, statement by statement.
//!
//! A row of the log says of each statement that it is done, in the same transaction wherever the
//! database lets the statement run in one. Where it does not, the row comes right after it: whoever is
//! killed in between runs it again, and `CREATE INDEX CONCURRENTLY`, `VACUUM` and their like either do
//! no harm then or fail.

use std::time::Instant;

use ingrain_core::{Dialect, Event, Recorded, Statement, Step, runs_alone, sets_session};

use super::perform::Written;
use super::work::{self, Piece, Role, Script, script};
use super::{Engine, Stop, failed};
use crate::driver::Driver;

/// One row of the log, and what is committed with it.
struct Row<'s> {
    event: Event,
    migration: Option<Recorded>,
    statements: Option<u64>,
    duration_ms: Option<u64>,
    with: Option<Piece<'s>>,
}

impl<D: Driver> Engine<'_, D> {
    /// Runs a script outside transactions, and records each statement when it is done.
    pub(super) async fn stepwise(
        &mut self,
        written: &mut Written,
        step: &Step<'_>,
    ) -> Result<(), Stop> {
        let Some(script) = script(step, D::DIALECT) else {
            return Ok(());
        };
        let statements = script.statements(D::DIALECT)?;
        self.lead_session(written).await?;
        let result = self
            .statement_by_statement(written, step, script, &statements)
            .await;
        let left = self.leave_session(written, &statements).await;
        result.and(left)
    }

    async fn statement_by_statement(
        &mut self,
        written: &mut Written,
        step: &Step<'_>,
        script: Script<'_>,
        statements: &[Statement<'_>],
    ) -> Result<(), Stop> {
        let began = Instant::now();
        self.set_limits(written, script, statements).await?;
        if written.history.unfinished().is_none() {
            let migration = work::started(step);
            self.write(written, Row::of(Event::Started, migration))
                .await?;
        }
        let done = usize::try_from(script.done)
            .unwrap_or(usize::MAX)
            .min(statements.len());
        let (done, rest) = statements.split_at(done);
        for statement in done
            .iter()
            .filter(|statement| sets_session(D::DIALECT, statement))
        {
            // What it set for the session ended with the session that was stopped.
            self.run_alone(script, *statement).await?;
        }
        let (event, migration) = work::event(step);
        for (number, statement) in (script.done + 1..).zip(rest) {
            let brief = migration.as_ref().map(Recorded::brief);
            let mut row = Row {
                statements: Some(number),
                ..Row::of(Event::Progressed, brief)
            };
            if runs_alone(D::DIALECT, statement) {
                self.run_alone(script, *statement).await?;
            } else {
                row.with = Some(Piece::new(
                    statement.text(),
                    Role::Script(script, *statement),
                ));
            }
            self.write(written, row).await?;
        }
        let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.write(
            written,
            Row {
                duration_ms: Some(took),
                ..Row::of(event, migration)
            },
        )
        .await
    }

    /// A concurrent statement waits for older transactions without being in anybody's way, and a wait
    /// that is cut short leaves an invalid index behind: it may take as long as the call may wait.
    async fn set_limits(
        &mut self,
        written: &Written,
        script: Script<'_>,
        statements: &[Statement<'_>],
    ) -> Result<(), Stop> {
        let is_concurrent = |statement: &Statement<'_>| {
            statement
                .tokens()
                .any(|token| token.is_word("CONCURRENTLY"))
        };
        let mut limits = self.limits(Some(&script));
        if script.directives.lock_timeout.is_none() && statements.iter().any(is_concurrent) {
            limits.lock = self.settings.wait.max(limits.lock);
        }
        let pieces = written
            .log
            .limit(limits)
            .into_iter()
            .map(|sql| Piece::new(sql, Role::Log));
        let pieces: Vec<Piece<'_>> = pieces.collect();
        self.send(&pieces)
            .await
            .map_err(|failure| failed::stop(failure, &pieces, true))
    }

    async fn run_alone(
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
    async fn write(&mut self, written: &mut Written, row: Row<'_>) -> Result<(), Stop> {
        let mut pieces = vec![Piece::new(written.log.begin(), Role::Begin)];
        if !std::mem::replace(&mut written.exists, true) {
            pieces.push(Piece::new(written.log.create(), Role::Log));
        }
        let entry = written.record(row.event, row.migration, row.statements, None)?;
        let insert = written
            .log
            .insert(&entry, &self.applied_by, row.duration_ms);
        pieces.push(Piece::new(insert, Role::Log));
        pieces.extend(row.with);
        pieces.push(Piece::new("COMMIT", Role::Commit(None)));
        self.send(&pieces)
            .await
            .map_err(|failure| failed::stop(failure, &pieces, true))?;
        self.committed(written, entry.seq);
        Ok(())
    }
}

impl Row<'_> {
    fn of(event: Event, migration: Option<Recorded>) -> Row<'static> {
        Row {
            event,
            migration,
            statements: None,
            duration_ms: None,
            with: None,
        }
    }
}
