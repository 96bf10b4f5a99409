//! Which batch is next, and when there is none: what is asked of the database, and what its answers mean.

use std::fmt;

use super::batch::Batch;
use super::key::{self, Key};
use crate::{Backfill, Dialect};

/// A backfill's way along its key, from the first row to the last one that was there when it began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk<'a> {
    backfill: Backfill<'a>,
    dialect: Dialect,
    /// The key's type on Postgres, as SQL names it.
    kind: String,
    after: Option<Key>,
    until: Option<Key>,
}

/// Why a backfill cannot go along a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoKey {
    /// Its type has no literal that compares with it, or no order.
    Unfit,
    /// It holds this value, which reads back as another one.
    Inexact(String),
}

/// What the queries call the key, the first one of a batch, and the last one.
const KEY: &str = "ingrain_key";
const FIRST: &str = "ingrain_first";

impl<'a> Walk<'a> {
    /// Asks what the key is: one row that [`Walk::new`] takes. It fails where there is no such table or
    /// column.
    pub fn survey(backfill: Backfill<'_>, dialect: Dialect) -> String {
        let (table, key) = (backfill.table, backfill.along());
        match dialect {
            Dialect::Sqlite => format!("SELECT typeof((SELECT {key} FROM {table} LIMIT 0))"),
            // Without its type's name, which `bit` and `char` say a length of 1 with.
            Dialect::Postgres => format!(
                "SELECT pg_catalog.format('%I.%I', n.nspname, t.typname) FROM pg_catalog.pg_type t \
                 JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
                 WHERE t.oid = pg_catalog.pg_typeof((SELECT {key} FROM {table} LIMIT 0)) \
                 AND t.typcategory NOT IN ('A', 'C') AND t.typname NOT IN ('json', 'jsonb', 'xml')"
            ),
        }
    }

    /// A way that has not begun, along the key that [`Walk::survey`] tells of.
    ///
    /// # Errors
    ///
    /// [`NoKey::Unfit`], when that is an array, a row or JSON.
    pub fn new(
        backfill: Backfill<'a>,
        dialect: Dialect,
        surveyed: Option<&[Option<String>]>,
    ) -> Result<Walk<'a>, NoKey> {
        let Some([Some(kind)]) = surveyed else {
            return Err(NoKey::Unfit);
        };
        Ok(Walk {
            backfill,
            dialect,
            kind: kind.clone(),
            after: None,
            until: None,
        })
    }

    /// Goes on behind this key, if batches were done before, and ends with that one.
    pub fn go_on(&mut self, after: Option<Key>, until: Option<Key>) {
        self.after = after;
        self.until = until;
    }

    /// Asks for a row without a key, which no batch would reach.
    pub fn unreachable(&self) -> String {
        let (table, key) = (self.backfill.table, self.backfill.along());
        format!("SELECT 1 FROM {table} WHERE {key} IS NULL LIMIT 1")
    }

    /// Asks for the last key of all: one row that [`Walk::end`] takes, or none.
    pub fn last(&self) -> String {
        let (table, key) = (self.backfill.table, self.backfill.along());
        self.exactly(&format!(
            "SELECT {} FROM (SELECT {key} AS {KEY} FROM {table} WHERE {key} IS NOT NULL \
             ORDER BY {key} DESC LIMIT 1) AS ends",
            key::written(self.dialect, &self.kind, KEY)
        ))
    }

    /// Reads the answer to [`Walk::last`]: where it ends, if there are any rows.
    ///
    /// # Errors
    ///
    /// [`NoKey`], when the key cannot be written.
    pub fn end(&self, row: Option<&[Option<String>]>) -> Result<Option<Key>, NoKey> {
        match row {
            None => Ok(None),
            Some([Some(cell)]) => Key::read(cell).map(Some),
            Some(_) => Err(NoKey::Unfit),
        }
    }

    /// Asks for the next batch: one row that [`Walk::batch`] takes, or none. Nothing is asked at the end.
    pub fn next(&self) -> Option<String> {
        let until = self.until.as_ref()?;
        if self.after.as_ref() == Some(until) {
            return None;
        }
        let (table, key, rows) = (
            self.backfill.table,
            self.backfill.along(),
            self.backfill.rows,
        );
        let until = until.literal(self.dialect);
        let after = match &self.after {
            Some(after) => format!("{key} > {} AND ", after.literal(self.dialect)),
            None => String::new(),
        };
        let written = |key| key::written(self.dialect, &self.kind, key);
        Some(self.exactly(&format!(
            "SELECT {}, {} FROM (SELECT first_value({KEY}) OVER (ORDER BY {KEY}) AS {FIRST}, {KEY} FROM \
             (SELECT {key} AS {KEY} FROM {table} WHERE {after}{key} <= {until} ORDER BY {key} LIMIT {rows}) AS batch \
             ORDER BY {KEY} DESC LIMIT 1) AS ends",
            written(FIRST),
            written(KEY)
        )))
    }

    /// Reads the answer to [`Walk::next`].
    ///
    /// # Errors
    ///
    /// [`NoKey`], when a key cannot be written, or is not beyond the one before.
    pub fn batch(&self, row: Option<&[Option<String>]>) -> Result<Option<Batch>, NoKey> {
        let (first, last) = match row {
            None => return Ok(None),
            Some([Some(first), Some(last)]) => (Key::read(first)?, Key::read(last)?),
            Some(_) => return Err(NoKey::Unfit),
        };
        if self.after.as_ref() == Some(&last) {
            return Err(NoKey::Inexact(last.to_string()));
        }
        Ok(Some(Batch::new(self.after.clone(), first, last)))
    }

    /// Takes the batch for done.
    pub fn done(&mut self, batch: &Batch) {
        self.after = Some(batch.last().clone());
    }

    /// The same question, to which keys are written as exactly as they are held.
    fn exactly(&self, question: &str) -> String {
        match self.dialect {
            Dialect::Sqlite => question.to_owned(),
            // The statements of one message are one transaction, with which the settings end.
            Dialect::Postgres => format!(
                "SET LOCAL extra_float_digits = 3; SET LOCAL intervalstyle = 'iso_8601'; {question}"
            ),
        }
    }
}

impl fmt::Display for NoKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoKey::Unfit => f.write_str("is no key that a backfill can go along"),
            NoKey::Inexact(key) => {
                write!(
                    f,
                    "holds the key {key}, which the database does not read back as it was"
                )
            }
        }
    }
}

impl std::error::Error for NoKey {}
