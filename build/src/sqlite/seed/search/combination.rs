//! The choices of which a row is made, and those that are left.

use std::collections::HashSet;

use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use crate::sqlite::seed::columns::{Role, Table, quoted};
use crate::sqlite::seed::slots::{Cell, Kind, Slot};
use crate::sqlite::seed::walk::Walk;

/// So many combinations are looked at, most of which are known to fail and not tried.
const STEPS: usize = 100_000;

/// One choice of each slot, and what is known of other choices.
pub(super) struct Combination<'a> {
    slots: &'a [Slot],
    /// For each slot, the places of the choices that are left.
    left: Vec<Vec<usize>>,
    /// For each slot, the place in `left` of the choice that is tried.
    at: Vec<usize>,
    /// The slots whose choices are varied.
    active: Vec<usize>,
    walk: Walk,
    /// Choices that fail together, and the slots they are of.
    refused: Vec<(Vec<usize>, HashSet<Vec<usize>>)>,
    steps: usize,
}

impl<'a> Combination<'a> {
    /// Of slots that all have a choice.
    pub(super) fn new(slots: &'a [Slot]) -> Self {
        Self {
            slots,
            left: slots
                .iter()
                .map(|slot| (0..slot.choices.len()).collect())
                .collect(),
            at: vec![0; slots.len()],
            active: Vec::new(),
            walk: Walk::new(Vec::new()),
            refused: Vec::new(),
            steps: 0,
        }
    }

    /// The row that is to be tried.
    pub(super) fn row(&self, connection: &Connection, table: &Table) -> Result<Vec<Value>> {
        let mut row = vec![Value::Null; table.columns.len()];
        let cells = || {
            self.slots.iter().enumerate().flat_map(|(at, slot)| {
                let choice = self.left[at].get(self.at[at]);
                let cells = choice.and_then(|choice| slot.choices.get(*choice));
                slot.columns.iter().zip(cells.into_iter().flatten())
            })
        };
        for (column, cell) in cells() {
            if let Cell::Value(value) = cell {
                row[*column] = value.clone();
            }
        }
        for (column, cell) in cells() {
            if let Cell::Own(other) = *cell {
                if row[other] == Value::Null && table.columns[other].role == Role::Rowid {
                    row[other] = next_rowid(connection, table, other)?;
                }
                row[*column] = row[other].clone();
            }
        }
        Ok(row)
    }

    /// The columns that refer to other rows.
    pub(super) fn referring(&self) -> Vec<usize> {
        let slots = self
            .slots
            .iter()
            .filter(|slot| slot.kind == Kind::Reference);
        slots.flat_map(|slot| slot.columns.clone()).collect()
    }

    /// Goes on to a row that is not known to fail, if there is one: this one failed for these columns' sake.
    pub(super) fn refuse(&mut self, columns: &[usize]) -> Option<()> {
        let is_meant = |slot: &Slot| slot.columns.iter().any(|column| columns.contains(column));
        let failed: Vec<usize> = (0..self.slots.len())
            .filter(|slot| is_meant(&self.slots[*slot]))
            .collect();
        match failed[..] {
            [slot] => self.discard(slot)?,
            _ => self.remember(failed),
        }
        self.step()
    }

    /// A choice that fails by itself never comes again.
    fn discard(&mut self, slot: usize) -> Option<()> {
        self.left[slot].remove(self.at[slot]);
        if self.left[slot].is_empty() {
            return None;
        }
        self.at[slot] = 0;
        match self.active.contains(&slot) {
            true => self.vary(self.active.clone()),
            false => self.vary(vec![slot]),
        }
        Some(())
    }

    /// Choices that fail together never come together again.
    fn remember(&mut self, failed: Vec<usize>) {
        let choices = self.choices(&failed);
        match self.refused.iter_mut().find(|(slots, _)| *slots == failed) {
            Some((_, refused)) => {
                refused.insert(choices);
            }
            None => self
                .refused
                .push((failed.clone(), HashSet::from([choices]))),
        }
        let is_active = |slot: &usize| self.active.contains(slot);
        if failed.iter().all(is_active) {
            return;
        }
        // What has nothing to do with these slots is settled, and stays as it is.
        match failed.iter().any(is_active) {
            true => self.vary([failed, self.active.clone()].concat()),
            false => self.vary(failed),
        }
    }

    /// Begins with the first choice of each of these slots.
    fn vary(&mut self, mut slots: Vec<usize>) {
        // What is wanted most is varied last.
        slots.sort_by_key(|slot| (self.slots[*slot].need, *slot));
        slots.dedup();
        for slot in &slots {
            self.at[*slot] = 0;
        }
        self.walk = Walk::new(slots.iter().map(|slot| self.left[*slot].len()).collect());
        self.active = slots;
    }

    fn step(&mut self) -> Option<()> {
        while self.is_refused() {
            self.steps += 1;
            if self.steps > STEPS {
                return None;
            }
            self.walk.advance()?;
            for (slot, place) in self.active.iter().zip(self.walk.at()) {
                self.at[*slot] = *place;
            }
        }
        Some(())
    }

    fn is_refused(&self) -> bool {
        self.refused
            .iter()
            .any(|(slots, refused)| refused.contains(&self.choices(slots)))
    }

    fn choices(&self, slots: &[usize]) -> Vec<usize> {
        let choice = |slot: &usize| self.left[*slot][self.at[*slot]];
        slots.iter().map(choice).collect()
    }
}

/// A number that no row has.
fn next_rowid(connection: &Connection, table: &Table, column: usize) -> Result<Value> {
    let sql = format!(
        "SELECT coalesce(max({}), 0) + 1 FROM main.{}",
        table.names([column]),
        quoted(&table.name)
    );
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row([], |row| row.get(0))
}
