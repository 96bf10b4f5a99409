//! What applications call.

mod environment;
mod preview;

use std::time::Duration;

use ingrain_core::{
    Command, Consent, Declared, Dialect, Mode, Newer, Order, ParseModeError, Policy, Target, Tool,
    Unmanaged, Version,
};

use crate::driver::Driver;
use crate::engine::Engine;
use crate::hooks::Hooks;
use crate::{Database, Error, Migrations, Report, Status, trace};

mod around;

/// Runs migrations, and says how a database stands.
///
/// A call takes a `rusqlite::Connection` and returns a `Result`, or a `tokio_postgres::Client` and
/// returns a future of one. The connection must not be inside a transaction. A future that is dropped
/// half-way leaves every migration whole, but may leave the session with a lock, a transaction or time
/// limits: drop the client with it.
///
/// Any number of processes may call at once: each migration is applied by one of them, the others wait
/// for it and go on.
#[derive(Debug, Clone)]
#[must_use = "it does nothing until `run` or another call"]
pub struct Migrator {
    pub(crate) migrations: Migrations,
    pub(crate) settings: Settings,
}

/// How to run.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) table: String,
    pub(crate) schema: Option<String>,
    pub(crate) application: String,
    pub(crate) policy: Policy,
    /// What `INGRAIN_POLICY` says, where it was asked for and means nothing.
    pub(crate) misread: Option<ParseModeError>,
    pub(crate) transactions: Option<Transactions>,
    pub(crate) lock_timeout: Duration,
    pub(crate) statement_timeout: Option<Duration>,
    pub(crate) wait: Duration,
    pub(crate) pooling: Pooling,
    pub(crate) hooks: Hooks,
}

/// How many migrations share a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transactions {
    /// Each has its own: what went well before a failure stays. The default on Postgres.
    Each,
    /// All of a run share one, apart from those that say `no-transaction` or `foreign-keys off`: all or
    /// nothing. The default on SQLite, where it is ten times faster.
    Together,
}

/// What is known of a connection pooler between the application and Postgres.
///
/// Pools inside the application (deadpool, bb8) hand out whole connections, and do not matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Pooling {
    /// Nothing: a migration that says `no-transaction` is refused where there is one. All others run
    /// through it as they do without.
    #[default]
    Unknown,
    /// If there is one, it keeps one session of the server for as long as the client is connected.
    Session,
}

impl Transactions {
    pub(crate) fn default_of(dialect: Dialect) -> Transactions {
        match dialect {
            Dialect::Sqlite => Transactions::Together,
            Dialect::Postgres => Transactions::Each,
        }
    }
}

impl Migrator {
    pub(crate) fn new(migrations: Migrations) -> Migrator {
        let settings = Settings {
            table: "ingrain_history".to_owned(),
            schema: None,
            application: migrations.application.to_owned(),
            policy: Policy::default(),
            misread: None,
            transactions: None,
            lock_timeout: Duration::from_secs(5),
            statement_timeout: None,
            wait: Duration::from_secs(300),
            pooling: Pooling::default(),
            hooks: Hooks::default(),
        };
        Migrator {
            migrations,
            settings,
        }
    }

    /// The name of the history table; `ingrain_history` by default.
    pub fn history_table(mut self, name: impl Into<String>) -> Migrator {
        self.settings.table = name.into();
        self
    }

    /// The schema of the history table on Postgres, which must exist; by default the first on the search
    /// path that does.
    pub fn history_schema(mut self, name: impl Into<String>) -> Migrator {
        self.settings.schema = Some(name.into());
        self
    }

    /// What the history calls this application; by default the name and version of the package that
    /// embeds the migrations.
    pub fn application(mut self, name: impl Into<String>) -> Migrator {
        self.settings.application = name.into();
        self
    }

    /// Whether pending migrations are applied; by default they are. It goes before what was said of it
    /// until then, also by [`for_environment`](Migrator::for_environment).
    pub fn mode(mut self, mode: Mode) -> Migrator {
        self.settings.policy.mode = mode;
        self.settings.misread = None;
        self
    }

    /// What becomes of a pending migration below the last applied one; by default it is refused.
    pub fn order(mut self, order: Order) -> Migrator {
        self.settings.policy.order = order;
        self
    }

    /// What becomes of applied migrations that this binary does not embed; by default it runs over them
    /// if all are compatible.
    pub fn newer(mut self, newer: Newer) -> Migrator {
        self.settings.policy.newer = newer;
        self
    }

    /// What becomes of a database that has tables but no history; by default it is refused.
    pub fn unmanaged(mut self, unmanaged: Unmanaged) -> Migrator {
        self.settings.policy.unmanaged = unmanaged;
        self
    }

    /// Whether a database whose environment is production may be reverted; by default it may not.
    pub fn consent(mut self, consent: Consent) -> Migrator {
        self.settings.policy.consent = consent;
        self
    }

    /// How many migrations share a transaction; by default each has its own on Postgres, and all of a
    /// run share one on SQLite.
    pub fn transactions(mut self, transactions: Transactions) -> Migrator {
        self.settings.transactions = Some(transactions);
        self
    }

    /// How long a statement waits for a lock on Postgres before the migration is taken back and tried
    /// again; 5 seconds by default, so that no start-up queues behind a long query and everything else
    /// behind it. A script's own `lock-timeout` goes before it. On SQLite the connection's own
    /// `busy_timeout` holds.
    pub fn lock_timeout(mut self, limit: Duration) -> Migrator {
        self.settings.lock_timeout = limit;
        self
    }

    /// How long a statement may take on Postgres; by default what the server has set. A script's own
    /// `statement-timeout` goes before it.
    pub fn statement_timeout(mut self, limit: Duration) -> Migrator {
        self.settings.statement_timeout = Some(limit);
        self
    }

    /// How long to wait in all for another process, or for a lock, before giving up; 5 minutes by default.
    /// The error names who is in the way. With the feature `tracing` a long wait is an event too.
    pub fn wait(mut self, limit: Duration) -> Migrator {
        self.settings.wait = limit;
        self
    }

    /// What is known of a connection pooler in front of Postgres; by default nothing.
    pub fn pooling(mut self, pooling: Pooling) -> Migrator {
        self.settings.pooling = pooling;
        self
    }

    /// Brings the database to the head, as at start-up. With nothing pending it is one statement that
    /// reads one row.
    ///
    /// # Errors
    ///
    /// A refusal (`ING01xx`), with the database untouched; or a failure (`ING02xx`).
    pub fn run<'c, D: Database>(&self, connection: &'c mut D) -> D::Output<'c, Report> {
        self.command(connection, Command::Run, None)
    }

    /// Applies pending migrations up to `target`: `Target::Head`, `Target::Up(2)`, a version that
    /// [`versions!`](crate::versions) names, or what a user typed, `"+2".parse::<Target>()?`.
    ///
    /// # Errors
    ///
    /// As [`run`](Migrator::run), and when there is no such target.
    pub fn up<'c, D: Database>(
        &self,
        connection: &'c mut D,
        target: impl Into<Target>,
    ) -> D::Output<'c, Report> {
        self.command(connection, Command::Up(target.into()), None)
    }

    /// Reverts applied migrations, the last one first, down to `target`, which itself stays applied:
    /// `Target::Down(1)`, `Target::Base`, a version, or what a user typed, `"-1".parse::<Target>()?`.
    ///
    /// # Errors
    ///
    /// As [`run`](Migrator::run), and when one on the way is irreversible: then none is reverted.
    pub fn down<'c, D: Database>(
        &self,
        connection: &'c mut D,
        target: impl Into<Target>,
    ) -> D::Output<'c, Report> {
        self.command(connection, Command::Down(target.into()), None)
    }

    /// Reverts down to `target`, as [`down`](Migrator::down) does, and applies the same migrations again:
    /// `Target::Down(1)` for the last one, while it is being written.
    ///
    /// # Errors
    ///
    /// As [`down`](Migrator::down), and when this binary does not embed one of them: then none is reverted.
    /// Where migrations share a transaction, a failure on the way up takes the way down back too; else what
    /// was reverted stays so, and the error says it.
    pub fn redo<'c, D: Database>(
        &self,
        connection: &'c mut D,
        target: impl Into<Target>,
    ) -> D::Output<'c, Report> {
        self.command(connection, Command::Redo(target.into()), None)
    }

    /// Takes everything up to `version` for applied, without running it: for a database whose schema was
    /// made by other means and is that of `version`. The reason is recorded.
    ///
    /// # Errors
    ///
    /// When there is no such version, or the database has migrations applied already.
    pub fn baseline<'c, D: Database>(
        &self,
        connection: &'c mut D,
        version: Version,
        why: &str,
    ) -> D::Output<'c, Report> {
        self.command(connection, Command::Baseline(version), Some(why))
    }

    /// Takes over the history of another migration tool: records as applied, without running it, what the
    /// tool's own table says it has applied. What is not applied there stays pending.
    ///
    /// Every row has to be of an embedded migration, and every checksum that of its script; diesel keeps
    /// none. All is recorded in one transaction, with a note of when the tool applied it, or nothing is. The
    /// tool's table is left as it is. A database that was taken over before is left alone.
    /// `docs/adopting.md` has the steps.
    ///
    /// ```ignore
    /// match migrator.run(&mut connection) {
    ///     Err(error) if error.code() == Code::Unmanaged => {
    ///         migrator.adopt(&mut connection, Tool::Sqlx)?;
    ///         migrator.run(&mut connection)?
    ///     }
    ///     result => result?,
    /// };
    /// ```
    ///
    /// # Errors
    ///
    /// When the tool's table is not there, or holds a migration that failed, is not embedded or has another
    /// checksum; and when migrations are applied already, and not all that the tool has among them.
    pub fn adopt<'c, D: Database>(
        &self,
        connection: &'c mut D,
        tool: Tool,
    ) -> D::Output<'c, Report> {
        self.command(connection, Command::Adopt(tool), None)
    }

    /// Accepts that applied migrations differ from the embedded ones. Down scripts that were mended since then
    /// replace those that the history keeps. The reason is recorded.
    ///
    /// # Errors
    ///
    /// When a script is part-way, which is for [`repair_unfinished`](Migrator::repair_unfinished) to
    /// settle first; or the database or its history fails.
    pub fn repair<'c, D: Database>(
        &self,
        connection: &'c mut D,
        why: &str,
    ) -> D::Output<'c, Report> {
        self.command(connection, Command::Repair, Some(why))
    }

    /// Says how a script ended that ran outside a transaction and stopped part-way, once it was seen to
    /// by hand: done or undone. The reason is recorded. With no such script it does nothing.
    ///
    /// A script that is done counts as applied as it is embedded here, or as it was begun if it is not
    /// embedded; a down script counts as reverted.
    ///
    /// # Errors
    ///
    /// When the database or its history fails.
    pub fn repair_unfinished<'c, D: Database>(
        &self,
        connection: &'c mut D,
        declared: Declared,
        why: &str,
    ) -> D::Output<'c, Report> {
        self.command(connection, Command::RepairUnfinished(declared), Some(why))
    }

    /// Records in the database which environment it belongs to. One whose name begins with `prod` is not
    /// reverted without [`consent`](Migrator::consent), by whatever process.
    ///
    /// It is about the database, and stays: what this process may do there, by the name of its environment,
    /// [`for_environment`](Migrator::for_environment) says.
    ///
    /// # Errors
    ///
    /// When the database or its history fails.
    pub fn environment<'c, D: Database>(
        &self,
        connection: &'c mut D,
        environment: &str,
    ) -> D::Output<'c, Report> {
        self.command(connection, Command::Environment, Some(environment))
    }

    /// How the database stands. It writes nothing, and with nothing pending it is one statement that
    /// reads one row.
    ///
    /// # Errors
    ///
    /// When the database or its history fails; a refusal is part of the status.
    pub fn status<'c, D: Database>(&self, connection: &'c mut D) -> D::Output<'c, Status> {
        let migrator = self.clone();
        let driver = connection.driver();
        D::drive(trace::spanned(
            <D::Driver<'c> as Driver>::DIALECT,
            async move { Engine::new(&migrator, driver)?.status().await },
        ))
    }

    fn command<'c, D: Database>(
        &self,
        connection: &'c mut D,
        command: Command,
        note: Option<&str>,
    ) -> D::Output<'c, Report> {
        let migrator = self.clone();
        let note = note.map(str::to_owned);
        let driver = connection.driver();
        D::drive(trace::spanned(
            <D::Driver<'c> as Driver>::DIALECT,
            async move { Engine::new(&migrator, driver)?.run(command, note).await },
        ))
    }
}

impl Settings {
    pub(crate) fn transactions(&self, dialect: Dialect) -> Transactions {
        self.transactions
            .unwrap_or(Transactions::default_of(dialect))
    }

    /// The settings can be used as they are.
    pub(crate) fn check(&self, note: Option<&str>, dialect: Dialect) -> Result<(), Error> {
        if let Some(misread) = &self.misread {
            return Err(Error::settings(
                format!(
                    "the environment variable {}: {misread}",
                    environment::VARIABLE
                ),
                "`apply` applies what is pending, `verify` only checks; without the variable the application decides",
            ));
        }
        // Postgres cuts longer names off, and then they are other names.
        const LONGEST: usize = 63;
        for name in [Some(&self.table), self.schema.as_ref()]
            .into_iter()
            .flatten()
        {
            if name.is_empty() || name.len() > LONGEST || name.contains('\0') {
                let help = "choose a name of 1 to 63 bytes, such as `ingrain_history`";
                return Err(Error::settings(
                    format!("the history cannot be called {name:?}"),
                    help,
                ));
            }
        }
        if self.schema.is_some() && dialect == Dialect::Sqlite {
            let help = "leave `history_schema` out, or choose another `history_table`";
            return Err(Error::settings(
                "SQLite has no schemas to put the history in".to_owned(),
                help,
            ));
        }
        for limit in [Some(self.lock_timeout), self.statement_timeout]
            .into_iter()
            .flatten()
        {
            // Postgres counts milliseconds in 32 bits, and takes 0 for no limit at all.
            if !(1..=i32::MAX as u128).contains(&limit.as_millis()) {
                let title = format!("a time limit cannot be {limit:?}");
                return Err(Error::settings(
                    title,
                    "choose one from 1 millisecond to 24 days",
                ));
            }
        }
        if note.is_some_and(|note| note.trim().is_empty() || note.contains('\0')) {
            return Err(Error::settings(
                "the reason is empty".to_owned(),
                "say why, for whoever reads the history later",
            ));
        }
        if self.application.contains('\0') {
            return Err(Error::settings(
                "the application's name holds a NUL character".to_owned(),
                "leave it out",
            ));
        }
        self.hooks.check(dialect)
    }
}
