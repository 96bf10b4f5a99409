//! How many rows and values there are.

use rusqlite::OptionalExtension as _;

use super::outline::quoted;
use super::stage::Stage;

/// How many rows there are in a table, and for each column how many that are not NULL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) name: String,
    pub(super) rows: i64,
    values: Vec<(String, i64)>,
}

impl Count {
    /// The first column that `later` has fewer values in; one that is not there any more has lost none.
    pub(super) fn nulled<'c>(&'c self, later: &Count) -> Option<&'c str> {
        let has_fewer = |column: &str, count: i64| {
            let mut counted = later.values.iter();
            counted.any(|(name, left)| name == column && *left < count)
        };
        let mut values = self.values.iter();
        let found = values.find(|(column, count)| has_fewer(column, *count));
        found.map(|(column, _)| column.as_str())
    }

    /// Whether there are fewer rows or values `later`.
    pub(super) fn exceeds(&self, later: &Count) -> bool {
        later.rows < self.rows || self.nulled(later).is_some()
    }
}

/// Counts what is in a table.
pub(super) fn count(stage: &Stage, table: &str) -> rusqlite::Result<Count> {
    let connection = &stage.connection;
    let mut columns: Vec<String> = Vec::new();
    // In some versions of rusqlite these are a list, in others an iterator.
    for column in connection
        .prepare(&format!("SELECT * FROM main.{}", quoted(table)))?
        .column_names()
    {
        columns.push(column.to_owned());
    }
    let counted: Vec<String> = columns
        .iter()
        .map(|column| format!(", count({})", quoted(column)))
        .collect();
    let sql = format!(
        "SELECT count(*){} FROM main.{}",
        counted.concat(),
        quoted(table)
    );
    connection.query_row(&sql, [], |row| {
        let values = columns.into_iter().enumerate();
        let values = values.map(|(at, column)| Ok((column, row.get(at + 1)?)));
        Ok(Count {
            name: table.to_owned(),
            rows: row.get(0)?,
            values: values.collect::<rusqlite::Result<_>>()?,
        })
    })
}

/// Counts what is in a table, if there is one of this name.
pub(super) fn count_existing(stage: &Stage, table: &str) -> rusqlite::Result<Option<Count>> {
    let sql =
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE";
    let found: Option<String> = stage
        .connection
        .query_row(sql, [table], |row| row.get(0))
        .optional()?;
    found.map(|name| count(stage, &name)).transpose()
}
