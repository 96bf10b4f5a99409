//! What an application does around its migrations.

use std::error::Error as StdError;
use std::sync::Arc;

use crate::backup::Backup;
use crate::{Error, Migrator, Planned, Ran, Report, Upcoming};

/// Around migrations. Of each there may be several, called in the order in which they were given; a call
/// with nothing to run calls none, and `redo` is one call.
impl Migrator {
    /// Makes a backup before the first migration of a call, if the database has a history or tables; see
    /// [`backup`](crate::backup). By default there is none.
    ///
    /// Of several the first that is for the database is taken: an application for both gives one of each.
    pub fn backup(mut self, backup: impl Into<Backup>) -> Migrator {
        self.settings.hooks.backups.push(backup.into());
        self
    }

    /// Asks the application before the first migration of a call, and before a backup; an error stops
    /// the call (`ING0209`), and nothing has run.
    ///
    /// It is called once, in the process that will migrate, while others wait for it: on Postgres for
    /// the advisory lock, on SQLite for the write lock. It may block: on Postgres it has a thread of its
    /// own. It must not use the connection.
    ///
    /// ```ignore
    /// .before_run(|upcoming| match upcoming.migrations().len() {
    ///     0..=20 => Ok(()),
    ///     many => Err(format!("{many} migrations at once: is this the right database?").into()),
    /// })
    /// ```
    pub fn before_run(
        mut self,
        hook: impl Fn(&Upcoming) -> Result<(), Box<dyn StdError + Send + Sync>> + Send + Sync + 'static,
    ) -> Migrator {
        self.settings.hooks.before_run.push(Arc::new(hook));
        self
    }

    /// Tells the application of each migration before it is sent to the database.
    ///
    /// Where many transactions share a message, as on Postgres, it is called for all of them before the
    /// message, and again for those that have to be sent again. It must not block.
    pub fn before_each(mut self, hook: impl Fn(&Planned) + Send + Sync + 'static) -> Migrator {
        self.settings.hooks.before_each.push(Arc::new(hook));
        self
    }

    /// Tells the application of each migration once it is known to be committed, exactly once.
    ///
    /// Where many migrations share a transaction, as on SQLite, or a message, as on Postgres, that is
    /// known for all of them together. It must not block.
    pub fn after_each(mut self, hook: impl Fn(&Ran) + Send + Sync + 'static) -> Migrator {
        self.settings.hooks.after_each.push(Arc::new(hook));
        self
    }

    /// Tells the application how a call ended in which it was about to migrate: what it did, or why it
    /// failed. Not for one that `before_run` or a backup stopped. It must not block.
    pub fn after_run(
        mut self,
        hook: impl Fn(Result<&Report, &Error>) + Send + Sync + 'static,
    ) -> Migrator {
        self.settings.hooks.after_run.push(Arc::new(hook));
        self
    }

    /// Lets the application stop a call, before its next transaction or while it waits for another process:
    /// for a process that is asked to end while it migrates. Once the hook says yes the call ends with
    /// `ING0209`; what is committed stays, and the next start goes on from there.
    ///
    /// A statement that runs is let run: to end it as well, cancel it, through `Client::cancel_token` or
    /// `Connection::get_interrupt_handle`. It is asked often, and must not block.
    ///
    /// ```ignore
    /// .stop_when(|| SHUTTING_DOWN.load(Ordering::Relaxed))
    /// ```
    pub fn stop_when(mut self, hook: impl Fn() -> bool + Send + Sync + 'static) -> Migrator {
        self.settings.hooks.stop_when.push(Arc::new(hook));
        self
    }
}
