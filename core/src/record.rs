//! Rows of the history log.

use std::fmt;

use crate::{ChainDigest, Checksum, Version, history::Corrupt};

/// What a row of the log says happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// The up script ran.
    Applied,
    /// The down script ran.
    Reverted,
    /// A no-transaction script began.
    Started,
    /// One more statement of a no-transaction script is done.
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
    /// How many statements of a no-transaction script are done.
    pub statements: Option<u64>,
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

impl Record {
    /// The columns of the log, in the order in which [`Record::parse`] takes their values.
    pub const COLUMNS: [&'static str; 14] = [
        "seq",
        "event",
        "version",
        "description",
        "checksum",
        "chain",
        "down_sql",
        "down_checksum",
        "compatible",
        "statements",
        "duration_ms",
        "applied_at",
        "applied_by",
        "note",
    ];

    /// Reads a row, given as text: numbers in decimal, `compatible` as 1 or 0.
    ///
    /// # Errors
    ///
    /// [`Corrupt`], when a value is not what Ingrain writes there.
    pub fn parse(cells: &[Option<String>]) -> Result<Record, Corrupt> {
        let cells = Cells { cells, seq: 0 };
        let seq = cells.needed("seq")?;
        let cells = Cells { seq, ..cells };
        let event = cells.text("event")?;
        let event =
            Event::from_name(event).ok_or_else(|| cells.corrupt("event", &format!("{event:?}")))?;
        let down = match cells.cell("down_sql") {
            Some(sql) => Some(StoredDown {
                sql: sql.to_owned(),
                checksum: cells.needed("down_checksum")?,
            }),
            None => None,
        };
        let migration = match cells.optional("version")? {
            Some(number) => Some(Recorded {
                version: Version::new(number)
                    .ok_or_else(|| cells.corrupt("version", &number.to_string()))?,
                description: cells.text("description")?.to_owned(),
                checksum: cells.needed("checksum")?,
                down,
                compatible: match cells.text("compatible")? {
                    "1" => true,
                    "0" => false,
                    other => return Err(cells.corrupt("compatible", &format!("{other:?}"))),
                },
            }),
            None => None,
        };
        let entry = Entry {
            seq,
            event,
            migration,
            chain: cells.needed("chain")?,
            statements: cells.optional("statements")?,
            note: cells.cell("note").map(str::to_owned),
        };
        Ok(Record {
            entry,
            duration_ms: cells.optional("duration_ms")?,
            applied_at: cells.text("applied_at")?.to_owned(),
            applied_by: cells.text("applied_by")?.to_owned(),
        })
    }
}

/// The values of a row, by column.
struct Cells<'a> {
    cells: &'a [Option<String>],
    seq: u64,
}

impl<'a> Cells<'a> {
    fn cell(&self, column: &str) -> Option<&'a str> {
        let at = Record::COLUMNS.iter().position(|name| *name == column)?;
        self.cells.get(at)?.as_deref()
    }

    fn text(&self, column: &str) -> Result<&'a str, Corrupt> {
        self.cell(column)
            .ok_or_else(|| self.corrupt(column, "NULL"))
    }

    fn needed<T: std::str::FromStr>(&self, column: &str) -> Result<T, Corrupt> {
        let text = self.text(column)?;
        text.parse()
            .map_err(|_| self.corrupt(column, &format!("{text:?}")))
    }

    fn optional<T: std::str::FromStr>(&self, column: &str) -> Result<Option<T>, Corrupt> {
        self.cell(column).map(|_| self.needed(column)).transpose()
    }

    fn corrupt(&self, column: &str, found: &str) -> Corrupt {
        Corrupt::new(
            self.seq,
            format!("its `{column}` is {found}, which Ingrain never writes"),
        )
    }
}

#[cfg(test)]
mod tests;
