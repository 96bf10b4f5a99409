//! Backups that are made before the first migration of a call, and their restoration.
//!
//! ```ignore
//! use ingrain::backup::{PgDump, SqliteCopy};
//!
//! MIGRATIONS.migrator().backup(SqliteCopy::beside().keep(3)).run(&mut connection)?;
//! MIGRATIONS.migrator().backup(PgDump::new("/var/backups/journal", url)).run(&mut client).await?;
//! ```
//!
//! One is made when something is about to be applied or reverted and the database has a history, or
//! tables; by the process that migrates alone, of however many. It is called after what it stands before,
//! `app.db.0007-to-0009.bak`, and has a receipt beside it, `app.db.0007-to-0009.bak.sha256`, which
//! `sha256sum --check` can read. The log records both, as the note of the first migration after it.
//!
//! An application that fails and is started over and over does not fill the disk. For the same history and
//! the same pending scripts a copy of a SQLite file counts until somebody writes to the database, and a dump
//! for ten minutes; of a script that runs outside transactions and stopped in the middle, the backup from
//! before it counts, however old. And only so many are kept.
//!
//! When a backup fails, nothing runs, and the database is as it was.

#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
mod currency;
#[cfg(feature = "tokio-postgres")]
mod dump;
#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
mod files;
mod problem;
#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
mod receipt;
#[cfg(feature = "rusqlite")]
mod restore;
#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
mod shelf;
#[cfg(feature = "rusqlite")]
mod sqlite;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use ingrain_core::Dialect;

use self::problem::Problem;
use crate::hooks::BoxError;
use crate::{Error, Upcoming};

#[cfg(feature = "tokio-postgres")]
pub use self::dump::PgDump;
#[cfg(feature = "rusqlite")]
pub use self::restore::restore;
#[cfg(feature = "rusqlite")]
pub use self::sqlite::SqliteCopy;

/// So many backups are kept unless `keep` says otherwise.
#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
const KEPT: usize = 3;

/// A way to make a backup: [`SqliteCopy`], [`PgDump`], or the application's own.
#[derive(Clone)]
pub struct Backup(Kind);

#[derive(Clone)]
enum Kind {
    #[cfg(feature = "rusqlite")]
    Copy(SqliteCopy),
    #[cfg(feature = "tokio-postgres")]
    Dump(PgDump),
    By(Arc<By>),
}

type By = dyn Fn(&Upcoming) -> Result<String, BoxError> + Send + Sync;

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Saved {
    /// What the log says of it.
    pub(crate) note: String,
    pub(crate) file: Option<PathBuf>,
}

impl Saved {
    /// What people call it.
    pub(crate) fn what(&self) -> String {
        match &self.file {
            Some(file) => file.display().to_string(),
            None => self.note.trim_start_matches("backup ").to_owned(),
        }
    }
}

impl Backup {
    /// The application's own way, such as a snapshot of the disk; what it returns is recorded in the log,
    /// after the word `backup`. For a tenant of `tenants::Schemas` it is called once, and told the
    /// [`schema`](Upcoming::schema).
    ///
    /// It may block. Nothing keeps it from being asked for the same twice, when a start fails and is
    /// repeated.
    pub fn by(
        make: impl Fn(&Upcoming) -> Result<String, Box<dyn std::error::Error + Send + Sync>>
        + Send
        + Sync
        + 'static,
    ) -> Backup {
        Backup(Kind::By(Arc::new(make)))
    }

    pub(crate) fn is_for(&self, dialect: Dialect) -> bool {
        match &self.0 {
            #[cfg(feature = "rusqlite")]
            Kind::Copy(_) => dialect == Dialect::Sqlite,
            #[cfg(feature = "tokio-postgres")]
            Kind::Dump(_) => dialect == Dialect::Postgres,
            Kind::By(_) => [Dialect::Sqlite, Dialect::Postgres].contains(&dialect),
        }
    }

    /// It holds all of a Postgres database, not one schema.
    #[cfg(feature = "tokio-postgres")]
    pub(crate) fn is_of_everything(&self) -> bool {
        matches!(self.0, Kind::Dump(_))
    }

    /// It can be made as it is asked for.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match &self.0 {
            #[cfg(feature = "rusqlite")]
            Kind::Copy(copy) => copy.check(),
            #[cfg(feature = "tokio-postgres")]
            Kind::Dump(dump) => dump.check(),
            Kind::By(_) => Ok(()),
        }
    }

    /// Makes it, or finds that there is nothing to save.
    pub(crate) fn make(&self, upcoming: &Upcoming) -> Result<Option<Saved>, Error> {
        if !upcoming.state.holds_data {
            return Ok(None);
        }
        let made = match &self.0 {
            #[cfg(feature = "rusqlite")]
            Kind::Copy(copy) => copy.make(upcoming),
            #[cfg(feature = "tokio-postgres")]
            Kind::Dump(dump) => dump.make(upcoming),
            Kind::By(make) => by(make.as_ref(), upcoming),
        };
        made.map_err(|problem| {
            let note = "nothing has run: the database is as it was before";
            problem.into_error("no backup could be made", note)
        })
    }
}

fn by(make: &By, upcoming: &Upcoming) -> Result<Option<Saved>, Problem> {
    let made = make(upcoming).map_err(|error| {
        let help = "the words are those of the application's own backup: put right what they say, and start again";
        Problem::new(error.to_string(), help).caused(error)
    })?;
    Ok(Some(Saved {
        // Neither database can store the character.
        note: format!("backup {}", made.replace('\0', "")),
        file: None,
    }))
}

#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
fn keep_at_least_one(keep: usize) -> Result<(), Error> {
    match keep {
        0 => Err(Error::settings(
            "of the backups none is to be kept".to_owned(),
            "keep at least one, `keep(1)`, or make none",
        )),
        _ => Ok(()),
    }
}

#[cfg(feature = "rusqlite")]
impl From<SqliteCopy> for Backup {
    fn from(copy: SqliteCopy) -> Backup {
        Backup(Kind::Copy(copy))
    }
}

#[cfg(feature = "tokio-postgres")]
impl From<PgDump> for Backup {
    fn from(dump: PgDump) -> Backup {
        Backup(Kind::Dump(dump))
    }
}

impl fmt::Debug for Backup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            #[cfg(feature = "rusqlite")]
            Kind::Copy(copy) => copy.fmt(f),
            #[cfg(feature = "tokio-postgres")]
            Kind::Dump(dump) => dump.fmt(f),
            Kind::By(_) => f.write_str("Backup::by(…)"),
        }
    }
}
