//! The smallest of databases: tables of numbers.

use std::collections::BTreeMap;

/// Tables by number, and their rows.
pub(crate) type Tables = BTreeMap<u8, Vec<i64>>;

/// A statement whose effect can be seen, once or twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Statement {
    Create(u8),
    Insert(u8, i64),
    Empty(u8),
    Drop(u8),
}

/// It could not be carried out.
#[derive(Debug)]
pub(crate) struct Impossible;

impl Statement {
    /// In SQL.
    pub(crate) fn text(self) -> String {
        match self {
            Statement::Create(table) => format!("CREATE TABLE t{table} (v INTEGER NOT NULL)"),
            Statement::Insert(table, value) => format!("INSERT INTO t{table} VALUES ({value})"),
            Statement::Empty(table) => format!("DELETE FROM t{table}"),
            Statement::Drop(table) => format!("DROP TABLE t{table}"),
        }
    }

    /// Carries it out.
    pub(crate) fn run(self, tables: &mut Tables) -> Result<(), Impossible> {
        match self {
            Statement::Create(table) if tables.contains_key(&table) => return Err(Impossible),
            Statement::Create(table) => drop(tables.insert(table, Vec::new())),
            Statement::Insert(table, value) => {
                tables.get_mut(&table).ok_or(Impossible)?.push(value);
            }
            Statement::Empty(table) => tables.get_mut(&table).ok_or(Impossible)?.clear(),
            Statement::Drop(table) => drop(tables.remove(&table).ok_or(Impossible)?),
        }
        Ok(())
    }
}
