//! What SQLite says of a table, and its text where SQLite is silent.

mod expressions;
mod keys;
mod read;

use crate::sqlite::table::{Literal, TableText};

pub(super) use self::read::{exists, referenced, table};

/// A table to be given rows. Columns are known by their place in `columns`.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: String,
    /// Those that an INSERT may name.
    pub(super) columns: Vec<Column>,
    pub(super) uniques: Vec<Unique>,
    pub(super) references: Vec<Reference>,
    pub(super) checks: Vec<Check>,
    /// Columns from which others are generated, or which an index computes with.
    pub(super) computed_with: Vec<usize>,
    /// Columns that a JSON function is applied to, as it seems.
    pub(super) json: Vec<usize>,
    pub(super) text: TableText,
    /// A trigger that undoes the whole transaction must not fire.
    pub(super) triggers: Triggers,
}

/// Whether the triggers of a table may fire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Triggers {
    Enabled,
    Disabled,
}

#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    /// In upper case.
    pub(super) datatype: String,
    pub(super) default: Option<String>,
    pub(super) nulls: Nulls,
    pub(super) role: Role,
}

/// Whether NULL is a value of the column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nulls {
    Allowed,
    /// By NOT NULL; or by a primary key, in which SQLite allows them only for its own past's sake.
    Forbidden,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The `INTEGER PRIMARY KEY`, to which SQLite gives values by itself.
    Rowid,
    Plain,
}

/// Values that no two rows may have in common.
#[derive(Debug)]
pub(super) struct Unique {
    /// For the message.
    pub(super) what: String,
    /// What SQLite says after `UNIQUE constraint failed: `.
    pub(super) failure: String,
    pub(super) columns: Vec<usize>,
    pub(super) extent: Extent,
}

/// What must be unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// The columns, in all rows.
    Whole,
    /// In some rows only, or something computed from the columns.
    Part,
}

/// A foreign key.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) parent: String,
    pub(super) columns: Vec<usize>,
    pub(super) parent_columns: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Check {
    pub(super) name: Option<String>,
    pub(super) expression: String,
    pub(super) columns: Vec<usize>,
    pub(super) literals: Vec<Literal>,
}

impl Table {
    /// The column of this name.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        let is_it = |column: &Column| column.name.eq_ignore_ascii_case(name);
        self.columns.iter().position(is_it)
    }

    /// Whether the column is unique by itself.
    pub(super) fn is_unique(&self, column: usize) -> bool {
        self.columns[column].role == Role::Rowid
            || self
                .uniques
                .iter()
                .any(|unique| unique.extent == Extent::Whole && unique.columns == [column])
    }

    /// Whether a CHECK compares the column with others.
    pub(super) fn is_compared(&self, column: usize) -> bool {
        self.checks
            .iter()
            .any(|check| check.columns.len() > 1 && check.columns.contains(&column))
    }

    pub(super) fn is_strict(&self) -> bool {
        self.text.options.iter().any(|option| option == "strict")
    }

    /// The names of columns, for a statement.
    pub(super) fn names(&self, columns: impl IntoIterator<Item = usize>) -> String {
        let names = columns
            .into_iter()
            .map(|column| quoted(&self.columns[column].name));
        names.collect::<Vec<_>>().join(", ")
    }
}

/// A name in quotes.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
