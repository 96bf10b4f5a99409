//! A row of the log, for people.

use ingrain_core::{ChainDigest, Checksum, Event, Record, Recorded, Version};

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEvent(Record);

impl HistoryEvent {
    /// Its number: 1, 2, 3 …
    pub fn seq(&self) -> u64 {
        self.0.entry.seq
    }

    /// What happened.
    pub fn event(&self) -> Event {
        self.0.entry.event
    }

    /// To which version, unless it is about the database as a whole.
    pub fn version(&self) -> Option<Version> {
        self.migration().map(|it| it.version)
    }

    /// The migration's description, as it was then.
    pub fn description(&self) -> Option<&str> {
        self.migration().map(|it| it.description.as_str())
    }

    /// The checksum of the migration's up script, as it was then.
    pub fn checksum(&self) -> Option<Checksum> {
        self.migration().map(|it| it.checksum)
    }

    /// The chain digest of all that was applied after it.
    pub fn chain(&self) -> ChainDigest {
        self.0.entry.chain
    }

    /// How many statements of a script that runs outside transactions were done.
    pub fn statements(&self) -> Option<u64> {
        self.0.entry.statements
    }

    /// How long the script took, in milliseconds, by the database's clock.
    pub fn duration_ms(&self) -> Option<u64> {
        self.0.duration_ms
    }

    /// When: UTC, RFC 3339 with milliseconds, by the database's clock.
    pub fn applied_at(&self) -> &str {
        &self.0.applied_at
    }

    /// Who: application name and version, process id and host.
    pub fn applied_by(&self) -> &str {
        &self.0.applied_by
    }

    /// The reason that was given, or the environment's name.
    pub fn note(&self) -> Option<&str> {
        self.0.entry.note.as_deref()
    }

    fn migration(&self) -> Option<&Recorded> {
        self.0.entry.migration.as_ref()
    }

    pub(crate) fn of(record: Record) -> HistoryEvent {
        HistoryEvent(record)
    }
}
