//! The rows that a foreign key may refer to.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::{Cell, Wish};
use crate::sqlite::seed::ROWS;
use crate::sqlite::seed::candidates::candidates;
use crate::sqlite::seed::columns::{Nulls, Reference, Table, quoted};
use crate::sqlite::seed::obstacle::Stop;
use crate::sqlite::seed::sample::owned;
use crate::sqlite::seed::variants::variants;

/// So many rows of a parent are looked at.
const PARENTS: usize = 16;

/// What a foreign key says of its columns; nothing of those that may hold anything.
pub(super) type Partial = Vec<Option<Cell>>;

/// What satisfies one foreign key.
pub(super) fn options(wish: &Wish<'_>, reference: &Reference) -> Result<Vec<Partial>, Stop> {
    let some = |row: Vec<Value>| row.into_iter().map(|value| Some(Cell::Value(value)));
    let rows = parents(wish.connection, reference)?;
    let is_empty = rows.is_empty();
    let mut options: Vec<Partial> = rows.into_iter().map(|row| some(row).collect()).collect();
    let nullable = |column: &usize| wish.table.columns[*column].nulls == Nulls::Allowed;
    if reference.columns.iter().any(nullable) {
        // A row that is its own parent would let a recursive query run for ever.
        let null = |column| nullable(column).then_some(Cell::Value(Value::Null));
        options.push(reference.columns.iter().map(null).collect());
    } else if reference.parent.eq_ignore_ascii_case(&wish.table.name) {
        options.extend(itself(wish.table, reference));
    } else if is_empty {
        let rows = foretold(wish, reference);
        options.extend(rows.into_iter().map(|row| some(row).collect()));
    }
    Ok(options)
}

fn parents(connection: &Connection, reference: &Reference) -> Result<Vec<Vec<Value>>, Stop> {
    let columns: Vec<String> = reference
        .parent_columns
        .iter()
        .map(|name| quoted(name))
        .collect();
    let not_null: Vec<String> = columns
        .iter()
        .map(|column| format!("{column} IS NOT NULL"))
        .collect();
    let sql = format!(
        "SELECT DISTINCT {} FROM main.{} WHERE {} LIMIT {PARENTS}",
        columns.join(", "),
        quoted(&reference.parent),
        not_null.join(" AND "),
    );
    let statement = connection.prepare_cached(&sql);
    let mut statement = statement.map_err(Stop::unprepared)?;
    let rows = statement.query_map([], |row| {
        let value = |column| Ok(owned(row.get_ref(column)?));
        (0..columns.len()).map(value).collect()
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A row may refer to itself.
fn itself(table: &Table, reference: &Reference) -> Option<Partial> {
    let pairs = reference.columns.iter().zip(&reference.parent_columns);
    let own = |(column, parent): (&usize, &String)| {
        let parent = table.column(parent)?;
        // What a column says of itself is always true.
        Some((parent != *column).then_some(Cell::Own(parent)))
    };
    pairs.map(own).collect()
}

/// In a circle one table has to begin: the rows that it refers to are made to order afterwards.
fn foretold(wish: &Wish<'_>, reference: &Reference) -> Vec<Vec<Value>> {
    let is_parent = |table: &&Table| table.name.eq_ignore_ascii_case(&reference.parent);
    let Some(parent) = wish.circle.iter().find(is_parent) else {
        return Vec::new();
    };
    let of_column = |name: &String| {
        let values = candidates(wish.connection, parent, parent.column(name)?);
        let value = values.into_iter().find(|value| *value != Value::Null)?;
        Some([vec![value.clone()], variants(&value)].concat())
    };
    let columns: Option<Vec<Vec<Value>>> = reference.parent_columns.iter().map(of_column).collect();
    let columns = columns.unwrap_or_default();
    let row = |at| {
        columns
            .iter()
            .map(|values| values.get(at).cloned())
            .collect()
    };
    match columns.is_empty() {
        true => Vec::new(),
        false => (0..ROWS).filter_map(row).collect(),
    }
}
