//! The log folded: what is applied, what is part-way, and what the next row says.

mod corrupt;
mod take;

use std::collections::BTreeSet;

use crate::record::{Event, Record, Recorded};
use crate::{ChainDigest, Direction, Directives, Environment, Key, Version};

pub use self::corrupt::Corrupt;

/// What the log says of the database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    last_seq: u64,
    last_at: Option<String>,
    applied: Vec<Applied>,
    unfinished: Option<Unfinished>,
    environment: Option<String>,
    is_managed: bool,
}

/// A migration that is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// What the log recorded of it.
    pub migration: Recorded,
    /// What made it so: `applied`, `stamped` or `adopted`.
    pub event: Event,
    /// How long its up script took, in milliseconds, if it ran.
    pub duration_ms: Option<u64>,
    /// When, by the database's clock: UTC, RFC 3339 with milliseconds. Empty until the row is read back.
    pub applied_at: String,
    /// Application name and version, process id and host. Empty until the row is read back.
    pub applied_by: String,
    /// The chain digest of the applied migrations up to this one.
    digest: ChainDigest,
}

/// A no-transaction script that began and did not finish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// Of which migration.
    pub migration: Recorded,
    /// Which of its scripts.
    pub direction: Direction,
    /// How many statements are known to be done, or how many batches of a backfill.
    pub statements: u64,
    /// The last key of a backfill's last batch, if one is done.
    pub last_key: Option<Key>,
    /// The last key that there was when a backfill began, with which it ends.
    pub until: Option<Key>,
    /// Who began it.
    pub applied_by: String,
    /// The number of the row that says so.
    pub since: u64,
}

impl History {
    /// Folds the whole log, rows in the order of `seq`.
    ///
    /// # Errors
    ///
    /// [`Corrupt`], when the rows do not follow from each other: the log was changed by hand.
    pub fn fold(records: impl IntoIterator<Item = Record>) -> Result<History, Corrupt> {
        let mut history = History::default();
        for record in records {
            let expected = history.last_seq + 1;
            if record.entry.seq != expected {
                return Err(Corrupt::new(
                    record.entry.seq,
                    format!("stands where row {expected} should be"),
                ));
            }
            let (seq, chain) = (record.entry.seq, record.entry.chain);
            history.take(record)?;
            if history.digest() != chain {
                let what = format!(
                    "holds the `chain` {chain}, but what is recorded up to it gives {}",
                    history.digest()
                );
                return Err(Corrupt::new(seq, what));
            }
        }
        Ok(history)
    }

    /// Whether the log holds no row.
    pub fn is_empty(&self) -> bool {
        self.last_seq == 0
    }

    /// Whether the log has ever spoken of a migration. One that only names the environment says nothing of
    /// the tables that are there.
    pub fn is_managed(&self) -> bool {
        self.is_managed
    }

    /// The number of the last row, 0 if there is none.
    pub fn last_seq(&self) -> u64 {
        self.last_seq
    }

    /// When the last row was written: UTC, RFC 3339 with milliseconds.
    pub fn last_at(&self) -> Option<&str> {
        self.last_at.as_deref()
    }

    /// What is applied, versions rising.
    pub fn applied(&self) -> &[Applied] {
        &self.applied
    }

    /// The last applied version.
    pub fn current(&self) -> Option<Version> {
        self.applied.last().map(|applied| applied.migration.version)
    }

    /// The applied migration of this version.
    pub fn get(&self, version: Version) -> Option<&Applied> {
        self.position(version)
            .ok()
            .and_then(|at| self.applied.get(at))
    }

    /// The script that is part-way, if one is.
    pub fn unfinished(&self) -> Option<&Unfinished> {
        self.unfinished.as_ref()
    }

    /// Whether the script which is part-way began as what `directives` make of it.
    ///
    /// # Errors
    ///
    /// [`Corrupt`], when it is a backfill that began without a key to end with, or none that has one.
    pub fn began_as(&self, directives: Directives<'_>) -> Result<(), Corrupt> {
        let Some(part) = &self.unfinished else {
            return Ok(());
        };
        let version = part.migration.version;
        let corrupt = |what: String| Err(Corrupt::new(self.last_seq, what));
        match (directives.backfill, &part.until) {
            (Some(_), None) => corrupt(format!(
                "began a backfill of version {version} without a `last_key`, with which it ends"
            )),
            (None, Some(_)) => corrupt(format!(
                "holds a `last_key` of version {version}, whose script is no backfill"
            )),
            _ => Ok(()),
        }
    }

    /// The environment that the database was stamped with, such as `production`.
    pub fn environment(&self) -> Option<&str> {
        self.environment.as_deref()
    }

    /// Whether the database is stamped as production: then it is protected.
    pub fn is_production(&self) -> bool {
        self.environment().map(Environment::of) == Some(Environment::Production)
    }

    /// What it is once these are reverted, but for the rows that say so.
    pub(crate) fn without(&self, reverted: &[Version]) -> History {
        let reverted: BTreeSet<_> = reverted.iter().copied().collect();
        let mut history = self.clone();
        history.unfinished = None;
        let applied = &mut history.applied;
        applied.retain(|applied| !reverted.contains(&applied.migration.version));
        history.digest_from(0);
        history
    }

    /// The chain digest of what is applied.
    pub fn digest(&self) -> ChainDigest {
        self.applied
            .last()
            .map_or(ChainDigest::BASE, |applied| applied.digest)
    }
}

#[cfg(test)]
mod tests;
