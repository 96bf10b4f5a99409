//! What an application does around its migrations.

use std::fmt;
use std::sync::Arc;

use ingrain_core::{Checksum, Class, Dialect, Direction, Setting, Text, Version};

use crate::backup::Backup;
use crate::{Error, Ran, Report};

/// An error of the application's own.
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What a call is about to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upcoming {
    pub(crate) database: Option<String>,
    pub(crate) schema: Option<String>,
    pub(crate) from: Option<Version>,
    pub(crate) to: Option<Version>,
    pub(crate) migrations: Vec<Planned>,
    pub(crate) state: State,
}

/// A migration that is about to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub(crate) version: Version,
    pub(crate) description: String,
    pub(crate) direction: Direction,
    pub(crate) class: Class,
}

/// What backups need to know of the database besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    /// The same for the same history and the same scripts to run; progress of a script that is
    /// part-way does not count.
    pub(crate) identity: Checksum,
    /// Whether there is a history, or a table.
    pub(crate) holds_data: bool,
    /// Whether a script that runs outside transactions stopped in the middle.
    pub(crate) is_part_way: bool,
}

impl Upcoming {
    /// The file of a SQLite database, as an absolute path, or nothing for one in memory; the name of a
    /// Postgres database.
    pub fn database(&self) -> Option<&str> {
        self.database.as_deref()
    }

    /// The schema that the history is said to be in, on Postgres: of a tenant, its own.
    pub fn schema(&self) -> Option<&str> {
        self.schema.as_deref()
    }

    /// The last applied version.
    pub fn from(&self) -> Option<Version> {
        self.from
    }

    /// The last applied version once all is done.
    pub fn to(&self) -> Option<Version> {
        self.to
    }

    /// What will run, in that order; at least one migration.
    pub fn migrations(&self) -> &[Planned] {
        &self.migrations
    }
}

impl Planned {
    /// Its version.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Its description.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Which of its scripts will run.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Whether a binary that does not know the migration may keep running over it.
    pub fn class(&self) -> Class {
        self.class
    }
}

/// The application's callbacks; empty lists take no memory and no time.
#[derive(Clone, Default)]
pub(crate) struct Hooks {
    pub(crate) before_run: Vec<Arc<BeforeRun>>,
    pub(crate) before_each: Vec<Arc<BeforeEach>>,
    pub(crate) after_each: Vec<Arc<AfterEach>>,
    pub(crate) after_run: Vec<Arc<AfterRun>>,
    pub(crate) stop_when: Vec<Arc<StopWhen>>,
    pub(crate) backups: Vec<Backup>,
}

pub(crate) type BeforeRun = dyn Fn(&Upcoming) -> Result<(), BoxError> + Send + Sync;
pub(crate) type BeforeEach = dyn Fn(&Planned) + Send + Sync;
pub(crate) type AfterEach = dyn Fn(&Ran) + Send + Sync;
pub(crate) type AfterRun = dyn Fn(Result<&Report, &Error>) + Send + Sync;
pub(crate) type StopWhen = dyn Fn() -> bool + Send + Sync;

impl Hooks {
    /// Whether anything is to happen before the first migration.
    pub(crate) fn prepare(&self) -> bool {
        !self.before_run.is_empty() || !self.backups.is_empty()
    }

    /// Nobody wants the call to stop.
    pub(crate) fn go_on(&self) -> Result<(), Error> {
        match self.stop_when.iter().any(|hook| hook()) {
            true => Err(Error::told_to_stop()),
            false => Ok(()),
        }
    }

    /// The backup to make of such a database.
    pub(crate) fn backup(&self, dialect: Dialect) -> Option<&Backup> {
        self.backups.iter().find(|backup| backup.is_for(dialect))
    }

    /// The backup of such a database can be made as it is asked for.
    pub(crate) fn check(&self, dialect: Dialect) -> Result<(), Error> {
        match self.backup(dialect) {
            Some(backup) => backup.check(),
            None if self.backups.is_empty() => Ok(()),
            None => Err(Error::settings(
                format!("the backup that the migrator was given is not for {dialect}"),
                Text::from("give it one more, ")
                    + Setting::Backup
                    + ": of several it takes the one for the database",
            )),
        }
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hooks")
            .field("before_run", &self.before_run.len())
            .field("before_each", &self.before_each.len())
            .field("after_each", &self.after_each.len())
            .field("after_run", &self.after_run.len())
            .field("stop_when", &self.stop_when.len())
            .field("backups", &self.backups)
            .finish()
    }
}
