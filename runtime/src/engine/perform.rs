//! Carrying out steps, as many transactions to a message as may be.

use ingrain_core::{Corrupt, Entry, Event, History, Recorded, Step, Version};

use super::look::Found;
use super::work::{Piece, Role, Script, Unit, event, script, units};
use super::{Engine, Stop, failed};
use crate::driver::{Driver, Failure};
use crate::log::{Limits, Log};
use crate::{Error, Transactions};

/// The log as this attempt leaves it.
pub(super) struct Written {
    pub(super) log: Log,
    /// Whether the history table is known to exist.
    pub(super) exists: bool,
    pub(super) history: History,
    /// The rows that are not known to be committed yet.
    rows: Vec<Entry>,
}

impl Written {
    /// The next row.
    pub(super) fn record(
        &mut self,
        event: Event,
        migration: Option<Recorded>,
        statements: Option<u64>,
        note: Option<&str>,
    ) -> Result<Entry, Stop> {
        let note = note.map(str::to_owned);
        let entry = self
            .history
            .record(event, migration, statements, note)
            .map_err(impossible)?;
        self.rows.push(entry.clone());
        Ok(entry)
    }
}

impl<D: Driver> Engine<'_, D> {
    /// Carries out `steps`, and says which version is the last applied one then.
    pub(super) async fn perform(
        &mut self,
        found: Found,
        steps: &[Step<'_>],
        transactions: Transactions,
        note: Option<&str>,
    ) -> Result<Option<Version>, Stop> {
        let Found {
            exists,
            log,
            history,
            ..
        } = found;
        let rows = Vec::new();
        let mut written = Written {
            log,
            exists,
            history,
            rows,
        };
        let led = self.lead(&written).await;
        let result = match led {
            Ok(()) => {
                self.carry_out(&mut written, steps, transactions, note)
                    .await
            }
            Err(stop) => Err(stop),
        };
        if self.inside {
            self.roll_back().await;
        }
        result?;
        Ok(written.history.current())
    }

    async fn carry_out(
        &mut self,
        written: &mut Written,
        steps: &[Step<'_>],
        transactions: Transactions,
        note: Option<&str>,
    ) -> Result<(), Stop> {
        let units = units(steps, transactions, D::DIALECT);
        let mut rest = units.as_slice();
        while let Some((unit, others)) = rest.split_first() {
            rest = others;
            match unit {
                Unit::WithoutForeignKeys(step) => self.rebuild(written, step).await?,
                Unit::Stepwise(step) => self.stepwise(written, step).await?,
                Unit::Transaction(steps) => {
                    let mut message: Vec<&[Step<'_>]> = vec![steps];
                    while let (true, Some((Unit::Transaction(steps), others))) =
                        (message.len() < self.batch, rest.split_first())
                    {
                        message.push(steps);
                        rest = others;
                    }
                    self.send_transactions(written, &message, note).await?;
                }
            }
        }
        Ok(())
    }

    async fn send_transactions(
        &mut self,
        written: &mut Written,
        transactions: &[&[Step<'_>]],
        note: Option<&str>,
    ) -> Result<(), Stop> {
        let mut pieces = Vec::new();
        if self.inside {
            // Ends the transaction in which it began to lead; each that follows leads on.
            pieces.push(Piece::new("ROLLBACK", Role::Begin));
        }
        // After so many statements the rows up to this one are committed.
        let mut commits = Vec::with_capacity(transactions.len());
        for steps in transactions {
            let last = self.transaction(written, steps, note, &mut pieces)?;
            pieces.push(Piece::new("COMMIT", Role::Commit(last)));
            commits.push((pieces.len(), written.history.last_seq()));
        }
        let sent = self.send(&pieces).await;
        let done = sent
            .as_ref()
            .map_or_else(|failure| failure.done, |()| pieces.len());
        if let Some((_, last)) = commits
            .into_iter()
            .take_while(|(after, _)| *after <= done)
            .last()
        {
            self.committed(written, last);
        }
        let alone = transactions.len() == 1;
        sent.map_err(|failure| {
            if !alone {
                self.batch = 1;
            }
            failed::stop(failure, &pieces, alone)
        })
    }

    /// Adds the statements of one transaction, all but the COMMIT, and says which script is its last.
    pub(super) fn transaction<'s>(
        &self,
        written: &mut Written,
        steps: &'s [Step<'_>],
        note: Option<&str>,
        pieces: &mut Vec<Piece<'s>>,
    ) -> Result<Option<Script<'s>>, Stop> {
        pieces.push(Piece::new(written.log.begin(), Role::Begin));
        let mut last = None;
        for (at, step) in steps.iter().enumerate() {
            let script = script(step, D::DIALECT);
            let enter = written.log.enter(self.limits(script.as_ref()), at == 0);
            pieces.extend(enter.map(|sql| Piece::new(sql, Role::Log)));
            if !std::mem::replace(&mut written.exists, true) {
                pieces.push(Piece::new(written.log.create(), Role::Log));
            }
            let (event, recorded) = event(step);
            let entry = written.record(event, recorded, None, note)?;
            pieces.push(Piece::new(
                written.log.insert(&entry, &self.applied_by, None),
                Role::Log,
            ));
            let Some(script) = script else { continue };
            let mut resets = Vec::new();
            for statement in script.statements(D::DIALECT)? {
                resets.extend(written.log.reset(&statement));
                pieces.push(Piece::new(
                    statement.text(),
                    Role::Script(script, statement),
                ));
            }
            let after = resets.into_iter().chain(written.log.restore());
            let after = after.chain([written.log.finish(entry.seq)]);
            pieces.extend(after.map(|sql| Piece::new(sql, Role::Log)));
            last = Some(script);
        }
        Ok(last)
    }

    pub(super) fn limits(&self, script: Option<&Script<'_>>) -> Limits {
        let directives = script.map(|script| script.directives).unwrap_or_default();
        Limits {
            lock: directives
                .lock_timeout
                .unwrap_or(self.settings.lock_timeout),
            statement: directives
                .statement_timeout
                .or(self.settings.statement_timeout),
        }
    }

    /// Notes that the rows up to this one are committed.
    pub(super) fn committed(&mut self, written: &mut Written, last: u64) {
        let open = written.rows.partition_point(|row| row.seq <= last);
        self.wrote.extend(written.rows.drain(..open));
        self.patience.renew();
    }

    /// Sends one message, and leaves no transaction open when it fails.
    pub(super) async fn send(&mut self, pieces: &[Piece<'_>]) -> Result<(), Failure> {
        let statements: Vec<&str> = pieces.iter().map(|piece| piece.sql.as_ref()).collect();
        let result = self.driver.execute(&statements).await;
        self.inside = false;
        if result.is_err() {
            self.roll_back().await;
        }
        result
    }
}

/// The planner's steps follow from the history, so that the log can take them.
fn impossible(corrupt: Corrupt) -> Stop {
    Error::internal(&format!(
        "the plan does not follow from the history: {corrupt}"
    ))
    .into()
}
