//! Rows for the rehearsal: on empty tables too much passes.
//!
//! The way of the data: `order` puts parents before children, `columns` is what SQLite says of a table,
//! `sample` the rows that it holds and what they lack, `slots` the values that a new row may have (from
//! `candidates`, from `variants` of values that are there, or from the rows that it refers to), `search`
//! tries them, and `failure` tells from SQLite's message which to change.

mod candidates;
mod columns;
mod failure;
mod fill;
mod guard;
mod obstacle;
mod order;
mod rollback;
mod sample;
mod search;
mod slots;
mod variants;
mod walk;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Result, params_from_iter};

use self::columns::{Table, Triggers, quoted};
use self::guard::{deferring, savepoint};
use self::obstacle::{Obstacle, Stop};

/// So many rows a table is to hold: two that are alike, and one with NULLs.
const ROWS: usize = 3;

/// Whether rows may hold the same values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// Two rows have the same values wherever nothing forbids it.
    WhereAllowed,
    /// Every row has other values, as far as there are any.
    Never,
}

/// A table that holds fewer than two rows, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unseeded {
    pub(super) table: String,
    pub(super) rows: u32,
    pub(super) why: String,
}

/// Fills each of `tables`, which are ordinary tables of the schema `main`, and what they refer to.
///
/// Afterwards they hold at least three rows: two with the same values in every column that need not be
/// unique (or with other values, see [`Repeat`]), and one with NULL wherever it is allowed, primary keys
/// aside. Rows that are there already count. Foreign keys must be enforced, and hold afterwards. Columns
/// whose names are among `json`, in lower case, hold JSON as far as possible.
///
/// # Errors
///
/// Only if SQLite fails in a way that has nothing to do with the rows.
pub(super) fn seed(
    connection: &Connection,
    tables: &[&str],
    repeat: Repeat,
    json: &BTreeSet<String>,
) -> Result<Vec<Unseeded>> {
    let mut unseeded = Vec::new();
    let groups = order::groups(connection, tables)?;
    let mut texts = texts(connection, groups.iter().flatten())?;
    let undoing = rollback::undoing(connection)?;
    for group in groups {
        let mut circle = Vec::new();
        for name in group {
            let (name, texts) = texts
                .remove(&name.to_ascii_lowercase())
                .unwrap_or((name, Vec::new()));
            let triggers = match undoing.contains(&name.to_ascii_lowercase()) {
                true => Triggers::Disabled,
                false => Triggers::Enabled,
            };
            let mut table = columns::table(connection, &name, &texts, triggers)?;
            table.expect_json(json);
            circle.push(table);
        }
        unseeded.extend(seed_group(connection, &circle, repeat)?);
    }
    Ok(unseeded)
}

/// The names as they are written, and the texts of each table, its indexes and its triggers.
///
/// `sqlite_schema` has no index: it is read once.
fn texts<'a>(
    connection: &Connection,
    tables: impl Iterator<Item = &'a String>,
) -> Result<BTreeMap<String, (String, Vec<String>)>> {
    let tables: Vec<&String> = tables.collect();
    let places = vec!["?"; tables.len()].join(", ");
    let mut statement = connection.prepare(&format!(
        "SELECT tbl_name, sql FROM main.sqlite_schema
         WHERE sql IS NOT NULL AND tbl_name COLLATE NOCASE IN ({places})"
    ))?;
    let mut rows = statement.query(params_from_iter(tables))?;
    let mut texts: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (name, text): (String, String) = (row.get(0)?, row.get(1)?);
        let entry = texts.entry(name.to_ascii_lowercase());
        entry.or_insert_with(|| (name, Vec::new())).1.push(text);
    }
    Ok(texts)
}

/// At most as many as are asked for.
fn count(connection: &Connection, table: &str) -> Result<u32> {
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM main.{} LIMIT {ROWS})",
        quoted(table)
    );
    connection.query_row(&sql, [], |row| row.get(0))
}

fn seed_group(connection: &Connection, circle: &[Table], repeat: Repeat) -> Result<Vec<Unseeded>> {
    let filled = savepoint(connection, || match circle {
        [_] => fill_each(connection, circle, repeat),
        _ => deferring(connection, || fill_circle(connection, circle, repeat)),
    });
    let obstacles = match filled {
        Ok(obstacles) => obstacles,
        Err(stop) => vec![Some(stop.obstacle()?); circle.len()],
    };
    let mut unseeded = Vec::new();
    for (table, obstacle) in circle.iter().zip(obstacles) {
        remember_deleted_rows(connection, table)?;
        let rows = count(connection, &table.name)?;
        if let (0 | 1, Some(obstacle)) = (rows, obstacle) {
            unseeded.push(Unseeded {
                table: table.name.clone(),
                rows,
                why: obstacle.why(rows),
            });
        }
    }
    Ok(unseeded)
}

/// Goes over the tables twice: what had nothing to refer to at first has it then.
fn fill_circle(
    connection: &Connection,
    circle: &[Table],
    repeat: Repeat,
) -> std::result::Result<Vec<Option<Obstacle>>, Stop> {
    let before = violations(connection, circle)?;
    fill_each(connection, circle, repeat)?;
    let obstacles = fill_each(connection, circle, repeat)?;
    if violations(connection, circle)? > before {
        let names = circle.iter().map(|table| table.name.clone()).collect();
        return Err(Obstacle::Circle(names).into());
    }
    Ok(obstacles)
}

/// What stood in the way of each table, if anything did.
fn fill_each(
    connection: &Connection,
    tables: &[Table],
    repeat: Repeat,
) -> std::result::Result<Vec<Option<Obstacle>>, Stop> {
    let fill = |table| fill::fill(connection, table, tables, repeat);
    Ok(tables.iter().map(fill).collect::<Result<_>>()?)
}

fn violations(connection: &Connection, circle: &[Table]) -> Result<u32> {
    let sql = "SELECT count(*) FROM pragma_foreign_key_check(?1, 'main')";
    let mut statement = connection.prepare_cached(sql)?;
    let counts = circle.iter().map(|table| {
        let count = statement.query_row([&table.name], |row| row.get::<_, u32>(0));
        // A foreign key that does not fit its parent: no row went in then.
        count.unwrap_or(0)
    });
    Ok(counts.sum())
}

/// With AUTOINCREMENT the numbers of deleted rows do not come again, and a rebuild must not forget them.
fn remember_deleted_rows(connection: &Connection, table: &Table) -> Result<()> {
    let Some(column) = table
        .text
        .columns
        .iter()
        .find(|column| column.autoincrement)
    else {
        return Ok(());
    };
    let sql = format!(
        "UPDATE main.sqlite_sequence SET seq = seq + 100 WHERE name = ?1
         AND seq <= (SELECT max({}) FROM main.{})",
        quoted(&column.name),
        quoted(&table.name)
    );
    connection.execute(&sql, [&table.name])?;
    Ok(())
}
