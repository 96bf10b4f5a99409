//! A connection to either database: the one place in which commands tell the two apart.

use std::sync::Arc;

use ingrain::{Command, Dialect, Error, History, Migrator, Plan, Report, Status};

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
        match &mut $session.connection {
            #[cfg(feature = "rusqlite")]
            Connection::Sqlite($connection) => $call,
            #[cfg(feature = "tokio-postgres")]
            Connection::Postgres {
                runtime,
                client: $connection,
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

    pub(crate) fn status(&mut self, migrator: &Migrator) -> Result<Status, Error> {
        call!(self, connection => migrator.status(connection))
    }

    /// What the database remembers of its migrations.
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

    pub(crate) fn up(
        &mut self,
        migrator: &Migrator,
        target: ingrain::Target,
    ) -> Result<Report, Error> {
        call!(self, connection => migrator.up(connection, target))
    }

    /// What stops the statement that runs at the moment.
    pub(crate) fn cancel(&self) -> Arc<dyn Fn() + Send + Sync> {
        Arc::clone(&self.cancel)
    }
}
