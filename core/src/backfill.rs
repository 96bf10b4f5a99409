//! `backfill notes.id rows 1000 pause 100ms`: one statement that runs batch by batch, along a key.
//!
//! What is asked of the database and what is sent to it are made here, for the runtime and for the
//! rehearsal alike.

mod batch;
mod key;
mod misuse;

use std::time::Duration;

pub use self::batch::{Batch, Filled};
pub use self::key::Key;
pub(crate) use self::misuse::misuses;
use crate::directive::duration;
use crate::split::{TokenKind, split};
use crate::{Dialect, Token};

/// How a script is divided into batches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backfill<'a> {
    /// Both as they are written, quotes included.
    table: &'a str,
    key: &'a str,
    rows: u32,
    pause: Duration,
}

/// What the key's query calls it.
const KEY: &str = "ingrain_key";

impl<'a> Backfill<'a> {
    /// Reads what follows the directive's name: `app.notes.id rows 1000`, `notes.id rows 500 pause 1s`.
    pub(crate) fn parse(argument: &'a str) -> Result<Backfill<'a>, String> {
        // Double quotes mean the same to both databases; SQLite's others are not taken.
        let statements = split(Dialect::Postgres, argument).unwrap_or_default();
        let [statement] = statements.as_slice() else {
            return Err(NO_KEY.to_owned());
        };
        let tokens: Vec<Token<'_>> = statement.tokens().collect();
        let (names, rest) = names(&tokens);
        let [first, .., point, key] = names.as_slice() else {
            return Err(NO_KEY.to_owned());
        };
        let table = &argument[first.start..point.start];
        let (rows, pause) = match rest {
            [rows, number] if rows.is_word("rows") => (number, None),
            [rows, number, pause, time] if rows.is_word("rows") && pause.is_word("pause") => {
                (number, Some(time))
            }
            _ => return Err(NO_ROWS.to_owned()),
        };
        let rows = rows.text.parse().ok().filter(|rows| *rows > 0);
        Ok(Backfill {
            table,
            key: key.text,
            rows: rows.ok_or_else(|| NO_ROWS.to_owned())?,
            pause: match pause {
                Some(time) => duration("pause", time.text)?,
                None => Duration::ZERO,
            },
        })
    }

    /// Table and key, as the directive names them.
    pub fn along(&self) -> String {
        format!("{}.{}", self.table, self.key)
    }

    /// How many rows a batch has; the last one may have fewer.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// How long it pauses between two batches.
    pub fn pause(&self) -> Duration {
        self.pause
    }

    /// The same with batches of another size.
    pub fn in_batches_of(self, rows: u32) -> Backfill<'a> {
        Backfill { rows, ..self }
    }

    /// Asks for the next batch after this key: one row that [`Batch::parse`] takes, or none.
    pub fn next(&self, dialect: Dialect, after: Option<&Key>) -> String {
        let Backfill {
            table, key, rows, ..
        } = self;
        let beyond = match after {
            Some(after) => format!("> {}", after.literal(dialect)),
            None => "IS NOT NULL".to_owned(),
        };
        let first = key::written(
            dialect,
            &format!("first_value({KEY}) OVER (ORDER BY {KEY})"),
        );
        let last = key::written(dialect, KEY);
        format!(
            "SELECT {first}, {last}, count(*) OVER () FROM \
             (SELECT {key} AS {KEY} FROM {table} WHERE {key} {beyond} ORDER BY {key} LIMIT {rows}) AS batch \
             ORDER BY {KEY} DESC LIMIT 1"
        )
    }

    /// Asks for a row without a key, which no batch would reach.
    pub fn unreachable(&self) -> String {
        let Backfill { table, key, .. } = self;
        format!("SELECT 1 FROM {table} WHERE {key} IS NULL LIMIT 1")
    }
}

const NO_KEY: &str = "`backfill` takes the table and the key that it goes along, such as `notes.id`, then `rows` and their number";
const NO_ROWS: &str = "`backfill` takes `rows` and their number after the key, and perhaps `pause` and a time such as `100ms`";

/// The names and the points between them, and what stands behind.
fn names<'t, 'a>(tokens: &'t [Token<'a>]) -> (Vec<Token<'a>>, &'t [Token<'a>]) {
    let is_name = |token: &Token<'_>| matches!(token.kind, TokenKind::Word | TokenKind::Quoted);
    let mut found = Vec::new();
    let mut rest = tokens;
    while let [name, others @ ..] = rest {
        if !is_name(name) || found.len() % 2 == 1 {
            break;
        }
        found.push(*name);
        rest = others;
        if let [point, next, ..] = rest
            && point.is_symbol(".")
            && is_name(next)
        {
            found.push(*point);
            rest = &rest[1..];
        }
    }
    (found, rest)
}

#[cfg(test)]
mod tests;
