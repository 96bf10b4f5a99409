//! The rows that a table holds already.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};

use super::Repeat;
use super::columns::{Nulls, Role, Table, quoted};

/// A table with that many rows is left as it is: what they lack, production's may lack as well.
const ENOUGH: usize = 40;

/// As many rows as any decision needs.
#[derive(Debug)]
pub(super) struct Sample {
    pub(super) rows: Vec<Vec<Value>>,
}

/// What a further row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It holds NULL wherever it may.
    Null,
    /// It holds a value wherever it can; the same as another row's, or another.
    Value,
}

impl Sample {
    pub(super) fn read(connection: &Connection, table: &Table) -> Result<Self> {
        let sql = format!(
            "SELECT {} FROM main.{} LIMIT {ENOUGH}",
            table.names(0..table.columns.len()),
            quoted(&table.name)
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], |row| {
            let value = |column| Ok(owned(row.get_ref(column)?));
            (0..table.columns.len()).map(value).collect()
        })?;
        Ok(Self {
            rows: rows.collect::<Result<_>>()?,
        })
    }

    /// What the table lacks most.
    pub(super) fn wants(&self, table: &Table, repeat: Repeat) -> Vec<Purpose> {
        let count = self.rows.len();
        let mut purposes = Vec::new();
        if count >= ENOUGH {
            return purposes;
        }
        let columns = || 0..table.columns.len();
        if count > 0 && columns().any(|column| self.lacks_null(table, column)) {
            purposes.push(Purpose::Null);
        }
        if count < super::ROWS || columns().any(|column| self.lacks_value(table, column, repeat)) {
            purposes.push(Purpose::Value);
        }
        purposes
    }

    /// How much of what is wanted there is.
    pub(super) fn progress(&self, table: &Table, repeat: Repeat) -> usize {
        let columns = 0..table.columns.len();
        let of_column = |column| {
            let null = usize::from(!self.lacks_null(table, column));
            let value = usize::from(!self.lacks_value(table, column, repeat));
            null + value + usize::from(self.values(column).next().is_some())
        };
        columns.map(of_column).sum()
    }

    fn lacks_null(&self, table: &Table, column: usize) -> bool {
        table.columns[column].nulls == Nulls::Allowed
            && !self.rows.iter().any(|row| row[column] == Value::Null)
    }

    /// Whether the column should hold a value twice and does not.
    pub(super) fn lacks_value(&self, table: &Table, column: usize, repeat: Repeat) -> bool {
        let mut values = self.values(column);
        match repeat {
            Repeat::Never => values.next().is_none(),
            Repeat::WhereAllowed if table.is_unique(column) => {
                table.columns[column].role == Role::Plain && values.next().is_none()
            }
            Repeat::WhereAllowed => {
                let values: Vec<&Value> = values.collect();
                let first = |(at, value): (usize, &&Value)| values[..at].contains(value);
                !values.iter().enumerate().any(first)
            }
        }
    }

    /// The values of a column, without NULL.
    pub(super) fn values(&self, column: usize) -> impl Iterator<Item = &Value> {
        let values = self.rows.iter().map(move |row| &row[column]);
        values.filter(|value| **value != Value::Null)
    }

    /// The row to take after: that with the fewest NULLs.
    pub(super) fn fullest(&self) -> Option<&Vec<Value>> {
        let nulls = |row: &&Vec<Value>| row.iter().filter(|value| **value == Value::Null).count();
        self.rows.iter().min_by_key(nulls)
    }
}

/// A text that is no UTF-8 is read as well as it can be.
pub(super) fn owned(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}
