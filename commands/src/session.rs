//! A connection to either database: the one place in which commands tell the two apart.

use std::sync::Arc;

use ingrain::{
    Command, Declared, Dialect, Environment, Error, History, Migrator, Plan, Report, Target, Tool,
    Version,
};

/// What a command changes in a database, with the reason that was given.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Up(Target),
    Down(Target),
    Redo(Target),
    Baseline(Version, String),
    Repair(String),
    RepairUnfinished(Declared, String),
    Adopt(Tool),
    Environment(String),
}

impl Change {
    /// The same without its words, for the planner.
    pub(crate) fn command(&self) -> Command {
        match self {
            Change::Up(target) => Command::Up(*target),
            Change::Down(target) => Command::Down(*target),
            Change::Redo(target) => Command::Redo(*target),
            Change::Baseline(version, _) => Command::Baseline(*version),
            Change::Repair(_) => Command::Repair,
            Change::RepairUnfinished(declared, _) => Command::RepairUnfinished(*declared),
            Change::Adopt(tool) => Command::Adopt(*tool),
            Change::Environment(name) => Command::Environment(Environment::of(name)),
        }
    }
}

/// A connection to either database, with a way to stop what runs on it.
pub struct Session {
    connection: Connection,
    cancel: Arc<dyn Fn() + Send + Sync>,
}

enum Connection {
    #[cfg(feature = "rusqlite")]
    Sqlite(rusqlite::Connection),
    #[cfg(feature = "tokio-postgres")]
    Postgres {
        runtime: tokio::runtime::Runtime,
        client: tokio_postgres::Client,
    },
}

/// Calls the migrator on whichever connection it is.
macro_rules! call {
    ($session:expr, $connection:ident => $call:expr) => {
        // Not through a reference, which has a value although this has none without a driver.
        match $session.connection {
            #[cfg(feature = "rusqlite")]
            Connection::Sqlite(ref mut $connection) => $call,
            #[cfg(feature = "tokio-postgres")]
            Connection::Postgres {
                ref runtime,
                client: ref mut $connection,
            } => runtime.block_on($call),
        }
    };
}

impl Session {
    /// A session on SQLite.
    #[cfg(feature = "rusqlite")]
    pub(crate) fn sqlite(connection: rusqlite::Connection) -> Session {
        let handle = connection.get_interrupt_handle();
        Session {
            connection: Connection::Sqlite(connection),
            cancel: Arc::new(move || handle.interrupt()),
        }
    }

    /// A session on Postgres; `cancel` stops the statement that runs on it, and is called on other threads.
    #[cfg(feature = "tokio-postgres")]
    pub(crate) fn postgres(
        runtime: tokio::runtime::Runtime,
        client: tokio_postgres::Client,
        cancel: impl Fn() + Send + Sync + 'static,
    ) -> Session {
        Session {
            connection: Connection::Postgres { runtime, client },
            cancel: Arc::new(cancel),
        }
    }

    /// Which database it is.
    pub fn dialect(&self) -> Dialect {
        match self.connection {
            #[cfg(feature = "rusqlite")]
            Connection::Sqlite(_) => Dialect::Sqlite,
            #[cfg(feature = "tokio-postgres")]
            Connection::Postgres { .. } => Dialect::Postgres,
        }
    }

    /// What the database remembers of its migrations; nothing is written.
    ///
    /// # Errors
    ///
    /// When the database fails, or its history cannot be read.
    pub fn history(&mut self, migrator: &Migrator) -> Result<History, Error> {
        call!(self, connection => migrator.history(connection))
    }

    pub(crate) fn plan(&mut self, migrator: &Migrator, command: Command) -> Result<Plan, Error> {
        call!(self, connection => migrator.plan(connection, command))
    }

    pub(crate) fn change(&mut self, migrator: &Migrator, change: &Change) -> Result<Report, Error> {
        call!(self, connection => match change {
            Change::Up(target) => migrator.up(connection, *target),
            Change::Down(target) => migrator.down(connection, *target),
            Change::Redo(target) => migrator.redo(connection, *target),
            Change::Baseline(version, why) => migrator.baseline(connection, *version, why),
            Change::Repair(why) => migrator.repair(connection, why),
            Change::RepairUnfinished(declared, why) => {
                migrator.repair_unfinished(connection, *declared, why)
            }
            Change::Adopt(tool) => migrator.adopt(connection, *tool),
            Change::Environment(name) => migrator.environment(connection, name),
        })
    }

    /// What stops the statement that runs at the moment.
    pub(crate) fn cancel(&self) -> Arc<dyn Fn() + Send + Sync> {
        Arc::clone(&self.cancel)
    }
}

/// Whether the statement was cancelled, whatever the language in which the database says so.
pub(crate) fn was_cancelled(error: &(dyn std::error::Error + 'static)) -> bool {
    #[cfg(feature = "rusqlite")]
    if let Some(error) = error.downcast_ref::<rusqlite::Error>() {
        return error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted);
    }
    #[cfg(feature = "tokio-postgres")]
    if let Some(error) = error.downcast_ref::<tokio_postgres::Error>() {
        return error.code() == Some(&tokio_postgres::error::SqlState::QUERY_CANCELED);
    }
    false
}
