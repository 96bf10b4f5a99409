//! The one engine: looks, asks the planner, carries out its steps, and begins again when another process
//! was first.
//!
//! It is written once, as futures; on a synchronous database they are ready at once.

mod compose;
mod failed;
mod lead;
mod look;
mod offline;
mod perform;
mod rebuild;
mod sequence;
mod stepwise;
mod work;

pub(crate) use self::offline::offline;
pub(crate) use self::work::{event, script};

use std::collections::HashMap;
use std::ops::Range;

use ingrain_core::{Chain, Command, Direction, Entry, Plan, Refusal, plan};

use crate::driver::{Driver, Failure, FailureKind};
use crate::log::Log;
use crate::migrations::EmbeddedChain;
use crate::migrator::Settings;
use crate::patience::Patience;
use crate::{Error, Migrations, Migrator, Report, Transactions, trace};

/// One call on one connection.
pub(crate) struct Engine<'m, D> {
    settings: &'m Settings,
    driver: D,
    log: Log,
    embedded: &'static EmbeddedChain,
    migrations: Migrations,
    applied_by: String,
    /// How many transactions go into one message; 1 once a message of many has failed.
    batch: usize,
    patience: Patience,
    /// Whether a transaction is open in which it asked to lead.
    inside: bool,
    /// What is asked for once the command at hand is done.
    then: Option<Command>,
    /// The log, and its last row before this call wrote to it.
    began: Option<(Log, u64)>,
    /// The rows that this call has committed.
    wrote: Vec<Entry>,
}

/// So many transactions are sent in one message at the most.
const BATCH: usize = 64;

/// Why an attempt ended without a report.
enum Stop {
    /// For good.
    Failed(Error),
    /// To be begun again, at once.
    Again,
    /// To be begun again when what is in the way may be gone.
    Later(Box<Delay>),
}

/// What is in the way.
struct Delay {
    why: String,
    /// The statement that waits: path and text of its script, and where it stands there.
    statement: Option<(String, String, Range<usize>)>,
}

impl Stop {
    fn later(why: impl Into<String>) -> Stop {
        Stop::Later(Box::new(Delay {
            why: why.into(),
            statement: None,
        }))
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Failed(error)
    }
}

impl From<Box<Refusal>> for Stop {
    fn from(refusal: Box<Refusal>) -> Stop {
        Stop::Failed(refusal.into())
    }
}

impl<'m, D: Driver> Engine<'m, D> {
    pub(crate) fn new(migrator: &'m Migrator, driver: D) -> Result<Engine<'m, D>, Error> {
        let Migrator {
            migrations,
            settings,
        } = migrator;
        let embedded = migrations
            .embedded(D::DIALECT)
            .ok_or_else(|| Error::not_embedded(D::DIALECT, migrations.path()))?;
        Ok(Engine {
            settings,
            driver,
            log: Log::new(D::DIALECT, settings.schema.as_deref(), &settings.table),
            embedded,
            migrations: *migrations,
            applied_by: applied_by(&settings.application),
            batch: BATCH,
            patience: Patience::new(settings.wait),
            inside: false,
            then: None,
            began: None,
            wrote: Vec::new(),
        })
    }

    pub(crate) async fn run(
        mut self,
        command: Command,
        note: Option<String>,
    ) -> Result<Report, Error> {
        let result = self.attempts(command, note).await;
        trace::done(&result);
        result
    }

    async fn attempts(&mut self, command: Command, note: Option<String>) -> Result<Report, Error> {
        self.settings.check(note.as_deref(), D::DIALECT)?;
        if self.driver.is_inside_transaction() {
            return Err(inside_transaction());
        }
        let mut command = command;
        loop {
            match self.attempt(&mut command, note.as_deref()).await {
                Ok(report) => match self.then.take() {
                    Some(next) => command = next,
                    None => return Ok(self.reported(report).await),
                },
                Err(stop) => match self.again(stop).await {
                    Ok(()) => {}
                    Err(error) => return Err(self.failed_after(error).await),
                },
            }
        }
    }

    /// The error, with what this call had committed before it.
    async fn failed_after(&mut self, error: Error) -> Error {
        let report = self.reported(Report::default()).await;
        match report.ran() {
            [] => error,
            [..] => error.after(report),
        }
    }

    async fn attempt(&mut self, command: &mut Command, note: Option<&str>) -> Result<Report, Stop> {
        if *command == Command::Run && self.is_current().await? {
            return Ok(Report {
                current: Some(self.embedded.head),
                ..Report::default()
            });
        }
        let found = self.look().await?;
        if found.inside_transaction {
            return Err(inside_transaction().into());
        }
        let chain = self.chain()?;
        let plan = plan(&chain, found.situation(), *command, self.settings.policy)?;
        *command = command.settled(&plan, &found.history);
        let up = plan.last(Direction::Up);
        let Plan { mut steps, skipped } = plan;
        if steps.is_empty() {
            let current = found.history.current();
            return Ok(Report {
                current,
                skipped,
                ..Report::default()
            });
        }
        self.began
            .get_or_insert_with(|| (found.log.clone(), found.history.last_seq()));
        let transactions = match *command {
            Command::Baseline(_) | Command::Repair => Transactions::Together,
            _ => self.settings.transactions(D::DIALECT),
        };
        if let (Command::Redo(kept), Some(up)) = (*command, up)
            && work::units(&steps, transactions, D::DIALECT).len() > 1
        {
            // The way down and the way up are planned apart: either may have to begin again half-way, and
            // the history alone does not tell what was redone from what still has to be.
            *command = Command::Down(kept);
            self.then = Some(Command::Up(up.into()));
            steps.retain(|step| step.direction() == Some(Direction::Down));
        }
        let current = self.perform(found, &steps, transactions, note).await?;
        Ok(Report {
            current,
            skipped,
            ..Report::default()
        })
    }

    /// Adds what this call wrote, in however many attempts, and asks the log how long it took.
    async fn reported(&mut self, mut report: Report) -> Report {
        let Some((log, before)) = self.began.take() else {
            return report;
        };
        // Without an answer the durations are missing; what ran is known all the same.
        let rows = self
            .driver
            .query(&log.durations(before))
            .await
            .unwrap_or_default();
        let number = |cell: &Option<String>| cell.as_deref()?.parse::<u64>().ok();
        let durations: HashMap<u64, u64> = rows
            .iter()
            .filter_map(|row| Some((number(row.first()?)?, number(row.get(1)?)?)))
            .collect();
        for entry in std::mem::take(&mut self.wrote) {
            let duration_ms = durations.get(&entry.seq).copied().unwrap_or(0);
            report.add(entry, duration_ms);
        }
        report
    }

    /// Ends the call, or waits until the next attempt.
    async fn again(&mut self, stop: Stop) -> Result<(), Error> {
        let delay = match stop {
            Stop::Failed(error) => return Err(error),
            Stop::Again => return Ok(()),
            Stop::Later(delay) => delay,
        };
        let Some(pause) = self.patience.next() else {
            return Err(failed::gave_up(*delay, self.patience.waited(), D::DIALECT));
        };
        trace::waiting(&delay.why, pause);
        self.driver.sleep(pause).await;
        Ok(())
    }

    /// The embedded chain; decoded only when more than its digest is needed.
    fn chain(&self) -> Result<Chain<'static>, Error> {
        let chain = self.migrations.chain(D::DIALECT);
        chain.ok_or_else(|| Error::internal("the embedded migrations cannot be decoded"))
    }
}

fn reading(failure: Failure) -> Stop {
    match failure.kind {
        FailureKind::Aborted => inside_transaction().into(),
        FailureKind::Busy => {
            Stop::later(format!("the history cannot be read: {}", failure.message))
        }
        _ => Error::database("the history cannot be read", failure).into(),
    }
}

fn inside_transaction() -> Error {
    let title = "the connection is inside a transaction".to_owned();
    Error::settings(
        title,
        "commit it, or roll it back, before running migrations",
    )
}

/// `journal 0.1.0 (pid 4711 on web-3)`.
fn applied_by(application: &str) -> String {
    let host = std::env::var("HOSTNAME")
        .or_else(|_| std::env::var("COMPUTERNAME"))
        .or_else(|_| std::fs::read_to_string("/proc/sys/kernel/hostname"))
        .unwrap_or_default();
    let host = match host.trim() {
        "" => "an unknown host",
        host => host,
    };
    format!(
        "{application} (pid {} on {})",
        std::process::id(),
        host.replace('\0', "")
    )
}
