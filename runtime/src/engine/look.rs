//! Looking at the database without touching it.

mod history;
mod tool;

use std::time::{Duration, Instant};

use ingrain_core::{
    AtWork, Beyond, Command, Event, History, Mode, Policy, Record, Situation, ToolHistory, Version,
    plan, run_over,
};

use super::{Engine, Stop, reading};
use crate::driver::{Driver, Failure, FailureKind, Row};
use crate::log::{Log, Usual};
use crate::patience::Patience;
use crate::status::LastEvent;
use crate::{Error, Plan, Status};

/// A log whose last row is no older than this is being written to, as far as can be told without a leader.
const JUST_GROWN: Duration = Duration::from_secs(5);

/// What a look finds.
pub(super) struct Found {
    /// Whether the history table exists.
    pub(super) exists: bool,
    /// The log, with the table's schema found out.
    pub(super) log: Log,
    pub(super) history: History,
    strangers: Vec<String>,
    /// What another tool recorded, if that was asked for.
    tool: Option<ToolHistory>,
    at_work: AtWork,
    pub(super) inside_transaction: bool,
}

/// The first look: whether there is a history table and where, and how the session stands.
struct Survey {
    exists: bool,
    schema: Option<String>,
    inside_transaction: bool,
    usual: Option<Usual>,
}

/// The rows of the log, before anything was made of them.
struct Seen {
    exists: bool,
    log: Log,
    records: Vec<Record>,
    inside_transaction: bool,
}

impl Found {
    /// Whether there is anything in the database that could be lost.
    pub(super) fn holds_data(&self) -> bool {
        !self.history.is_empty() || !self.strangers.is_empty()
    }

    pub(super) fn situation(&self) -> Situation<'_> {
        Situation {
            history: &self.history,
            strangers: &self.strangers,
            tool: self.tool.as_ref(),
            at_work: self.at_work,
        }
    }
}

impl<D: Driver> Engine<'_, D> {
    pub(crate) async fn status(mut self) -> Result<Status, Error> {
        self.settings.check(None, D::DIALECT)?;
        // A health check wants an answer, not patience.
        self.patience = Patience::new(self.settings.wait.min(Duration::from_secs(1)));
        loop {
            match self.look_at_status().await {
                Ok(status) => return Ok(status),
                Err(stop) => self.again(stop).await?,
            }
        }
    }

    pub(crate) async fn plan(mut self, command: Command) -> Result<Plan, Error> {
        self.settings.check(None, D::DIALECT)?;
        loop {
            match self.look_at_plan(command).await {
                Ok(plan) => return Ok(plan),
                Err(stop) => self.again(stop).await?,
            }
        }
    }

    async fn look_at_plan(&mut self, command: Command) -> Result<Plan, Stop> {
        let found = self.look_for(command).await?;
        let chain = self.chain()?;
        let plan = plan(&chain, found.situation(), command, self.applying())?;
        Ok(Plan::of(&plan, &found.history, D::DIALECT)?)
    }

    /// The policy of a process that applies: whoever only looks wants to know what such a one would do.
    fn applying(&self) -> Policy {
        Policy {
            mode: Mode::Apply,
            ..self.settings.policy
        }
    }

    async fn look_at_status(&mut self) -> Result<Status, Stop> {
        let head = Some(self.embedded.head);
        let last = self.last(&self.log.last_event()).await?;
        let last_event = last.as_ref().and_then(LastEvent::parse);
        if self.is_head(last.as_ref()) {
            return Ok(Status {
                current: head,
                head,
                pending: Vec::new(),
                refusal: None,
                last_event,
            });
        }
        if let Some(beyond) = self.runs_over(last.as_ref()).await? {
            return Ok(Status {
                current: beyond.last().copied().or(head),
                head,
                pending: Vec::new(),
                refusal: None,
                last_event,
            });
        }
        let found = self.look().await?;
        Ok(self.status_of(&found, last_event)?)
    }

    /// The start-up check: one round trip that reads one row. An equal chain digest means that every
    /// applied checksum is right and nothing is pending, unless a script is part-way.
    ///
    /// It gives the versions that are applied beyond the head, if there is nothing to do and nothing to refuse.
    pub(super) async fn is_current(&mut self) -> Result<Option<Vec<Version>>, Stop> {
        let check = self.log.check(self.limit());
        let last = self.last_of(&check).await?;
        if let Some(reset) = self.log.unhurried(last.as_deref()) {
            self.driver.execute(&[reset]).await.map_err(reading)?;
        }
        match self.is_head(last.as_ref()) {
            true => Ok(Some(Vec::new())),
            false => self.runs_over(last.as_ref()).await,
        }
    }

    /// What [`run_over`] gives, where the last row is about a version beyond the head: one statement more,
    /// which reads a few rows.
    async fn runs_over(&mut self, last: Option<&Row>) -> Result<Option<Vec<Version>>, Stop> {
        const MOST: usize = 1000;
        let version = last.and_then(|row| row.get(3)?.as_deref()?.parse::<u64>().ok());
        if version.is_none_or(|version| version <= self.embedded.head.number()) {
            return Ok(None);
        }
        let sql = self.log.beyond(self.embedded.digest, MOST);
        let rows = self.hurried(&sql).await.map_err(reading)?;
        if rows.len() == MOST {
            return Ok(None);
        }
        let rows: Option<Vec<Beyond>> = rows.iter().map(|row| Beyond::parse(row)).collect();
        let newer = self.settings.policy.newer;
        Ok(rows.and_then(|rows| run_over(&rows, self.embedded.head, newer)))
    }

    /// The last row of the log, as `look` asks for it.
    pub(super) async fn last(&mut self, look: &str) -> Result<Option<Row>, Stop> {
        let hurried = self.log.hurried(self.limit(), look);
        self.last_of(&hurried).await
    }

    /// The same of SQL that says by itself how long it waits.
    async fn last_of(&mut self, sql: &str) -> Result<Option<Row>, Stop> {
        match self.timed(sql).await {
            Ok(rows) => Ok(rows.into_iter().next()),
            Err(failure) if failure.kind == FailureKind::NoTable => Ok(None),
            Err(failure) => Err(reading(failure)),
        }
    }

    /// Looks at the history table, and waits for a lock on it no longer than for any other. That wait counts.
    pub(super) async fn hurried(&mut self, look: &str) -> Result<Vec<Row>, Failure> {
        let hurried = self.log.hurried(self.limit(), look);
        self.timed(&hurried).await
    }

    /// How long a look may wait for a lock.
    fn limit(&self) -> Duration {
        self.settings.lock_timeout.min(self.patience.left())
    }

    async fn timed(&mut self, sql: &str) -> Result<Vec<Row>, Failure> {
        let began = Instant::now();
        let answer = self.driver.query(sql).await;
        if matches!(&answer, Err(failure) if failure.kind == FailureKind::Busy) {
            self.patience.began_at(began);
        }
        answer
    }

    fn is_head(&self, last: Option<&Row>) -> bool {
        let Some([event, chain, ..]) = last.map(Row::as_slice) else {
            return false;
        };
        let event = event.as_deref().and_then(Event::from_name);
        let digest = chain.as_deref().and_then(|chain| chain.parse().ok());
        event.is_some_and(|event| !event.is_part_way()) && digest == Some(self.embedded.digest)
    }

    /// Reads the whole log, or what is there without one.
    async fn look(&mut self) -> Result<Found, Stop> {
        let seen = self.see().await?;
        self.find(seen).await
    }

    async fn see(&mut self) -> Result<Seen, Stop> {
        let Survey {
            exists,
            schema,
            inside_transaction,
            usual,
        } = self.survey().await?;
        let log = self.log.surveyed(schema, usual);
        let records = match exists {
            true => self.read(&log).await?,
            false => Vec::new(),
        };
        Ok(Seen {
            exists,
            log,
            records,
            inside_transaction,
        })
    }

    async fn find(&mut self, seen: Seen) -> Result<Found, Stop> {
        let Seen {
            exists,
            log,
            records,
            inside_transaction,
        } = seen;
        let history =
            History::fold(records).map_err(|corrupt| Error::corrupt(&corrupt, &log.name()))?;
        let strangers = match history.applied().is_empty() {
            true => self.strangers(&log, exists, &history).await?,
            false => Vec::new(),
        };
        let at_work = match history.unfinished() {
            Some(_) => self.at_work(&log).await?,
            None => AtWork::Nobody,
        };
        Ok(Found {
            exists,
            log,
            history,
            strangers,
            tool: None,
            at_work,
            inside_transaction,
        })
    }

    /// Whether a process is at work on the script that is part-way. On Postgres it leads then, and a lock
    /// tells; on SQLite nobody leads, and all there is to be seen is that the log has just grown.
    async fn at_work(&mut self, log: &Log) -> Result<AtWork, Stop> {
        let is_seen = match log.leaders() {
            Some(leaders) => {
                let leaders = self.driver.query(&leaders).await.map_err(reading)?;
                !leaders.is_empty()
            }
            None => {
                let last = self.last(&log.last_event()).await?;
                let last = last.as_ref().and_then(LastEvent::parse);
                last.is_some_and(|last| last.is_within(JUST_GROWN))
            }
        };
        Ok(match is_seen {
            true => AtWork::Somebody,
            false => AtWork::Nobody,
        })
    }

    async fn survey(&mut self) -> Result<Survey, Stop> {
        let rows = self
            .driver
            .query(&self.log.survey())
            .await
            .map_err(reading)?;
        let row = rows.first().map(Row::as_slice);
        let Some([exists, schema, inside, usual @ ..]) = row else {
            return Err(
                Error::internal("the database did not say whether there is a history").into(),
            );
        };
        let usual = Usual::parse(usual);
        if let Some(encoding) = usual.as_ref().and_then(Usual::other_encoding) {
            return Err(other_encoding(encoding).into());
        }
        Ok(Survey {
            exists: exists.as_deref() == Some("1"),
            schema: schema.clone(),
            inside_transaction: inside.as_deref() == Some("1"),
            usual,
        })
    }

    async fn read(&mut self, log: &Log) -> Result<Vec<Record>, Stop> {
        let rows = self.hurried(&log.read()).await.map_err(reading)?;
        let records: Result<Vec<Record>, _> = rows.iter().map(|row| Record::parse(row)).collect();
        records.map_err(|corrupt| Error::corrupt(&corrupt, &log.name()).into())
    }

    /// Tables that are there although nothing of `history` is applied.
    async fn strangers(
        &mut self,
        log: &Log,
        exists: bool,
        history: &History,
    ) -> Result<Vec<String>, Stop> {
        let rows = self.driver.query(&log.strangers()).await.map_err(reading)?;
        let strangers: Vec<String> = rows.into_iter().flatten().flatten().collect();
        if strangers.is_empty() {
            return Ok(strangers);
        }
        // Between the two looks another process may have written the history, and made these tables.
        let has_grown = match exists {
            true => {
                let last = self.last(&log.last()).await?;
                let seq = last.and_then(|row| row.get(2)?.as_deref()?.parse::<u64>().ok());
                seq != Some(history.last_seq()).filter(|seq| *seq > 0)
            }
            false => self.survey().await?.exists,
        };
        match has_grown {
            true => Err(Stop::Again),
            false => Ok(strangers),
        }
    }
}

fn other_encoding(name: &str) -> Error {
    Error::settings(
        format!("the connection's `client_encoding` is {name}, and scripts and history are UTF-8"),
        "leave it as tokio-postgres sets it, or set it back before: `SET client_encoding = 'UTF8'`",
    )
}
