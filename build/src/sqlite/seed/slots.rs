//! What a new row may hold: for each column, or for columns that belong together, some choices.

mod parents;
mod reference;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::Repeat;
use super::columns::{Nulls, Role, Table};
use super::obstacle::{Obstacle, Stop};
use super::sample::{Purpose, Sample};
use super::variants::variants;

/// Columns that are given values together.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) columns: Vec<usize>,
    /// A value for each of the columns; the best choice comes first.
    pub(super) choices: Vec<Vec<Cell>>,
    pub(super) kind: Kind,
    /// Whether the table has not yet what the first choice would bring.
    pub(super) need: Need,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Reference,
}

/// How much a slot's first choice is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    Lacking,
    Satisfied,
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Value(Value),
    /// The value that the same row has in this column.
    Own(usize),
}

/// A row that is to be made.
pub(super) struct Wish<'a> {
    pub(super) connection: &'a Connection,
    pub(super) table: &'a Table,
    /// The tables that refer to each other in a circle, this one among them.
    pub(super) circle: &'a [Table],
    pub(super) sample: Sample,
    pub(super) purpose: Purpose,
    pub(super) repeat: Repeat,
    /// The candidates for each column.
    pub(super) known: &'a [Vec<Value>],
    /// Values that the row must have, since others refer to it already.
    pub(super) awaited: &'a [(usize, Value)],
}

impl Wish<'_> {
    /// The choices for every column of the row; there is one at least for each.
    pub(super) fn slots(&self) -> Result<Vec<Slot>, Stop> {
        let mut slots = reference::slots(self)?;
        for column in 0..self.table.columns.len() {
            if !slots.iter().any(|slot| slot.columns.contains(&column)) {
                let values = self.values(column).into_iter();
                slots.push(Slot {
                    columns: vec![column],
                    choices: values.map(|value| vec![Cell::Value(value)]).collect(),
                    kind: Kind::Plain,
                    need: self.need(&[column]),
                });
            }
        }
        for slot in &mut slots {
            let columns = slot.columns.clone();
            slot.choices
                .retain(|choice| self.is_as_awaited(&columns, choice));
            if slot.choices.is_empty() {
                let names = self.circle.iter().map(|table| table.name.clone());
                return Err(Obstacle::Circle(names.collect()).into());
            }
        }
        Ok(slots)
    }

    fn need(&self, columns: &[usize]) -> Need {
        let lacks = |column: &usize| self.sample.lacks_value(self.table, *column, self.repeat);
        match self.purpose == Purpose::Value && columns.iter().any(lacks) {
            true => Need::Lacking,
            false => Need::Satisfied,
        }
    }

    fn is_as_awaited(&self, columns: &[usize], choice: &[Cell]) -> bool {
        columns.iter().zip(choice).all(|(column, cell)| {
            let awaited = self.awaited.iter().find(|(awaited, _)| awaited == column);
            awaited.is_none_or(|(_, value)| *cell == Cell::Value(value.clone()))
        })
    }

    /// The values for a column that refers to nothing.
    fn values(&self, column: usize) -> Vec<Value> {
        if let Some((_, value)) = self.awaited.iter().find(|(awaited, _)| *awaited == column) {
            return vec![value.clone()];
        }
        let base = self.base(column);
        let is_other = |value: &&Value| base.as_ref() != Some(*value);
        let known = self.known[column].iter().filter(is_other).cloned();
        let varied = base.iter().flat_map(variants);
        let is_told = self.table.json.contains(&column)
            || self
                .table
                .checks
                .iter()
                .any(|check| check.columns.contains(&column) && !check.literals.is_empty());
        if self.table.columns[column].role == Role::Rowid {
            return known.chain(varied).collect();
        }
        let first = base.clone().into_iter();
        let mut values: Vec<Value> = match is_told {
            true => first.chain(known).chain(varied).collect(),
            false => first.chain(varied).chain(known).collect(),
        };
        if self.must_differ(&[column]) {
            // The sort is stable: what no row holds comes first, in the same order.
            values.sort_by_key(|value| self.sample.values(column).any(|seen| seen == value));
        }
        if self.table.columns[column].nulls == Nulls::Allowed {
            values.insert(self.place_of_null(column, values.len()), Value::Null);
        }
        values
    }

    /// The value that other rows have.
    fn base(&self, column: usize) -> Option<Value> {
        let fullest = self.sample.fullest().map(|row| &row[column]);
        let fullest = fullest.filter(|value| **value != Value::Null);
        fullest
            .or_else(|| self.sample.values(column).next())
            .cloned()
    }

    fn must_differ(&self, columns: &[usize]) -> bool {
        self.repeat == Repeat::Never || columns.iter().any(|column| self.table.is_unique(*column))
    }

    /// First or last; where columns are compared, one of them must often be NULL for the other's sake.
    fn place_of_null(&self, column: usize, count: usize) -> usize {
        match self.purpose {
            Purpose::Null => 0,
            Purpose::Value if self.table.is_compared(column) => count.min(3),
            Purpose::Value => count,
        }
    }
}
