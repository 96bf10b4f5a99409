//! Parents before their children.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Result};

use super::columns::{exists, referenced};
use super::count;

/// Tables in the order in which they are to be given rows; those that refer to each other in a circle
/// are together.
///
/// Names that differ in nothing but letter case are one; a table that does not exist is left out, and so is
/// one that is not among `tables` and has rows to refer to, with all that it refers to itself.
pub(super) fn groups(connection: &Connection, tables: &[&str]) -> Result<Vec<Vec<String>>> {
    let mut order = Order {
        wanted: tables
            .iter()
            .map(|table| table.to_ascii_lowercase())
            .collect(),
        ..Order::default()
    };
    for table in tables {
        order.visit(connection, table)?;
    }
    Ok(order.groups)
}

/// Tarjan's algorithm, which finds the circles and yields them in the order that is wanted.
#[derive(Default)]
struct Order {
    wanted: BTreeSet<String>,
    /// For each table found, the earliest one on the stack that it leads to, or that it is done.
    found: BTreeMap<String, Found>,
    stack: Vec<String>,
    groups: Vec<Vec<String>>,
}

#[derive(Clone, Copy)]
enum Found {
    OnStack(usize),
    Done,
}

impl Order {
    /// The earliest table on the stack that `table` leads to.
    fn visit(&mut self, connection: &Connection, table: &str) -> Result<Option<usize>> {
        let key = table.to_ascii_lowercase();
        match self.found.get(&key) {
            Some(Found::OnStack(place)) => return Ok(Some(*place)),
            Some(Found::Done) => return Ok(None),
            None => {}
        }
        let is_wanted = self.wanted.contains(&key);
        if !exists(connection, table)? || !is_wanted && count(connection, table)? >= 2 {
            self.found.insert(key, Found::Done);
            return Ok(None);
        }
        let place = self.stack.len();
        self.stack.push(table.to_owned());
        self.found.insert(key, Found::OnStack(place));
        let mut earliest = place;
        for parent in referenced(connection, table)? {
            let reached = self.visit(connection, &parent)?;
            earliest = earliest.min(reached.unwrap_or(earliest));
        }
        if earliest < place {
            return Ok(Some(earliest));
        }
        let group = self.stack.split_off(place);
        for table in &group {
            self.found.insert(table.to_ascii_lowercase(), Found::Done);
        }
        self.groups.push(group);
        Ok(None)
    }
}
