//! The one engine: looks, asks the planner, carries out its steps, and begins again when another process
//! was first.
//!
//! It is written once, as futures; on a synchronous database they are ready at once.

mod alone;
mod failed;
mod lead;
mod perform;
mod work;

use ingrain_core::{
    Chain, Code, Command, Diagnostic, Event, History, Plan, Record, Refusal, Situation, pending,
    plan,
};

use crate::driver::{Driver, Failure, FailureKind, Row};
use crate::log::Log;
use crate::migrations::EmbeddedChain;
use crate::migrator::Settings;
use crate::patience::Patience;
use crate::{Error, Migrator, Report, Status, Transactions, trace};

/// One call on one connection.
pub(crate) struct Engine<'m, D> {
    settings: &'m Settings,
    driver: D,
    log: Log,
    embedded: &'static EmbeddedChain,
    migrator: &'m Migrator,
    applied_by: String,
    /// How many transactions go into one message; 1 once a message of many has failed.
    batch: usize,
    /// Whether a transaction is open in which it leads.
    leads: bool,
    /// The log, and its last row before this call wrote to it.
    began: Option<(Log, u64)>,
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
    Later(String),
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

/// What a look at the database finds.
struct Found {
    /// Whether the history table exists.
    exists: bool,
    /// The log, with the table's schema found out.
    log: Log,
    history: History,
    strangers: Vec<String>,
}

impl Found {
    fn situation(&self) -> Situation<'_> {
        Situation {
            history: &self.history,
            strangers: &self.strangers,
        }
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
            migrator,
            applied_by: applied_by(&settings.application),
            batch: BATCH,
            leads: false,
            began: None,
        })
    }

    pub(crate) async fn run(
        mut self,
        command: Command,
        note: Option<String>,
    ) -> Result<Report, Error> {
        let result = self.begin(command, note).await;
        trace::done(&result);
        result
    }

    async fn begin(&mut self, command: Command, note: Option<String>) -> Result<Report, Error> {
        self.settings.check(note.as_deref(), D::DIALECT)?;
        if self.driver.is_inside_transaction() {
            return Err(inside_transaction());
        }
        let mut patience = Patience::new(self.settings.wait);
        loop {
            match self.attempt(command, note.as_deref()).await {
                Ok(report) => return self.reported(report).await,
                Err(Stop::Failed(error)) => return Err(error),
                Err(Stop::Again) => {}
                Err(Stop::Later(why)) => self.pause(&mut patience, &why).await?,
            }
        }
    }

    /// Adds what this call wrote, in however many attempts: the log knows it best.
    async fn reported(&mut self, mut report: Report) -> Result<Report, Error> {
        let Some((log, before)) = self.began.take() else {
            return Ok(report);
        };
        let rows = self
            .driver
            .query(&log.written(before, &self.applied_by))
            .await;
        let rows =
            rows.map_err(|failure| Error::database("the history cannot be read", failure))?;
        for row in &rows {
            report.add(row);
        }
        Ok(report)
    }

    /// The embedded chain; decoded only when more than its digest is needed.
    fn chain(&self) -> Result<Chain<'static>, Error> {
        let chain = self.migrator.migrations.chain(D::DIALECT);
        chain.ok_or_else(|| Error::internal("the embedded migrations cannot be decoded"))
    }

    async fn pause(&mut self, patience: &mut Patience, why: &str) -> Result<(), Error> {
        let Some(pause) = patience.next() else {
            let waited = patience.waited().as_secs();
            let diagnostic = Diagnostic::new(Code::TimedOut, format!("gave up after {waited} seconds: {why}"))
                .note("nothing that was begun is left half done")
                .help("find out who holds the lock, or whether another process is still migrating; then start again")
                .help("to wait longer: `migrator().wait(duration)`");
            return Err(Error::failed(diagnostic));
        };
        trace::waiting(why, pause);
        self.driver.sleep(pause).await;
        Ok(())
    }

    async fn attempt(&mut self, command: Command, note: Option<&str>) -> Result<Report, Stop> {
        if command == Command::Run && self.is_current().await? {
            return Ok(Report {
                current: Some(self.embedded.head),
                ..Report::default()
            });
        }
        let found = self.look().await?;
        let chain = self.chain()?;
        let Plan { steps, skipped } =
            plan(&chain, found.situation(), command, self.settings.policy)?;
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
        let transactions = match (command, self.settings.transactions) {
            (Command::Baseline(_) | Command::Repair, _) => Transactions::Together,
            (_, Some(chosen)) => chosen,
            (_, None) => Transactions::default_of(D::DIALECT),
        };
        let current = self.perform(found, &steps, transactions, note).await?;
        Ok(Report {
            current,
            skipped,
            ..Report::default()
        })
    }

    pub(crate) async fn status(mut self) -> Result<Status, Error> {
        self.settings.check(None, D::DIALECT)?;
        let mut patience = Patience::new(self.settings.wait);
        loop {
            match self.look_at_status().await {
                Ok(status) => return Ok(status),
                Err(Stop::Failed(error)) => return Err(error),
                Err(Stop::Again) => {}
                Err(Stop::Later(why)) => self.pause(&mut patience, &why).await?,
            }
        }
    }

    async fn look_at_status(&mut self) -> Result<Status, Stop> {
        let head = Some(self.embedded.head);
        if self.is_current().await? {
            return Ok(Status {
                current: head,
                head,
                pending: Vec::new(),
                refusal: None,
            });
        }
        let found = self.look().await?;
        let chain = self.chain()?;
        let policy = ingrain_core::Policy {
            mode: ingrain_core::Mode::Apply,
            ..self.settings.policy
        };
        let refusal = plan(&chain, found.situation(), Command::Run, policy)
            .err()
            .map(|refusal| *refusal);
        Ok(Status {
            current: found.history.current(),
            head,
            pending: pending(&chain, &found.history)
                .iter()
                .map(|migration| migration.version())
                .collect(),
            refusal,
        })
    }

    /// The start-up check: one statement that reads one row. An equal chain digest means that every
    /// applied checksum is right and nothing is pending, unless a script is part-way.
    async fn is_current(&mut self) -> Result<bool, Stop> {
        let rows = match self.driver.query(&self.log.last()).await {
            Ok(rows) => rows,
            Err(failure) if failure.kind == FailureKind::NoTable => return Ok(false),
            Err(failure) => return Err(reading(failure)),
        };
        let Some([event, chain, ..]) = rows.first().map(Row::as_slice) else {
            return Ok(false);
        };
        let whole = event
            .as_deref()
            .and_then(Event::from_name)
            .is_some_and(|event| !event.is_part_way());
        let digest = chain.as_deref().and_then(|chain| chain.parse().ok());
        Ok(whole && digest == Some(self.embedded.digest))
    }

    async fn survey(&mut self) -> Result<Survey, Stop> {
        let rows = self
            .driver
            .query(&self.log.survey())
            .await
            .map_err(reading)?;
        let Some([exists, schema, inside]) = rows.first().map(Row::as_slice) else {
            return Err(
                Error::internal("the database did not say whether there is a history").into(),
            );
        };
        if inside.as_deref() == Some("1") {
            return Err(inside_transaction().into());
        }
        Ok(Survey {
            exists: exists.as_deref() == Some("1"),
            schema: schema.clone(),
        })
    }

    /// Reads the whole log, or what is there without one.
    async fn look(&mut self) -> Result<Found, Stop> {
        let Survey { exists, schema } = self.survey().await?;
        let log = self.log.in_schema(schema);
        if !exists {
            let rows = self.driver.query(&log.strangers()).await.map_err(reading)?;
            let strangers: Vec<String> = rows.into_iter().flatten().flatten().collect();
            // Between the two looks another process may have made the history, and these tables.
            if !strangers.is_empty() && self.survey().await?.exists {
                return Err(Stop::Again);
            }
            return Ok(Found {
                exists,
                log,
                history: History::default(),
                strangers,
            });
        }
        let rows = self.driver.query(&log.read()).await.map_err(reading)?;
        let records: Result<Vec<Record>, _> = rows.iter().map(|row| Record::parse(row)).collect();
        let history = records
            .and_then(History::fold)
            .map_err(|corrupt| Error::corrupt(&corrupt, &log.name()))?;
        Ok(Found {
            exists,
            log,
            history,
            strangers: Vec::new(),
        })
    }
}

/// Whether there is a history table, and in which schema.
struct Survey {
    exists: bool,
    schema: Option<String>,
}

fn reading(failure: Failure) -> Stop {
    match failure.kind {
        FailureKind::Busy => {
            Stop::Later(format!("the history cannot be read: {}", failure.message))
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
