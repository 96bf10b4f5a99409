//! What applications call.

mod around;
mod confirmed;
mod environment;
mod preview;
mod settings;

use std::time::Duration;

use ingrain_core::{
    Command, Consent, Declared, Environment, Mode, Newer, Order, Target, Tool, Unmanaged, Version,
};

use crate::driver::Driver;
use crate::engine::Engine;
use crate::{Database, Migrations, Report, Status, trace};

pub(crate) use self::settings::Settings;
pub use self::settings::{Pooling, Transactions};

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

impl Migrator {
    pub(crate) fn new(migrations: Migrations) -> Migrator {
        let settings = Settings::of(migrations.application);
        Migrator {
            migrations,
            settings,
        }
    }

    /// The migrations that it runs.
    pub fn migrations(&self) -> Migrations {
        self.migrations
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

    /// Whether a database whose environment is production may be reverted, repaired or given a baseline, lose data,
    /// or be stamped as another environment; by default it may not.
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
    /// behind it. A script's own `lock-timeout` goes before it. On SQLite nothing queues: what is locked is
    /// tried again after short pauses, whatever the connection's `busy_timeout` is.
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

    /// Brings the database to the head, as at start-up. With nothing pending it is one round trip that
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

    /// Reverts down to `target`, as [`down`](Migrator::down) does, and applies the same migrations again,
    /// with what is pending between them: `Target::Down(1)` for the last one, while it is being written.
    ///
    /// # Errors
    ///
    /// As [`down`](Migrator::down), and when this binary does not embed one of them, or [`up`](Migrator::up)
    /// would be refused then: then none is reverted.
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
    /// reverted or repaired, loses no data, and is not given a name that begins otherwise, without
    /// [`consent`](Migrator::consent), by whatever process. White space around the name is left out; one with
    /// characters that nobody sees is refused.
    ///
    /// It is about the database, and stays: what this process may do there, by the name of its environment,
    /// [`for_environment`](Migrator::for_environment) says.
    ///
    /// # Errors
    ///
    /// When the database is protected and would not be any more, has tables but no history, or has a script that
    /// is part-way; and when the database or its history fails.
    pub fn environment<'c, D: Database>(
        &self,
        connection: &'c mut D,
        environment: &str,
    ) -> D::Output<'c, Report> {
        match environment::canonical(environment) {
            Ok(name) => {
                let command = Command::Environment(Environment::of(&name));
                self.command(connection, command, Some(&name))
            }
            Err(error) => D::drive(async { Err(error) }),
        }
    }

    /// How the database stands. It writes nothing, and with nothing pending it is one round trip that
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
