//! Carrying out steps, as many transactions to a message as may be.

use ingrain_core::{Step, Transaction, Version};

use super::compose::Written;
use super::look::Found;
use super::panic::{caught, resumed};
use super::rust::By;
use super::work::{Piece, Role, Unit, script, units};
use super::{Engine, Stop, applied_by, failed};
use crate::driver::{Driver, Failure, FailureKind};
use crate::log::Flush;
use crate::{Transactions, Upcoming};

impl<D: Driver> Engine<'_, D> {
    /// Carries out `steps`, after what is to happen before `upcoming`, and says which version is the last
    /// applied one then.
    pub(super) async fn perform(
        &mut self,
        found: Found,
        steps: &[Step<'_>],
        upcoming: Option<Upcoming>,
        transactions: Transactions,
        note: Option<&str>,
    ) -> Result<Option<Version>, Stop> {
        let Found {
            exists,
            log,
            history,
            ..
        } = found;
        let mut written = Written {
            log,
            exists,
            history,
            rows: Vec::new(),
            note: None,
            begun: false,
            settings: self.settings,
            applied_by: applied_by(&self.settings.application),
        };
        let outcome =
            caught(self.lead_and_carry_out(&mut written, steps, upcoming, transactions, note))
                .await;
        self.let_go().await;
        resumed(outcome)?;
        Ok(written.history.current())
    }

    async fn lead_and_carry_out(
        &mut self,
        written: &mut Written<'_>,
        steps: &[Step<'_>],
        upcoming: Option<Upcoming>,
        transactions: Transactions,
        note: Option<&str>,
    ) -> Result<(), Stop> {
        let mut scripts = steps.iter().filter_map(|step| script(step, D::DIALECT));
        let stepwise = scripts.find(|script| script.directives.transaction == Transaction::None);
        if let Some(script) = stepwise {
            self.own_session(script).await?;
        }
        self.lead(written).await?;
        self.prepare(written, steps, upcoming).await?;
        self.carry_out(written, steps, transactions, note).await
    }

    async fn carry_out(
        &mut self,
        written: &mut Written<'_>,
        steps: &[Step<'_>],
        transactions: Transactions,
        note: Option<&str>,
    ) -> Result<(), Stop> {
        let units = units(steps, transactions, D::DIALECT);
        let mut rest = units.as_slice();
        while let Some((unit, others)) = rest.split_first() {
            rest = others;
            self.settings.hooks.go_on()?;
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
        written: &mut Written<'_>,
        transactions: &[&[Step<'_>]],
        note: Option<&str>,
    ) -> Result<(), Stop> {
        let mut pieces = Vec::new();
        if self.inside && written.log.lead().is_some() {
            // Ends the transaction in which it began to lead; each that follows leads on.
            pieces.push(Piece::new("ROLLBACK", Role::Begin));
        } else {
            // Nobody is to write between what was prepared and the first migration.
            written.begun = self.inside;
        }
        // After so many statements the rows up to this one are committed.
        let mut commits = Vec::with_capacity(transactions.len());
        let last = transactions.len().saturating_sub(1);
        for (at, steps) in transactions.iter().enumerate() {
            let flush = match at < last {
                true => Flush::WithLater,
                false => Flush::AtCommit,
            };
            let last = written.transaction(steps, note, flush, &mut pieces)?;
            pieces.push(Piece::new("COMMIT", Role::Commit(last)));
            commits.push((pieces.len(), written.history.last_seq()));
        }
        self.tell_before(transactions.iter().copied().flatten());
        let sent = self.send(&pieces).await;
        let done = sent
            .as_ref()
            .map_or_else(|failure| failure.done, |()| pieces.len());
        if let Some((_, last)) = commits
            .into_iter()
            .take_while(|(after, _)| *after <= done)
            .last()
        {
            if sent.is_err() {
                self.flush(written).await;
            }
            self.committed(written, last).await;
        }
        let alone = transactions.len() == 1;
        let Err(mut failure) = sent else {
            return Ok(());
        };
        if failure.remedy.is_some() {
            failure.notes.extend(self.called_before());
        }
        let role = pieces.get(failure.statement).map(|piece| piece.role);
        let error = match (failure.kind, role) {
            (FailureKind::TransactionEnded, Some(Role::Call(script))) => {
                let others = failed::shared_with(&pieces, failure.statement, script);
                self.ended(written, failure, script, By::ItsError, others)
                    .await
            }
            (FailureKind::TransactionEnded, Some(Role::Left(script))) => {
                let others = failed::shared_with(&pieces, failure.statement, script);
                self.ended(written, failure, script, By::TheSavepoint, others)
                    .await
            }
            _ => {
                if !alone {
                    self.batch = 1;
                }
                return Err(failed::stop(failure, &pieces, alone));
            }
        };
        Err(error.into())
    }

    /// The last transaction of a message has failed, or was not reached, with whose commit those before it would
    /// have been on the disk. Where the connection is gone too, nobody waits for it.
    async fn flush(&mut self, written: &Written<'_>) {
        if let Some(flush) = written.log.flush() {
            let _ = self.driver.query(flush).await;
        }
    }

    /// Notes that the rows up to this one are committed.
    pub(super) async fn committed(&mut self, written: &mut Written<'_>, last: u64) {
        let open = written.rows.partition_point(|row| row.seq <= last);
        let first = self.wrote.len();
        self.wrote.extend(written.rows.drain(..open));
        self.patience.renew();
        self.tell_after(&written.log, first).await;
    }

    /// Sends one message, and leaves no transaction open when it fails.
    pub(super) async fn send(&mut self, pieces: &[Piece<'_>]) -> Result<(), Failure> {
        let result = self.send_or_call(pieces).await;
        self.inside = false;
        if result.is_err() {
            self.roll_back().await;
        }
        result
    }
}
