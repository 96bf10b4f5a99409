//! Values that a column may take, the likeliest first.

mod general;
mod hint;
mod literals;
mod pattern;

use std::collections::{HashSet, VecDeque};

use rusqlite::Connection;
use rusqlite::types::Value;

use super::columns::{Role, Table};
use super::sample::owned;

/// What SQLite makes of a declared type: <https://www.sqlite.org/datatype3.html#determination_of_column_affinity>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Affinity {
    Integer,
    Real,
    Numeric,
    Text,
    Blob,
}

/// Plain values come first: what looks like production's data does not fail for its own sake.
pub(super) fn candidates(connection: &Connection, table: &Table, column: usize) -> Vec<Value> {
    let affinity = affinity(&table.columns[column].datatype);
    let literals = literals::of(table, column);
    let default = default(connection, table, column);
    let mut values = Vec::new();
    if table.columns[column].role == Role::Rowid {
        // SQLite chooses.
        values.push(Value::Null);
    }
    values.extend(hint::by_name(table, column, affinity == Affinity::Text));
    let numeric = affinity != Affinity::Text && affinity != Affinity::Blob;
    let texts = literals::texts(&literals);
    let numbers = literals::numbers(&literals);
    let lengths = literals::lengths(&literals);
    if numeric {
        values.push(Value::Integer(1));
        values.extend(numbers);
        values.extend(default);
        values.extend(general::numbers());
        values.extend(texts);
        match affinity {
            // A date is of this affinity, and so is a boolean.
            Affinity::Numeric => values.extend(general::texts()),
            _ => values.extend(literals::remainders(table, column)),
        }
    } else {
        values.extend(texts);
        values.extend(default);
        if table.columns[column].datatype.contains("BLOB") {
            values.extend(general::blobs());
        }
        values.extend(general::texts());
        values.extend(lengths.iter().cloned());
        values.extend(numbers);
        values.extend(general::numbers());
    }
    if !numeric {
        values.extend(general::blobs());
        values.extend(lengths.into_iter().map(into_blob));
        values.push(text(""));
    }
    if table.columns[column].role == Role::Rowid {
        values.retain(|value| matches!(value, Value::Null | Value::Integer(_)));
    }
    if table.is_strict() {
        let datatype = table.columns[column].datatype.as_str();
        values.retain(|value| is_storable(value, datatype));
    }
    distinct(values)
}

/// The same without those that come again.
fn distinct(mut values: Vec<Value>) -> Vec<Value> {
    let mut seen = HashSet::new();
    let keys = values.iter().map(|value| match value {
        Value::Null => (0, 0, [].as_slice()),
        Value::Integer(number) => (1, number.cast_unsigned(), [].as_slice()),
        Value::Real(number) => (2, number.to_bits(), [].as_slice()),
        Value::Text(text) => (3, 0, text.as_bytes()),
        Value::Blob(bytes) => (4, 0, bytes.as_slice()),
    });
    let mut are_new: VecDeque<bool> = keys.map(|key| seen.insert(key)).collect();
    values.retain(|_| are_new.pop_front().unwrap_or_default());
    values
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn affinity(datatype: &str) -> Affinity {
    let has = |words: &[&str]| words.iter().any(|word| datatype.contains(word));
    match () {
        () if has(&["INT"]) => Affinity::Integer,
        () if has(&["CHAR", "CLOB", "TEXT"]) => Affinity::Text,
        () if datatype.is_empty() || has(&["BLOB"]) || datatype == "ANY" => Affinity::Blob,
        () if has(&["REAL", "FLOA", "DOUB"]) => Affinity::Real,
        () => Affinity::Numeric,
    }
}

/// The value of the default, where it is a constant and says something.
fn default(connection: &Connection, table: &Table, column: usize) -> Option<Value> {
    let default = table.columns[column].default.as_ref()?;
    // The clock and chance are left out: a rehearsal runs the same way every time.
    let is_constant = !default.contains('(') && !default.to_ascii_uppercase().contains("CURRENT_");
    if !is_constant {
        return None;
    }
    // What looks like a name is a string as a default, but no value here.
    let sql = format!("SELECT {default}");
    let value = connection.query_row(&sql, [], |row| Ok(owned(row.get_ref(0)?)));
    let says_something = |value: &Value| *value != Value::Null && *value != text("");
    value.ok().filter(says_something)
}

fn into_blob(value: Value) -> Value {
    match value {
        Value::Text(text) => Value::Blob(text.into_bytes()),
        other => other,
    }
}

fn is_storable(value: &Value, datatype: &str) -> bool {
    match value {
        Value::Null => true,
        Value::Integer(_) => datatype != "TEXT" && datatype != "BLOB",
        Value::Real(_) => datatype == "REAL" || datatype == "ANY",
        Value::Text(_) => datatype == "TEXT" || datatype == "ANY",
        Value::Blob(_) => datatype == "BLOB" || datatype == "ANY",
    }
}
