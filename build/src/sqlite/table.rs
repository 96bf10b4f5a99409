//! `CREATE TABLE`, taken apart: two texts that mean the same compare equal, however they are written.
//!
//! SQLite keeps the text of a table as it was written, and tells most but not all of what is in it
//! (no CHECK, no collation of a column, no conflict clause). A text that SQLite itself has accepted is
//! expected here; of another, the result may be nothing or something.

mod canonical;
mod column;
mod constraint;
mod cursor;

#[cfg(test)]
mod tests;

use ingrain_core::{Dialect, Token, split};

pub(super) use self::canonical::{canonical, words, written};
use self::cursor::Cursor;

/// What a table is made of; names are in lower case and without quotes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct TableText {
    pub(super) columns: Vec<Column>,
    pub(super) primary_key: Option<Key>,
    pub(super) uniques: Vec<Key>,
    pub(super) foreign_keys: Vec<ForeignKey>,
    pub(super) checks: Vec<Check>,
    /// `STRICT` and `WITHOUT ROWID`, in lower case and in order.
    pub(super) options: Vec<String>,
}

/// A column with what cannot be said of several columns together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Column {
    pub(super) name: String,
    /// In upper case, such as `INTEGER` and `DECIMAL(10,2)`; empty if there is none.
    pub(super) datatype: String,
    pub(super) collation: Option<String>,
    pub(super) default: Option<Expression>,
    pub(super) generated: Option<Generated>,
    /// What is to be done with a NULL, if none is allowed.
    pub(super) not_null: Option<Conflict>,
    pub(super) autoincrement: bool,
}

/// An expression, which is the same as another if it means the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Expression {
    pub(super) canonical: String,
    pub(super) written: String,
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}

impl Eq for Expression {}

/// `GENERATED ALWAYS AS`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Generated {
    pub(super) expression: Expression,
    pub(super) storage: Storage,
}

/// Where the value of a generated column comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Storage {
    Virtual,
    Stored,
}

/// `ON CONFLICT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Conflict {
    #[default]
    Abort,
    Fail,
    Ignore,
    Replace,
    Rollback,
}

/// A primary key, or what else must be unique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) parts: Vec<KeyPart>,
    pub(super) conflict: Conflict,
}

/// A column of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeyPart {
    pub(super) column: String,
    pub(super) collation: Option<String>,
    pub(super) direction: Direction,
}

/// The order in which a key is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Ascending,
    Descending,
}

/// `FOREIGN KEY`; `MATCH` is left out, as SQLite does not heed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ForeignKey {
    pub(super) columns: Vec<String>,
    pub(super) parent: String,
    /// Empty if the parent's primary key is meant.
    pub(super) parent_columns: Vec<String>,
    /// In lower case, such as `cascade` and `no action`.
    pub(super) on_delete: String,
    pub(super) on_update: String,
    pub(super) enforcement: Enforcement,
}

/// When a foreign key is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Enforcement {
    Immediate,
    Deferred,
}

/// `CHECK`.
#[derive(Debug, Clone)]
pub(super) struct Check {
    /// No part of what the table means, but SQLite names it when the check fails.
    pub(super) name: Option<String>,
    pub(super) expression: Expression,
    /// Every word that may be the name of a column; keywords and functions are among them.
    pub(super) words: Vec<String>,
    pub(super) literals: Vec<Literal>,
}

impl PartialEq for Check {
    fn eq(&self, other: &Self) -> bool {
        self.expression == other.expression
    }
}

impl Eq for Check {}

/// A value that is written in an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Literal {
    Text(String),
    /// As it is written, without a sign.
    Number(String),
}

/// The tokens of a statement.
pub(super) fn tokens(sql: &str) -> Vec<Token<'_>> {
    let statements = split(Dialect::Sqlite, sql).unwrap_or_default();
    let first = statements.first();
    first.map_or_else(Vec::new, |statement| statement.tokens().collect())
}

/// Takes the text of a `CREATE TABLE` apart, as `sqlite_schema` holds it.
///
/// Nothing if it is no such text, as that of a virtual table, which names no columns.
pub(super) fn parse(sql: &str) -> Option<TableText> {
    let tokens = tokens(sql);
    let is_table = Cursor::new(&tokens).is_at(&["CREATE", "TABLE"]);
    let head = tokens.iter().position(|token| token.is_symbol("("))?;
    let mut cursor = Cursor::new(tokens.get(head..)?);
    let mut table = TableText::default();
    for item in cursor::items(cursor.group()?) {
        let mut item = Cursor::new(item);
        match constraint::begins(&item) {
            true => constraint::read(&mut item, &mut table)?,
            false => column::read(&mut item, &mut table)?,
        }
    }
    table.options = cursor::items(cursor.rest())
        .map(canonical::text)
        .filter(|option| !option.is_empty())
        .collect();
    table.sort();
    is_table.then_some(table)
}

impl TableText {
    /// The order of constraints means nothing, nor does one that is said twice.
    fn sort(&mut self) {
        self.options.sort();
        self.uniques.sort_by_key(|key| format!("{key:?}"));
        self.uniques.dedup();
        self.foreign_keys.sort_by_key(|key| format!("{key:?}"));
        self.foreign_keys.dedup();
        self.checks
            .sort_by(|one, other| one.expression.canonical.cmp(&other.expression.canonical));
        self.checks.dedup();
    }
}
