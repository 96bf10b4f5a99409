//! One more row: what it changes, or why it cannot follow.

use std::cmp::Ordering;

use super::{Applied, Corrupt, History, Unfinished};
use crate::record::{Entry, Event, Record, Recorded};
use crate::{ChainDigest, Direction, Key, Version};

impl Unfinished {
    /// Whether this key may lie behind what is done, and not behind the end: in a text's order only the
    /// database knows.
    fn goes_on_to(&self, key: Option<&Key>) -> bool {
        let order = |one: Option<&Key>| one.zip(key).and_then(|(one, key)| one.order(key));
        order(self.last_key.as_ref()).is_none_or(|order| order == Ordering::Less)
            && order(self.until.as_ref()).is_none_or(|order| order != Ordering::Less)
    }
}

impl History {
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
        self.follow(Entry {
            seq: self.last_seq + 1,
            event,
            migration,
            chain: self.digest(),
            statements,
            last_key: None,
            note,
        })
    }

    /// The row that records that a backfill has begun, which ends with `key`, or that so many batches of it
    /// are done, as far as `key`; and the history with it.
    ///
    /// # Errors
    ///
    /// [`Corrupt`], when it cannot follow.
    pub fn record_key(
        &mut self,
        event: Event,
        migration: Option<Recorded>,
        batches: Option<u64>,
        key: Key,
        note: Option<String>,
    ) -> Result<Entry, Corrupt> {
        self.follow(Entry {
            seq: self.last_seq + 1,
            event,
            migration,
            chain: self.digest(),
            statements: batches,
            last_key: Some(key),
            note,
        })
    }

    fn follow(&mut self, mut entry: Entry) -> Result<Entry, Corrupt> {
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
    pub(super) fn take(&mut self, record: Record) -> Result<(), Corrupt> {
        let Record {
            entry,
            applied_at,
            applied_by,
            duration_ms,
        } = record;
        let (seq, event) = (entry.seq, entry.event);
        let Some(migration) = entry.migration else {
            if event != Event::Stamped {
                return Err(Corrupt::new(seq, format!("says `{event}` of no version")));
            }
            self.environment = entry.note;
            self.advance(seq, applied_at);
            return Ok(());
        };
        let version = migration.version;
        let corrupt =
            |what: &str| Corrupt::new(seq, format!("says `{event}` of version {version}, {what}"));
        let part_way = self
            .unfinished
            .as_ref()
            .map(|unfinished| unfinished.migration.version);
        if part_way.is_some_and(|other| other != version) {
            return Err(corrupt("while another version is part-way"));
        }
        if entry.last_key.is_some() && !matches!(event, Event::Started | Event::Progressed) {
            return Err(corrupt(
                "with a `last_key`, which only a start and progress have",
            ));
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
                        event,
                        duration_ms,
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
                    last_key: None,
                    until: entry.last_key,
                    applied_by,
                    since: seq,
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
                let statements =
                    statements.ok_or_else(|| corrupt("without more statements done"))?;
                // A script is a backfill from its first batch to its last, or is none.
                if unfinished.until.is_some() != entry.last_key.is_some() {
                    return Err(corrupt(
                        "with a `last_key`, or without one, unlike the row that began it",
                    ));
                }
                if !unfinished.goes_on_to(entry.last_key.as_ref()) {
                    return Err(corrupt(
                        "with a `last_key` that is not between those of the rows before",
                    ));
                }
                unfinished.statements = statements;
                unfinished.last_key = entry.last_key;
                // Who goes on may judge it otherwise than who began it: the last row counts, as for what is told
                // from the end of the log alone.
                unfinished.migration.compatible = migration.compatible;
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
        self.is_managed = true;
        self.advance(seq, applied_at);
        Ok(())
    }

    fn advance(&mut self, seq: u64, at: String) {
        self.last_seq = seq;
        self.last_at = (!at.is_empty()).then_some(at);
    }

    pub(super) fn position(&self, version: Version) -> Result<usize, usize> {
        // Logs grow at their end: look there before searching.
        match self.applied.last() {
            Some(last) if last.migration.version < version => Err(self.applied.len()),
            _ => self
                .applied
                .binary_search_by_key(&version, |applied| applied.migration.version),
        }
    }

    /// Computes the digests anew from this place on.
    pub(super) fn digest_from(&mut self, at: usize) {
        let mut digest = at
            .checked_sub(1)
            .map_or(ChainDigest::BASE, |before| self.applied[before].digest);
        for applied in &mut self.applied[at..] {
            digest = digest.then(applied.migration.version, applied.migration.checksum);
            applied.digest = digest;
        }
    }
}
