//! A row as the database gives it.

use super::{Entry, Event, Record, Recorded, StoredDown};
use crate::Version;
use crate::history::Corrupt;

impl Record {
    /// The columns of the log, in the order in which [`Record::parse`] takes their values.
    pub const COLUMNS: [&'static str; 15] = [
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
        "last_key",
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
            last_key: cells.optional("last_key")?,
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
            format!("holds {found} as its `{column}`, which Ingrain never writes"),
        )
    }
}
