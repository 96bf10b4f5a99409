//! The log folded: what is applied, what is part-way, and what the next row says.

use std::fmt;

use crate::chain::Migration;
use crate::record::{Entry, Event, Record, Recorded, StoredDown};
use crate::{ChainDigest, Checksum, Dialect, Direction, Version};

/// What the log says of the database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    last_seq: u64,
    last_at: Option<String>,
    applied: Vec<Applied>,
    unfinished: Option<Unfinished>,
    environment: Option<String>,
}

/// A migration that is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// What the log recorded of it.
    pub migration: Recorded,
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
    /// How many statements are known to be done.
    pub statements: u64,
    /// Who began it.
    pub applied_by: String,
}

/// The log holds what Ingrain never wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrupt {
    seq: u64,
    what: String,
}

impl Corrupt {
    pub(crate) fn new(seq: u64, what: impl Into<String>) -> Corrupt {
        Corrupt {
            seq,
            what: what.into(),
        }
    }
}

impl fmt::Display for Corrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seq {
            // Rows count from 1; the number itself is what cannot be read.
            0 => write!(f, "a row of the history: {}", self.what),
            seq => write!(f, "row {seq} of the history: {}", self.what),
        }
    }
}

impl std::error::Error for Corrupt {}

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
                    format!("it stands where row {expected} should be"),
                ));
            }
            let (seq, chain) = (record.entry.seq, record.entry.chain);
            history.take(record)?;
            if history.digest() != chain {
                let what = format!(
                    "its `chain` is {chain}, but what is recorded up to it gives {}",
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

    /// The environment that the database was stamped with, such as `production`.
    pub fn environment(&self) -> Option<&str> {
        self.environment.as_deref()
    }

    /// The chain digest of what is applied.
    pub fn digest(&self) -> ChainDigest {
        self.applied
            .last()
            .map_or(ChainDigest::BASE, |applied| applied.digest)
    }

    /// The row that records `event`, and the history with it.
    ///
    /// # Errors
    ///
    /// [`Corrupt`], when the event cannot follow.
    pub fn record(
        &mut self,
        event: Event,
        migration: Option<Recorded>,
        statements: Option<u64>,
        note: Option<String>,
    ) -> Result<Entry, Corrupt> {
        let mut entry = Entry {
            seq: self.last_seq + 1,
            event,
            migration,
            chain: self.digest(),
            statements,
            note,
        };
        self.take(Record {
            entry: entry.clone(),
            duration_ms: None,
            applied_at: String::new(),
            applied_by: String::new(),
        })?;
        entry.chain = self.digest();
        Ok(entry)
    }

    /// Takes in one more row, without looking at its chain digest.
    fn take(&mut self, record: Record) -> Result<(), Corrupt> {
        let Record {
            entry,
            applied_at,
            applied_by,
            ..
        } = record;
        let (seq, event) = (entry.seq, entry.event);
        let Some(migration) = entry.migration else {
            if event != Event::Stamped {
                return Err(Corrupt::new(
                    seq,
                    format!("it says `{event}` of no version"),
                ));
            }
            self.environment = entry.note;
            self.advance(seq, applied_at);
            return Ok(());
        };
        let version = migration.version;
        let corrupt = |what: &str| {
            Corrupt::new(
                seq,
                format!("it says `{event}` of version {version}, {what}"),
            )
        };
        let part_way = self
            .unfinished
            .as_ref()
            .map(|unfinished| unfinished.migration.version);
        if part_way.is_some_and(|other| other != version) {
            return Err(corrupt("while another version is part-way"));
        }
        match (event, self.position(version)) {
            (Event::Applied | Event::Stamped | Event::Adopted, Ok(_)) => {
                return Err(corrupt("which is applied already"));
            }
            (Event::Applied | Event::Stamped | Event::Adopted, Err(at)) => {
                self.unfinished = None;
                self.applied.insert(
                    at,
                    Applied {
                        migration,
                        applied_at: applied_at.clone(),
                        applied_by,
                        digest: ChainDigest::BASE,
                    },
                );
                self.digest_from(at);
            }
            (Event::Reverted, Err(_)) => return Err(corrupt("which is not applied")),
            (Event::Reverted, Ok(at)) => {
                self.unfinished = None;
                self.applied.remove(at);
                self.digest_from(at);
            }
            (Event::Started, position) => {
                let direction = if position.is_ok() {
                    Direction::Down
                } else {
                    Direction::Up
                };
                if part_way.is_some() {
                    return Err(corrupt("which is part-way already"));
                }
                self.unfinished = Some(Unfinished {
                    migration,
                    direction,
                    statements: 0,
                    applied_by,
                });
            }
            (Event::Progressed, _) => {
                let unfinished = self
                    .unfinished
                    .as_mut()
                    .ok_or_else(|| corrupt("which never started"))?;
                let statements = entry
                    .statements
                    .filter(|&statements| statements > unfinished.statements);
                unfinished.statements =
                    statements.ok_or_else(|| corrupt("without more statements done"))?;
            }
            (Event::Repaired, position) => match (self.unfinished.take(), position) {
                (Some(_), _) => {}
                (None, Ok(at)) => {
                    self.applied[at].migration = migration;
                    self.digest_from(at);
                }
                (None, Err(_)) => return Err(corrupt("which is not applied")),
            },
        }
        self.advance(seq, applied_at);
        Ok(())
    }

    fn advance(&mut self, seq: u64, at: String) {
        self.last_seq = seq;
        self.last_at = (!at.is_empty()).then_some(at);
    }

    fn position(&self, version: Version) -> Result<usize, usize> {
        // Logs grow at their end: look there before searching.
        match self.applied.last() {
            Some(last) if last.migration.version < version => Err(self.applied.len()),
            _ => self
                .applied
                .binary_search_by_key(&version, |applied| applied.migration.version),
        }
    }

    /// Computes the digests anew from this place on.
    fn digest_from(&mut self, at: usize) {
        let mut digest = at
            .checked_sub(1)
            .map_or(ChainDigest::BASE, |before| self.applied[before].digest);
        for applied in &mut self.applied[at..] {
            digest = digest.then(applied.migration.version, applied.migration.checksum);
            applied.digest = digest;
        }
    }
}

impl Recorded {
    /// What the log records of an embedded migration.
    pub fn of(migration: &Migration<'_>, dialect: Dialect) -> Recorded {
        let down = migration.down_script();
        Recorded {
            version: migration.version,
            description: migration.description.to_owned(),
            checksum: migration.up.checksum,
            down: down.map(|down| StoredDown {
                sql: down.text.to_owned(),
                checksum: down.checksum,
            }),
            compatible: migration.up.directives(dialect).compatible.unwrap_or(false),
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
