//! Scripts that stand alone: without foreign keys, or outside transactions.

use std::time::Instant;

use ingrain_core::{Event, Step};

use super::lead::first;
use super::perform::{Written, impossible};
use super::work::{self, Piece, Role, Script, script};
use super::{Engine, Stop, failed, reading};
use crate::driver::Driver;

impl<D: Driver> Engine<'_, D> {
    /// SQLite's way to rebuild a table that others refer to: enforcement is off before the transaction
    /// begins, and back as it was afterwards, however it ends.
    pub(super) async fn without_foreign_keys(
        &mut self,
        written: &mut Written,
        step: &Step<'_>,
    ) -> Result<(), Stop> {
        let enforced = self
            .driver
            .query("PRAGMA foreign_keys")
            .await
            .map_err(reading)?;
        if first(&enforced) != Some("1") {
            return self.checked_afterwards(written, step).await;
        }
        self.driver
            .execute(&["PRAGMA foreign_keys = OFF"])
            .await
            .map_err(reading)?;
        let result = self.checked_afterwards(written, step).await;
        let restored = self
            .driver
            .execute(&["PRAGMA foreign_keys = ON"])
            .await
            .map_err(reading);
        result.and(restored)
    }

    async fn checked_afterwards(
        &mut self,
        written: &mut Written,
        step: &Step<'_>,
    ) -> Result<(), Stop> {
        let mut pieces = Vec::new();
        let script = self.transaction(written, std::slice::from_ref(step), None, &mut pieces)?;
        self.send(&pieces)
            .await
            .map_err(|failure| failed::stop(failure, &pieces, true))?;
        let violations = self.driver.query("PRAGMA foreign_key_check").await;
        let violated = match (violations, script) {
            (Ok(rows), Some(script)) if !rows.is_empty() => {
                Some(failed::foreign_keys(&rows, script))
            }
            (Err(failure), Some(script)) => Some(failed::later(
                failure,
                script,
                "when its foreign keys were checked",
            )),
            _ => None,
        };
        if let Some(error) = violated {
            self.roll_back().await;
            return Err(error.into());
        }
        let commit = [Piece::new("COMMIT", Role::Commit(script))];
        self.send(&commit)
            .await
            .map_err(|failure| failed::stop(failure, &commit, true))
    }

    /// Runs a script outside transactions, and records each statement when it is done.
    pub(super) async fn stepwise(
        &mut self,
        written: &mut Written,
        step: &Step<'_>,
    ) -> Result<(), Stop> {
        let Some(script) = script(step, D::DIALECT) else {
            return Ok(());
        };
        self.lead_session(written).await?;
        let result = self.statement_by_statement(written, step, script).await;
        let left = self.leave_session(written).await;
        result.and(left)
    }

    async fn statement_by_statement(
        &mut self,
        written: &mut Written,
        step: &Step<'_>,
        script: Script<'_>,
    ) -> Result<(), Stop> {
        let began = Instant::now();
        let limits = written.log.limit(self.limits(Some(&script)));
        let limits: Vec<Piece<'_>> = limits
            .into_iter()
            .map(|sql| Piece::new(sql, Role::Log))
            .collect();
        self.send(&limits)
            .await
            .map_err(|failure| failed::stop(failure, &limits, true))?;
        if written.history.unfinished().is_none() {
            self.write(written, Event::Started, step, None, None)
                .await?;
        }
        let statements = script.statements(D::DIALECT)?;
        let done = usize::try_from(script.done).unwrap_or(usize::MAX);
        for (number, statement) in (1..).zip(&statements).skip(done) {
            let piece = [Piece::new(
                statement.text(),
                Role::Script(script, statement.start()),
            )];
            self.send(&piece)
                .await
                .map_err(|failure| failed::stop(failure, &piece, true))?;
            self.write(written, Event::Progressed, step, Some(number), None)
                .await?;
        }
        let (event, _) = work::event(step, D::DIALECT);
        let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.write(written, event, step, None, Some(took)).await
    }

    /// Adds one row to the log, in a transaction of its own.
    async fn write(
        &mut self,
        written: &mut Written,
        event: Event,
        step: &Step<'_>,
        statements: Option<u64>,
        duration_ms: Option<u64>,
    ) -> Result<(), Stop> {
        let recorded = match event {
            Event::Started => work::started(step, D::DIALECT),
            Event::Progressed => work::event(step, D::DIALECT)
                .1
                .map(|recorded| recorded.brief()),
            _ => work::event(step, D::DIALECT).1,
        };
        let mut pieces = vec![Piece::new(written.log.begin(), Role::Begin)];
        if !std::mem::replace(&mut written.exists, true) {
            pieces.push(Piece::new(written.log.create(), Role::Log));
        }
        let entry = written
            .history
            .record(event, recorded, statements, None)
            .map_err(impossible)?;
        pieces.push(Piece::new(
            written.log.insert(&entry, &self.applied_by, duration_ms),
            Role::Log,
        ));
        pieces.push(Piece::new("COMMIT", Role::Commit(None)));
        self.send(&pieces)
            .await
            .map_err(|failure| failed::stop(failure, &pieces, true))
    }
}
