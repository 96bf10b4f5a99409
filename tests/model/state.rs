//! How a database stands: what it holds, what is applied, and what the history says of it.

use std::collections::BTreeMap;

use ingrain::{ChainDigest, Checksum, Direction};
use ingrain_end_to_end::testbed::version;

use crate::binary::{Migration, Script};
use crate::database::Tables;

#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    pub(crate) tables: Tables,
    pub(crate) applied: BTreeMap<u64, Migration>,
    pub(crate) part: Option<Part>,
    pub(crate) environment: Option<&'static str>,
    /// A row of the history is about a migration.
    pub(crate) is_managed: bool,
    /// Rows of the history, as [`Shown`] has them.
    pub(crate) rows: Vec<String>,
}

/// A script that runs outside transactions and stopped.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) version: u64,
    pub(crate) migration: Migration,
    pub(crate) direction: Direction,
    /// The script that began.
    pub(crate) script: Script,
    pub(crate) done: usize,
}

/// What can be seen of a state from outside: tables with their rows, and the history's rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) tables: Tables,
    pub(crate) history: Vec<String>,
}

/// What a row of the history holds.
pub(crate) const COLUMNS: &str =
    "seq, event, version, checksum, chain, down_sql, down_checksum, compatible, statements, note";

/// A row besides its number and its chain digest.
pub(crate) struct Row<'a> {
    pub(crate) event: &'static str,
    pub(crate) migration: Option<(u64, &'a Migration)>,
    pub(crate) down: Option<&'a Script>,
    pub(crate) statements: Option<usize>,
    pub(crate) note: Option<&'a str>,
}

impl State {
    /// Adds a row to the history; what it says has happened already.
    pub(crate) fn write(&mut self, row: Row<'_>) {
        let chain = self
            .applied
            .iter()
            .fold(ChainDigest::BASE, |chain, (number, migration)| {
                chain.then(version(*number), Checksum::of(&migration.up.text()))
            });
        let or_null = |value: Option<String>| value.unwrap_or_else(|| "null".to_owned());
        let migration = |of: &dyn Fn(u64, &Migration) -> String| {
            or_null(row.migration.map(|(number, it)| of(number, it)))
        };
        let down = row.down.map(Script::text);
        let cells = [
            (self.rows.len() + 1).to_string(),
            row.event.to_owned(),
            migration(&|number, _| number.to_string()),
            migration(&|_, it| Checksum::of(&it.up.text()).to_string()),
            chain.to_string(),
            or_null(down.clone()),
            or_null(down.map(|text| Checksum::of(&text).to_string())),
            migration(&|_, it| u8::from(it.compatible).to_string()),
            or_null(row.statements.map(|count| count.to_string())),
            or_null(row.note.map(str::to_owned)),
        ];
        self.is_managed |= row.migration.is_some();
        self.rows.push(cells.join(" | "));
    }

    pub(crate) fn shown(&self) -> Shown {
        let mut tables = self.tables.clone();
        tables.values_mut().for_each(|rows| rows.sort_unstable());
        Shown {
            tables,
            history: self.rows.clone(),
        }
    }
}
