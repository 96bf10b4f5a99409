//! What SQLite's message is about.

use rusqlite::ffi::{self, ErrorCode};
use rusqlite::{Error, Result};

use super::columns::{Role, Table};
use crate::sqlite::table::canonical;

/// Why a row was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// Other values of these columns may do.
    Columns { what: String, columns: Vec<usize> },
    /// So may other values of whatever refers to another table.
    Reference,
    /// Nothing that the table says of itself: a trigger's doing, perhaps.
    Other(String),
}

/// Reads the failure of a statement that could be prepared.
///
/// # Errors
///
/// What SQLite did not say is given back.
pub(super) fn read(error: Error, table: &Table) -> Result<Failure> {
    let Error::SqliteFailure(failure, Some(message)) = &error else {
        return Err(error);
    };
    if failure.extended_code == ffi::SQLITE_CONSTRAINT_FOREIGNKEY {
        return Ok(Failure::Reference);
    }
    let found = match failure.code {
        ErrorCode::ConstraintViolation => constraint(message, table),
        ErrorCode::TypeMismatch => Some(("INTEGER PRIMARY KEY".to_owned(), rowid(table))),
        // A function that does not take the value: malformed JSON, say.
        ErrorCode::Unknown => Some((
            format!("an expression ({message})"),
            match message.contains("JSON") && !table.json.is_empty() {
                true => table.json.clone(),
                false => computed_with(table),
            },
        )),
        _ => None,
    };
    Ok(match found {
        Some((what, columns)) if !columns.is_empty() => Failure::Columns { what, columns },
        _ => Failure::Other(message.clone()),
    })
}

/// The constraint of this table that the message names, and the columns it is about.
fn constraint(message: &str, table: &Table) -> Option<(String, Vec<usize>)> {
    if let Some(found) = message.strip_prefix("CHECK constraint failed: ") {
        return Some(check(found, table));
    }
    if let Some(found) = message.strip_prefix("UNIQUE constraint failed: ") {
        let mut uniques = table.uniques.iter();
        let unique = uniques.find(|unique| unique.failure == found)?;
        return Some((unique.what.clone(), unique.columns.clone()));
    }
    if let Some(found) = message.strip_prefix("NOT NULL constraint failed: ") {
        let (other, column) = found.split_at_checked(table.name.len())?;
        let column = table.column(column.strip_prefix('.')?)?;
        let what = format!("NOT NULL of `{}`", table.columns[column].name);
        return (other == table.name).then(|| (what, vec![column]));
    }
    let column = cannot_store(message, table)?;
    Some(("the types of a STRICT table".to_owned(), vec![column]))
}

fn rowid(table: &Table) -> Vec<usize> {
    let is_rowid = |at: &usize| table.columns[*at].role == Role::Rowid;
    (0..table.columns.len()).filter(is_rowid).collect()
}

/// Every column that any expression computes with.
fn computed_with(table: &Table) -> Vec<usize> {
    let checked = table.checks.iter().flat_map(|check| &check.columns);
    let mut columns: Vec<usize> = checked.chain(&table.computed_with).copied().collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// The constraint in words, and the columns it is about.
fn check(found: &str, table: &Table) -> (String, Vec<usize>) {
    let expression = canonical(found);
    let is_it = |check: &&super::columns::Check| match &check.name {
        Some(name) => name == found,
        None => check.expression == expression,
    };
    let columns = table.checks.iter().filter(is_it);
    let mut columns: Vec<usize> = columns.flat_map(|check| check.columns.clone()).collect();
    columns.sort_unstable();
    columns.dedup();
    let is_named = table
        .checks
        .iter()
        .any(|check| check.name.as_deref() == Some(found));
    let what = match is_named {
        true => format!("the CHECK named `{found}`"),
        false => format!(
            "CHECK ({})",
            found.split_whitespace().collect::<Vec<_>>().join(" ")
        ),
    };
    (what, columns)
}

/// The column of `cannot store TEXT value in INTEGER column t.c`.
fn cannot_store(message: &str, table: &Table) -> Option<usize> {
    let columns = 0..table.columns.len();
    columns
        .filter(|at| {
            message.ends_with(&format!(
                "column {}.{}",
                table.name, table.columns[*at].name
            ))
        })
        .max_by_key(|at| table.columns[*at].name.len())
}
