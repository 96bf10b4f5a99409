//! Scripts that stand alone: without foreign keys, or outside transactions.

use std::time::Instant;

use ingrain_core::{Dialect, Event, Statement, Step};

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
            .map_err(|failure| failed::stop(failure, &commit, true))?;
        self.wrote.push(written.history.last_seq());
        Ok(())
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
        let statements = script.statements(D::DIALECT)?;
        let mut limits = self.limits(Some(&script));
        if script.directives.lock_timeout.is_none() && statements.iter().any(is_concurrent) {
            // It waits for older transactions without being in anybody's way, and a wait that is cut
            // short leaves an invalid index behind.
            limits.lock = self.settings.wait.max(limits.lock);
        }
        let limits = written.log.limit(limits);
        let limits: Vec<Piece<'_>> = limits
            .into_iter()
            .map(|sql| Piece::new(sql, Role::Log))
            .collect();
        self.send(&limits)
            .await
            .map_err(|failure| failed::stop(failure, &limits, true))?;
        if written.history.unfinished().is_none() {
            self.write(written, Event::Started, step, None, None, None)
                .await?;
        }
        let done = usize::try_from(script.done).unwrap_or(usize::MAX);
        for (number, statement) in (1..).zip(statements).skip(done) {
            let recorded = D::DIALECT == Dialect::Sqlite && !is_bare(&statement);
            let piece = Piece::statement(script, statement);
            let with = if recorded {
                Some(piece)
            } else {
                let piece = [piece];
                self.send(&piece)
                    .await
                    .map_err(|failure| failed::stop(failure, &piece, true))?;
                None
            };
            self.write(written, Event::Progressed, step, Some(number), None, with)
                .await?;
        }
        let (event, _) = work::event(step, D::DIALECT);
        let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.write(written, event, step, None, Some(took), None)
            .await
    }

    /// Adds one row to the log, in a transaction of its own, and runs the statement `with` it.
    async fn write(
        &mut self,
        written: &mut Written,
        event: Event,
        step: &Step<'_>,
        statements: Option<u64>,
        duration_ms: Option<u64>,
        with: Option<Piece<'_>>,
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
        pieces.extend(with);
        pieces.push(Piece::new("COMMIT", Role::Commit(None)));
        self.send(&pieces)
            .await
            .map_err(|failure| failed::stop(failure, &pieces, true))?;
        self.wrote.push(written.history.last_seq());
        Ok(())
    }
}

/// Whether SQLite must run it outside a transaction, or it controls one. Everything else is recorded in
/// its own transaction: no other process runs it too, and what is recorded is what is done.
fn is_bare(statement: &Statement<'_>) -> bool {
    const WORDS: [&str; 10] = [
        "VACUUM",
        "PRAGMA",
        "ATTACH",
        "DETACH",
        "BEGIN",
        "COMMIT",
        "END",
        "ROLLBACK",
        "SAVEPOINT",
        "RELEASE",
    ];
    let first = statement.tokens().next();
    first.is_some_and(|first| WORDS.iter().any(|word| first.is_word(word)))
}

fn is_concurrent(statement: &Statement<'_>) -> bool {
    statement
        .tokens()
        .any(|token| token.is_word("CONCURRENTLY"))
}
