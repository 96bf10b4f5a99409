//! Rows of the history log.

mod parse;

use std::fmt;

use crate::chain::{Migration, Script};
use crate::{ChainDigest, Checksum, Class, Key, Version};

/// What a row of the log says happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// The up script ran.
    Applied,
    /// The down script ran.
    Reverted,
    /// A no-transaction script began.
    Started,
    /// One more statement of a no-transaction script is done, or one more batch of a backfill.
    Progressed,
    /// Taken for applied without running it; without a version, the environment was named.
    Stamped,
    /// Taken over from another tool's history.
    Adopted,
    /// A divergence was accepted, or an unfinished script declared undone.
    Repaired,
}

impl Event {
    const ALL: [Event; 7] = [
        Event::Applied,
        Event::Reverted,
        Event::Started,
        Event::Progressed,
        Event::Stamped,
        Event::Adopted,
        Event::Repaired,
    ];

    /// The word in the `event` column.
    pub const fn name(self) -> &'static str {
        match self {
            Event::Applied => "applied",
            Event::Reverted => "reverted",
            Event::Started => "started",
            Event::Progressed => "progressed",
            Event::Stamped => "stamped",
            Event::Adopted => "adopted",
            Event::Repaired => "repaired",
        }
    }

    /// The event that `name` stands for.
    pub fn from_name(name: &str) -> Option<Event> {
        Event::ALL.into_iter().find(|event| event.name() == name)
    }

    /// Whether a script is part-way after it: then an equal chain digest does not mean that all is well.
    pub const fn is_part_way(self) -> bool {
        matches!(self, Event::Started | Event::Progressed)
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A down script as the log keeps it, so that a binary that does not embed it can still run it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDown {
    /// Its canonical text.
    pub sql: String,
    /// The checksum recorded with it.
    pub checksum: Checksum,
}

/// The migration that a row is about, as it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its version.
    pub version: Version,
    /// Its description.
    pub description: String,
    /// The checksum of its up script.
    pub checksum: Checksum,
    /// Its down script, in rows that make it applied.
    pub down: Option<StoredDown>,
    /// Whether a binary that does not know it may run over it.
    pub compatible: bool,
}

/// What the writer of a row decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// 1, 2, 3 …
    pub seq: u64,
    /// What happened.
    pub event: Event,
    /// To which migration, unless it is about the database as a whole.
    pub migration: Option<Recorded>,
    /// The chain digest after it.
    pub chain: ChainDigest,
    /// How many statements of a no-transaction script are done, or how many batches of a backfill.
    pub statements: Option<u64>,
    /// The last key of a backfill's last batch, or the one it ends with where it began.
    pub last_key: Option<Key>,
    /// The reason given.
    pub note: Option<String>,
}

/// One row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What its writer decided.
    pub entry: Entry,
    /// How long the script took, in milliseconds.
    pub duration_ms: Option<u64>,
    /// When, by the database's clock: UTC, RFC 3339 with milliseconds.
    pub applied_at: String,
    /// Application name and version, process id and host.
    pub applied_by: String,
}

impl Recorded {
    /// What the log records of an embedded migration.
    pub fn of(migration: &Migration<'_>) -> Recorded {
        let down = migration.down_script().map(Script::told);
        Recorded {
            version: migration.version,
            description: migration.description.to_owned(),
            checksum: migration.up.checksum,
            down: down.map(|sql| StoredDown {
                checksum: Checksum::of(&sql),
                sql: sql.into_owned(),
            }),
            compatible: migration.class() == Class::Additive,
        }
    }

    /// What it is to a binary that does not know it.
    pub fn class(&self) -> Class {
        match self.compatible {
            true => Class::Additive,
            false => Class::Breaking,
        }
    }

    /// The same, without what only rows that make it applied hold.
    pub fn brief(&self) -> Recorded {
        Recorded {
            down: None,
            ..self.clone()
        }
    }
}

impl StoredDown {
    /// Whether the text is still the one that was recorded.
    pub fn is_intact(&self) -> bool {
        Checksum::of(&self.sql) == self.checksum
    }
}

#[cfg(test)]
mod tests;
