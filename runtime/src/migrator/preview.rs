//! What was done and what would be done, without doing anything.

use ingrain_core::{Command, Dialect, Target};

use crate::driver::Driver;
use crate::engine::{Engine, offline};
use crate::{Database, Error, History, Migrator, Plan, trace};

impl Migrator {
    /// What `command` would do: each step with its SQL. It writes nothing and takes no lock, and says under
    /// [`Mode::Verify`](crate::Mode::Verify) too what a process that applies would do.
    ///
    /// `Command::Run` is what [`run`](Migrator::run) does, `Command::Up(Target::Up(2))` what
    /// [`up`](Migrator::up) does, and so on.
    ///
    /// # Errors
    ///
    /// The refusal that the call itself would give, such as `ING0108` for a revert on a database that is
    /// stamped as production; and when the database or its history fails.
    pub fn plan<'c, D: Database>(
        &self,
        connection: &'c mut D,
        command: Command,
    ) -> D::Output<'c, Plan> {
        let migrator = self.clone();
        let driver = connection.driver();
        D::drive(trace::spanned(
            <D::Driver<'c> as Driver>::DIALECT,
            async move { Engine::new(&migrator, driver)?.plan(command).await },
        ))
    }

    /// What the database remembers of its migrations: how each stands, who applied it and when, and the log
    /// itself. It writes nothing and takes no lock, and it reads the whole log: for people, not for health
    /// checks, which [`status`](Migrator::status) is for.
    ///
    /// ```ignore
    /// for event in migrator.history(&mut connection)?.events().iter().rev().take(10) {
    ///     println!("{} {} {:?}", event.applied_at(), event.event(), event.version());
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// When the database or its history fails; a refusal is part of the status.
    pub fn history<'c, D: Database>(&self, connection: &'c mut D) -> D::Output<'c, History> {
        let migrator = self.clone();
        let driver = connection.driver();
        D::drive(trace::spanned(
            <D::Driver<'c> as Driver>::DIALECT,
            async move { Engine::new(&migrator, driver)?.history().await },
        ))
    }

    /// A script that does by itself what a run would do, for whoever may not or will not let the
    /// application migrate: from `from`, which is `Target::Base` or a version, to `to`, in either direction.
    ///
    /// Run by `psql -X -v ON_ERROR_STOP=1 -f` or by `sqlite3 app.db < script`, it leaves schema and history as
    /// a run would, times and who applied it aside: the history says `… (offline)`. On a database whose
    /// history does not end at `from` it fails and changes nothing; so it does where a run would be refused
    /// because of tables without a history, and downwards on a database that is stamped as production,
    /// unless the migrator has `Unmanaged::Allow` or `Consent::Given`.
    ///
    /// On Postgres the history is in the schema that [`history_schema`](Migrator::history_schema) names, else
    /// in `public`, and the script fails where a run would look for it elsewhere. On SQLite it enforces
    /// foreign keys, as the SQLite does that rusqlite brings along.
    ///
    /// # Errors
    ///
    /// When there is no such version, one on the way down is irreversible, or the folder is not embedded for
    /// this dialect.
    pub fn offline_sql(
        &self,
        dialect: Dialect,
        from: impl Into<Target>,
        to: impl Into<Target>,
    ) -> Result<String, Error> {
        offline(self, dialect, from.into(), to.into())
    }
}
