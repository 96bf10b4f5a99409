//! The one engine: looks, asks the planner, carries out its steps, and begins again when another process
//! was first.
//!
//! It is written once, as futures; on a synchronous database they are ready at once.

mod about;
mod account;
mod around;
mod backfill;
mod compose;
mod concurrently;
mod confirmed;
mod failed;
mod lead;
mod look;
mod midway;
mod offline;
mod panic;
mod perform;
mod rebuild;
mod rust;
mod sequence;
mod session;
mod stepwise;
mod stop;
mod waiting;
mod work;

pub(crate) use self::offline::offline;
#[cfg(feature = "tokio-postgres")]
pub(crate) use self::session::through_a_pooler;
pub(crate) use self::work::script;

use ingrain_core::{
    AtWork, Chain, Command, Direction, Entry, History, Plan, Situation, Skipped, SkippedBecause,
    Step, plan,
};

use self::confirmed::Bound;
use self::midway::Midway;
use self::stop::{Stop, inside_transaction, reading, refused};
use crate::backup::Saved;
use crate::driver::Driver;
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
    /// How many transactions go into one message; 1 once a message of many has failed.
    batch: usize,
    patience: Patience,
    /// Whether a transaction is open in which it asked to lead.
    inside: bool,
    /// What it may carry out.
    bound: Bound<'m>,
    /// The script outside transactions that this call is in the middle of.
    midway: Option<Midway>,
    /// What is asked for once the command at hand is done.
    then: Option<Command>,
    /// The log, and its last row before this call wrote to it.
    began: Option<(Log, u64)>,
    /// The rows that this call has committed.
    wrote: Vec<Entry>,
    /// Whether they tell of what was done by hand: then none of them means that a script ran.
    by_hand: bool,
    /// Whether what is to happen before the first migration has happened.
    prepared: bool,
    /// The backup that was made then.
    saved: Option<Saved>,
}

/// So many transactions are sent in one message at the most.
const BATCH: usize = 64;

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
            batch: BATCH,
            patience: Patience::new(settings.wait),
            inside: false,
            bound: Bound::of(settings.confirmed.as_deref()),
            midway: None,
            then: None,
            began: None,
            wrote: Vec::new(),
            by_hand: false,
            prepared: false,
            saved: None,
        })
    }

    pub(crate) async fn run(
        mut self,
        command: Command,
        note: Option<String>,
    ) -> Result<Report, Error> {
        let result = self.attempts(command, note).await;
        self.tell_end(&result);
        trace::done(&result);
        result
    }

    async fn attempts(&mut self, command: Command, note: Option<String>) -> Result<Report, Error> {
        self.settings.check(note.as_deref(), D::DIALECT)?;
        if self.driver.is_inside_transaction() {
            return Err(inside_transaction());
        }
        self.by_hand = matches!(command, Command::RepairUnfinished(_));
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

    async fn attempt(&mut self, command: &mut Command, note: Option<&str>) -> Result<Report, Stop> {
        if *command == Command::Run
            && self.bound.is_to_nothing()
            && let Some(beyond) = self.is_current().await?
        {
            let because = SkippedBecause::NotEmbedded;
            let skipped = beyond.iter().map(|&version| Skipped { version, because });
            return Ok(Report {
                current: Some(beyond.last().copied().unwrap_or(self.embedded.head)),
                skipped: skipped.collect(),
                ..Report::default()
            });
        }
        self.driver.stop_queueing();
        let found = self.look_for(*command).await?;
        if found.inside_transaction {
            return Err(inside_transaction().into());
        }
        self.still_midway(&found.history)?;
        let chain = self.chain()?;
        let plan = plan(&chain, found.situation(), *command, self.settings.policy)
            .map_err(|refusal| refused(refusal, &found.log))?;
        self.as_confirmed(&plan, &found.history)?;
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
            Command::Baseline(_)
            | Command::Adopt(_)
            | Command::Repair
            | Command::RepairUnfinished(_) => Transactions::Together,
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
        let ahead = self.ahead(&chain, &found.history, &steps)?;
        let upcoming = self.upcoming(&found, &steps, &ahead);
        let current = self
            .perform(found, &steps, upcoming, transactions, note)
            .await?;
        Ok(Report {
            current,
            skipped,
            ..Report::default()
        })
    }

    /// What the command after the one at hand comes to, once `steps` are done: a call that cannot end does
    /// not begin.
    fn ahead<'a>(
        &self,
        chain: &Chain<'a>,
        history: &History,
        steps: &[Step<'_>],
    ) -> Result<Vec<Step<'a>>, Stop> {
        let Some(next) = self.then else {
            return Ok(Vec::new());
        };
        let situation = Situation {
            history: &work::carried_out(history.clone(), steps)?,
            strangers: &[],
            tool: None,
            at_work: AtWork::Nobody,
        };
        Ok(plan(chain, situation, next, self.settings.policy)?.steps)
    }

    /// The embedded chain; decoded only when more than its digest is needed.
    fn chain(&self) -> Result<Chain<'static>, Error> {
        let chain = self.migrations.chain(D::DIALECT);
        chain.ok_or_else(|| Error::internal("the embedded migrations cannot be decoded"))
    }
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
