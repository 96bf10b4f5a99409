//! Settings of the connection that hold for a while.

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Result};

/// Triggers do not fire until this is dropped.
pub(super) struct WithoutTriggers<'a> {
    connection: &'a Connection,
    before: bool,
}

impl<'a> WithoutTriggers<'a> {
    pub(super) fn new(connection: &'a Connection) -> Result<Self> {
        let before = connection.db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        Ok(Self { connection, before })
    }
}

impl Drop for WithoutTriggers<'_> {
    fn drop(&mut self) {
        // Setting a flag that SQLite has just been able to set does not fail.
        let _ = self
            .connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, self.before);
    }
}

/// Does something that is undone if it fails.
pub(super) fn savepoint<T, E: From<rusqlite::Error>>(
    connection: &Connection,
    work: impl FnOnce() -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    connection.execute_batch("SAVEPOINT ingrain_seed")?;
    let done = work().and_then(|done| {
        connection.execute_batch("RELEASE ingrain_seed")?;
        Ok(done)
    });
    if done.is_err() {
        // Why it failed says more than that undoing it failed too.
        let _ = connection.execute_batch("ROLLBACK TO ingrain_seed; RELEASE ingrain_seed");
    }
    done
}

/// Foreign keys are not looked at before the end of the transaction while `work` is done.
pub(super) fn deferring<T, E: From<rusqlite::Error>>(
    connection: &Connection,
    work: impl FnOnce() -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let before: bool =
        connection.pragma_query_value(None, "defer_foreign_keys", |row| row.get(0))?;
    connection.pragma_update(None, "defer_foreign_keys", true)?;
    let done = work();
    connection.pragma_update(None, "defer_foreign_keys", before)?;
    done
}
