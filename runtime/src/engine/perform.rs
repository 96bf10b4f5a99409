//! Carrying out steps.

use std::collections::HashMap;
use std::time::Instant;

use ingrain_core::{Corrupt, Event, History, Step, Version};

use super::failed;
use super::work::{Piece, Role, Script, Unit, event, script, started, units};
use super::{Engine, Found, Stop, reading};
use crate::driver::{Driver, Failure};
use crate::log::{Limits, Log};
use crate::{Error, Ran, Report, Transactions};

/// What has been written so far, in the order of the log.
struct Written {
    log: Log,
    /// Whether the history table is known to exist.
    exists: bool,
    history: History,
    /// The rows that are the last word on a script.
    ran: Vec<(u64, Ran)>,
    recorded: Vec<Version>,
}

impl<D: Driver> Engine<'_, D> {
    /// Carries out `steps`, and says in `report` what they did.
    pub(super) async fn perform(
        &mut self,
        found: Found,
        steps: &[Step<'_>],
        together: bool,
        note: Option<&str>,
        report: &mut Report,
    ) -> Result<(), Stop> {
        let before = found.history.last_seq();
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
            ran: Vec::new(),
            recorded: Vec::new(),
        };
        let led = self.lead(&written).await?;
        let result = self.carry_out(&mut written, steps, together, note).await;
        if led && result.is_err() {
            self.roll_back().await;
        }
        result?;
        let rows = self
            .driver
            .query(&written.log.durations(before))
            .await
            .map_err(reading)?;
        let number = |cell: Option<&Option<String>>| cell?.as_deref()?.parse::<u64>().ok();
        let durations: HashMap<u64, u64> = rows
            .iter()
            .filter_map(|row| Some((number(row.first())?, number(row.get(1))?)))
            .collect();
        let took = |(seq, ran): (u64, Ran)| Ran {
            duration_ms: durations.get(&seq).copied().unwrap_or(0),
            ..ran
        };
        report.ran = written.ran.into_iter().map(took).collect();
        report.recorded = written.recorded;
        report.current = written
            .history
            .applied()
            .last()
            .map(|applied| applied.migration.version);
        Ok(())
    }

    /// Becomes the one process that migrates, where the database has more to offer for that than its
    /// keys; nobody waits inside a transaction. Says whether a transaction is open now.
    async fn lead(&mut self, written: &Written) -> Result<bool, Stop> {
        let Some(lead) = written.log.lead() else {
            return Ok(false);
        };
        let answer = self.driver.query(&lead).await.map_err(reading)?;
        let leads = answer
            .last()
            .and_then(|row| row.first())
            .and_then(Option::as_deref)
            == Some("t");
        if !leads {
            self.roll_back().await;
            return Err(Stop::Later("another process is migrating".to_owned()));
        }
        if written.exists {
            let last = self.driver.query(&written.log.last()).await;
            let unchanged = last.is_ok_and(|rows| {
                let seq = rows
                    .first()
                    .and_then(|row| row.get(2))
                    .and_then(Option::as_deref)
                    .unwrap_or("0");
                seq == written.history.last_seq().to_string()
            });
            if !unchanged {
                self.roll_back().await;
                return Err(Stop::Later("another process was first".to_owned()));
            }
        }
        Ok(true)
    }

    /// Leaves no transaction open. It may fail, when there is none or the connection is gone: both are well.
    async fn roll_back(&mut self) {
        let _ = self.driver.execute(&["ROLLBACK"]).await;
    }

    async fn carry_out(
        &mut self,
        written: &mut Written,
        steps: &[Step<'_>],
        together: bool,
        note: Option<&str>,
    ) -> Result<(), Stop> {
        let transactions = match (together, self.settings.transactions) {
            (true, _) => Transactions::Together,
            (false, Some(chosen)) => chosen,
            (false, None) if written.log.lead().is_none() => Transactions::Together,
            (false, None) => Transactions::Each,
        };
        let units = units(steps, transactions, D::DIALECT);
        let mut rest = units.as_slice();
        while let Some(unit) = rest.first() {
            let mut taken = 1;
            match unit {
                Unit::Transaction(_) => {
                    let is_transaction =
                        |unit: &&Unit<'_, '_>| matches!(unit, Unit::Transaction(_));
                    taken = rest
                        .iter()
                        .take(self.batch)
                        .take_while(is_transaction)
                        .count();
                    self.send_transactions(written, &rest[..taken], note)
                        .await?;
                }
                Unit::WithoutForeignKeys(step) => {
                    self.without_foreign_keys(written, step, note).await?
                }
                Unit::Stepwise(step) => self.stepwise(written, step).await?,
            }
            rest = &rest[taken..];
        }
        Ok(())
    }

    async fn send_transactions(
        &mut self,
        written: &mut Written,
        units: &[Unit<'_, '_>],
        note: Option<&str>,
    ) -> Result<(), Stop> {
        // Ends the transaction in which it began to lead; each that follows leads on.
        let mut pieces: Vec<Piece<'_>> = written
            .log
            .lead()
            .map(|_| Piece::new("ROLLBACK", Role::Begin))
            .into_iter()
            .collect();
        for unit in units {
            if let Unit::Transaction(steps) = unit {
                let last = self.transaction(written, steps, note, &mut pieces)?;
                pieces.push(Piece::new("COMMIT", Role::Commit(last)));
            }
        }
        let sent = self.send(&pieces).await;
        if let Err(failure) = sent {
            let alone = units.len() == 1;
            if !alone {
                self.batch = 1;
            }
            return Err(failed::stop(failure, &pieces, alone));
        }
        Ok(())
    }

    /// Adds the statements of one transaction, all but the COMMIT, and says which script is its last.
    fn transaction<'s>(
        &self,
        written: &mut Written,
        steps: &'s [Step<'_>],
        note: Option<&str>,
        pieces: &mut Vec<Piece<'s>>,
    ) -> Result<Option<Script<'s>>, Stop> {
        pieces.push(Piece::new(written.log.begin(), Role::Begin));
        let mut limits = None;
        let mut last = None;
        for step in steps {
            let script = script(step, D::DIALECT);
            let wanted = self.limits(script.as_ref());
            pieces.extend(
                written
                    .log
                    .enter(wanted, limits)
                    .map(|sql| Piece::new(sql, Role::Log)),
            );
            limits = Some(wanted);
            if !std::mem::replace(&mut written.exists, true) {
                pieces.push(Piece::new(written.log.create(), Role::Log));
            }
            let (event, recorded) = event(step, D::DIALECT);
            let entry = written
                .history
                .record(event, recorded, None, note.map(str::to_owned))
                .map_err(impossible)?;
            pieces.push(Piece::new(
                written.log.insert(&entry, &self.applied_by, None),
                Role::Log,
            ));
            match script {
                Some(script) => {
                    for statement in script.statements(D::DIALECT)? {
                        pieces.push(Piece::new(
                            statement.text(),
                            Role::Script(script, statement.start()),
                        ));
                    }
                    pieces.push(Piece::new(written.log.finish(entry.seq), Role::Log));
                    written.ran.push((entry.seq, ran(script)));
                    last = Some(script);
                }
                None => written.recorded.extend(step.version()),
            }
        }
        Ok(last)
    }

    fn limits(&self, script: Option<&Script<'_>>) -> Limits {
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

    /// Sends one message, and leaves no transaction open when it fails.
    async fn send(&mut self, pieces: &[Piece<'_>]) -> Result<(), Failure> {
        let statements: Vec<&str> = pieces.iter().map(|piece| piece.sql.as_ref()).collect();
        let result = self.driver.execute(&statements).await;
        if result.is_err() {
            self.roll_back().await;
        }
        result
    }

    /// SQLite's way to rebuild a table that others refer to: enforcement is off before the transaction
    /// begins, and back as it was afterwards, however it ends.
    async fn without_foreign_keys(
        &mut self,
        written: &mut Written,
        step: &Step<'_>,
        note: Option<&str>,
    ) -> Result<(), Stop> {
        let enforced = self
            .driver
            .query("PRAGMA foreign_keys")
            .await
            .map_err(reading)?;
        let enforced = enforced
            .first()
            .and_then(|row| row.first())
            .and_then(Option::as_deref)
            == Some("1");
        if enforced {
            self.driver
                .execute(&["PRAGMA foreign_keys = OFF"])
                .await
                .map_err(reading)?;
        }
        let result = self.checked_afterwards(written, step, note).await;
        if enforced {
            self.driver
                .execute(&["PRAGMA foreign_keys = ON"])
                .await
                .map_err(reading)?;
        }
        result
    }

    async fn checked_afterwards(
        &mut self,
        written: &mut Written,
        step: &Step<'_>,
        note: Option<&str>,
    ) -> Result<(), Stop> {
        let mut pieces = Vec::new();
        let script = self.transaction(written, std::slice::from_ref(step), note, &mut pieces)?;
        self.send(&pieces)
            .await
            .map_err(|failure| failed::stop(failure, &pieces, true))?;
        let violations = self
            .driver
            .query("PRAGMA foreign_key_check")
            .await
            .map_err(reading)?;
        if let (false, Some(script)) = (violations.is_empty(), script) {
            self.roll_back().await;
            return Err(failed::foreign_keys(&violations, script).into());
        }
        let commit = [Piece::new("COMMIT", Role::Commit(script))];
        self.send(&commit)
            .await
            .map_err(|failure| failed::stop(failure, &commit, true))
    }

    /// Runs a script outside transactions, and records each statement when it is done.
    async fn stepwise(&mut self, written: &mut Written, step: &Step<'_>) -> Result<(), Stop> {
        let Some(script) = script(step, D::DIALECT) else {
            return Ok(());
        };
        if let Some(lead) = written.log.lead_session() {
            let answer = self.driver.query(&lead).await.map_err(reading)?;
            // The session now leads by itself; a transaction in which it began to lead has to end.
            self.roll_back().await;
            if answer
                .first()
                .and_then(|row| row.first())
                .and_then(Option::as_deref)
                != Some("t")
            {
                return Err(Stop::Later("another process is migrating".to_owned()));
            }
        }
        let result = self.statement_by_statement(written, step, script).await;
        let mut leave: Vec<String> = written
            .log
            .unlimit()
            .iter()
            .map(|sql| (*sql).to_owned())
            .collect();
        leave.extend(written.log.leave_session());
        let leave: Vec<&str> = leave.iter().map(String::as_str).collect();
        let left = self.driver.execute(&leave).await;
        result?;
        left.map_err(reading)
    }

    async fn statement_by_statement(
        &mut self,
        written: &mut Written,
        step: &Step<'_>,
        script: Script<'_>,
    ) -> Result<(), Stop> {
        let began = Instant::now();
        let statements = script.statements(D::DIALECT)?;
        let limit = written.log.limit(self.limits(Some(&script)));
        let limit: Vec<Piece<'_>> = limit
            .into_iter()
            .map(|sql| Piece::new(sql, Role::Log))
            .collect();
        self.send(&limit)
            .await
            .map_err(|failure| failed::stop(failure, &limit, true))?;
        if written.history.unfinished().is_none() {
            self.write(written, Event::Started, step, None, None)
                .await?;
        }
        let done = usize::try_from(script.done)
            .unwrap_or(usize::MAX)
            .min(statements.len());
        for (at, statement) in statements.iter().enumerate().skip(done) {
            let piece = [Piece::new(
                statement.text(),
                Role::Script(script, statement.start()),
            )];
            self.send(&piece)
                .await
                .map_err(|failure| failed::stop(failure, &piece, true))?;
            self.write(written, Event::Progressed, step, Some(at as u64 + 1), None)
                .await?;
        }
        let (event, _) = event(step, D::DIALECT);
        let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.write(written, event, step, None, Some(took)).await?;
        written.ran.push((written.history.last_seq(), ran(script)));
        Ok(())
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
            Event::Started => started(step, D::DIALECT),
            Event::Progressed => self::event(step, D::DIALECT)
                .1
                .map(|recorded| recorded.brief()),
            _ => self::event(step, D::DIALECT).1,
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

fn ran(script: Script<'_>) -> Ran {
    let Script {
        version,
        description,
        direction,
        ..
    } = script;
    Ran {
        version,
        description: description.to_owned(),
        direction,
        duration_ms: 0,
    }
}

/// The planner's steps follow from the history, so that the log can take them.
fn impossible(corrupt: Corrupt) -> Stop {
    Error::internal(&format!(
        "the plan does not follow from the history: {corrupt}"
    ))
    .into()
}
