//! Gives one table its rows.

use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use super::Repeat;
use super::candidates::candidates;
use super::columns::{Table, quoted};
use super::guard::savepoint;
use super::obstacle::{Obstacle, Stop};
use super::sample::{Purpose, Sample, owned};
use super::search;
use super::slots::Wish;

/// No table is gone over more often.
const ROUNDS: usize = 8;

/// Adds what the table lacks; what stood in the way of it, if anything did.
pub(super) fn fill(
    connection: &Connection,
    table: &Table,
    circle: &[Table],
    repeat: Repeat,
) -> Result<Option<Obstacle>> {
    let sample = Sample::read(connection, table)?;
    let awaited = awaited(connection, table, circle)?;
    let mut obstacle = None;
    if awaited.is_empty() && sample.wants(table, repeat).is_empty() {
        return Ok(obstacle);
    }
    let columns = 0..table.columns.len();
    let known: Vec<Vec<Value>> = columns
        .map(|column| candidates(connection, table, column))
        .collect();
    let mut wish = Wish {
        connection,
        table,
        circle,
        sample,
        repeat,
        purpose: Purpose::Value,
        known: &known,
        awaited: &[],
    };
    for awaited in &awaited {
        wish.awaited = awaited;
        obstacle = obstacle.or(add(&mut wish)?);
    }
    wish.awaited = &[];
    let mut given_up = Vec::new();
    for _ in 0..ROUNDS {
        let mut wants = wish.sample.wants(table, repeat).into_iter();
        let Some(purpose) = wants.find(|purpose| !given_up.contains(purpose)) else {
            break;
        };
        wish.purpose = purpose;
        if let Some(found) = add(&mut wish)? {
            obstacle = Some(found);
            given_up.push(purpose);
        }
    }
    Ok(obstacle)
}

/// Inserts the row, unless it would be one row more that brings nothing.
fn add(wish: &mut Wish<'_>) -> Result<Option<Obstacle>> {
    let (connection, table) = (wish.connection, wish.table);
    let added = savepoint(connection, || {
        search::insert(connection, table, &wish.slots()?)?;
        let after = Sample::read(connection, table)?;
        let is_needed = wish.sample.rows.len() < super::ROWS || !wish.awaited.is_empty();
        let progress = |sample: &Sample| sample.progress(table, wish.repeat);
        match is_needed || progress(&after) > progress(&wish.sample) {
            true => Ok(after),
            false => Err(Stop::from(Obstacle::NothingNew)),
        }
    });
    match added {
        Ok(after) => {
            wish.sample = after;
            Ok(None)
        }
        Err(stop) => stop.obstacle().map(Some),
    }
}

/// The keys that other tables of the circle refer to already, and that the table does not hold.
fn awaited(
    connection: &Connection,
    table: &Table,
    circle: &[Table],
) -> Result<Vec<Vec<(usize, Value)>>> {
    let mut awaited = Vec::new();
    for child in circle.iter().filter(|child| child.name != table.name) {
        for reference in &child.references {
            if !reference.parent.eq_ignore_ascii_case(&table.name) {
                continue;
            }
            let parents: Option<Vec<usize>> = reference
                .parent_columns
                .iter()
                .map(|name| table.column(name))
                .collect();
            let Some(parents) = parents else { continue };
            let pairs = reference
                .columns
                .iter()
                .zip(&parents)
                .map(|(column, parent)| {
                    let (column, parent) = (child.names([*column]), table.names([*parent]));
                    format!("parent.{parent} = child.{column}")
                });
            let not_null = reference
                .columns
                .iter()
                .map(|column| format!("child.{} IS NOT NULL", child.names([*column])));
            let sql = format!(
                "SELECT DISTINCT {} FROM main.{} AS child WHERE {} AND NOT EXISTS
                 (SELECT 1 FROM main.{} AS parent WHERE {})",
                child.names(reference.columns.iter().copied()),
                quoted(&child.name),
                not_null.collect::<Vec<_>>().join(" AND "),
                quoted(&table.name),
                pairs.collect::<Vec<_>>().join(" AND "),
            );
            let mut statement = connection.prepare(&sql)?;
            let rows = statement.query_map([], |row| {
                let value = |(at, parent): (usize, &usize)| Ok((*parent, owned(row.get_ref(at)?)));
                parents.iter().enumerate().map(value).collect()
            })?;
            for row in rows {
                awaited.push(row?);
            }
        }
    }
    Ok(awaited)
}
