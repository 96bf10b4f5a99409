//! Tries one row after the other until SQLite takes one.

mod combination;

use rusqlite::{Connection, params_from_iter};

use self::combination::Combination;
use super::columns::{Table, Triggers, quoted};
use super::failure::{self, Failure};
use super::guard::WithoutTriggers;
use super::obstacle::{Obstacle, Stop};
use super::slots::Slot;
use crate::sqlite::table::Conflict;

/// So many rows are tried before one is given up.
const ATTEMPTS: usize = 5_000;

/// Inserts one row made of a choice of each slot.
pub(super) fn insert(connection: &Connection, table: &Table, slots: &[Slot]) -> Result<(), Stop> {
    if table.triggers == Triggers::Enabled {
        match attempts(connection, table, slots) {
            // Of what is not the table's own doing, a trigger may be the cause.
            Err(Stop::Obstacle(Obstacle::Sqlite(_))) => {}
            other => return other,
        }
    }
    let _guard = WithoutTriggers::new(connection)?;
    attempts(connection, table, slots)
}

fn attempts(connection: &Connection, table: &Table, slots: &[Slot]) -> Result<(), Stop> {
    let statement = connection.prepare_cached(&statement(table));
    let mut statement = statement.map_err(Stop::unprepared)?;
    let mut combination = Combination::new(slots);
    let mut in_the_way = None;
    for _ in 0..ATTEMPTS {
        let row = combination.row(connection, table)?;
        let failure = match statement.execute(params_from_iter(&row)) {
            Ok(1) => return Ok(()),
            Ok(_) => return Err(Obstacle::Sqlite("the row is ignored".to_owned()).into()),
            Err(error) => failure::read(error, table)?,
        };
        let (what, columns) = match failure {
            Failure::Columns { what, columns } => (what, columns),
            Failure::Reference => ("a foreign key".to_owned(), combination.referring()),
            Failure::Other(message) => return Err(Obstacle::Sqlite(message).into()),
        };
        // A CHECK says more than the UNIQUE that is met on the way around it.
        if what.contains("CHECK") || in_the_way.is_none() {
            in_the_way = Some(what);
        }
        if combination.refuse(&columns).is_none() {
            break;
        }
    }
    let what = in_the_way.unwrap_or_default();
    Err(Obstacle::Constraint(what).into())
}

fn statement(table: &Table) -> String {
    // A conflict clause of the table would delete the row that is in the way, or skip the new one.
    // Said without need, it would also overrule those in the bodies of triggers.
    let text = &table.text;
    let of_keys = text.primary_key.iter().chain(&text.uniques);
    let of_columns = text.columns.iter().filter_map(|column| column.not_null);
    let mut conflicts = of_keys.map(|key| key.conflict).chain(of_columns);
    let clause = match conflicts.any(|conflict| conflict != Conflict::Abort) {
        true => " OR ABORT",
        false => "",
    };
    format!(
        "INSERT{clause} INTO main.{} ({}) VALUES ({})",
        quoted(&table.name),
        table.names(0..table.columns.len()),
        vec!["?"; table.columns.len()].join(", ")
    )
}
