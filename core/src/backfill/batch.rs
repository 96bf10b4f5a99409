//! One batch, and the statement for it.

use super::Key;
use crate::{Dialect, Statement, Token, TokenKind};

/// A batch: which rows it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    from: From,
    last: Key,
    rows: u64,
}

/// Where a batch begins.
#[derive(Debug, Clone, PartialEq, Eq)]
enum From {
    /// With this key: there is none before it.
    First(Key),
    /// With the next one after this key.
    After(Key),
}

/// A statement with its batch put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    sql: String,
    changes: Vec<Change>,
}

/// A part that stands for another one; both in bytes of their statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    at: usize,
    end: usize,
    of: usize,
    of_end: usize,
}

impl Batch {
    /// Reads the answer to [`Backfill::next`](super::Backfill::next): the first key, the last, how many.
    pub fn parse(cells: &[Option<String>], after: Option<&Key>) -> Option<Batch> {
        let [Some(first), Some(last), Some(rows)] = cells else {
            return None;
        };
        let from = match after {
            Some(after) => From::After(after.clone()),
            None => From::First(first.parse().ok()?),
        };
        Some(Batch {
            from,
            last: last.parse().ok()?,
            rows: rows.parse().ok()?,
        })
    }

    /// The last key in it.
    pub fn last(&self) -> &Key {
        &self.last
    }

    /// How many rows it had when it was looked for.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Whether it comes to an end beyond where it begins, so that the next one cannot be the same.
    pub fn goes_on(&self) -> bool {
        match &self.from {
            From::First(_) => true,
            From::After(after) => *after != self.last,
        }
    }

    /// The statement for this batch. There is no key before the first one: `> $1` becomes `>=` its first key.
    pub fn fill(&self, dialect: Dialect, statement: &Statement<'_>) -> Filled {
        let (operator, begin) = match &self.from {
            From::First(key) => (">=", key),
            From::After(key) => (">", key),
        };
        let begin = format!("{operator} {}", begin.literal(dialect));
        let last = self.last.literal(dialect);
        let text = statement.text();
        let mut filled = Filled {
            sql: String::with_capacity(text.len() + begin.len() + last.len()),
            changes: Vec::new(),
        };
        let mut done = 0;
        let tokens: Vec<Token<'_>> = statement.tokens().collect();
        for (at, token) in tokens.iter().enumerate() {
            let (from, value) = match (parameter(token), at.checked_sub(1)) {
                // What stands before it is `>`: the build has seen to that.
                (Some("$1"), Some(before)) => (&tokens[before], &begin),
                (Some("$2"), _) => (token, &last),
                _ => continue,
            };
            let (of, of_end) = (
                from.start - statement.start(),
                token.end() - statement.start(),
            );
            filled.sql.push_str(&text[done..of]);
            let at = filled.sql.len();
            filled.sql.push_str(value);
            let end = filled.sql.len();
            filled.changes.push(Change {
                at,
                end,
                of,
                of_end,
            });
            done = of_end;
        }
        filled.sql.push_str(&text[done..]);
        filled
    }
}

impl Filled {
    /// What is sent.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// Which byte of the statement as it was written this byte of it stands for.
    pub fn origin(&self, offset: usize) -> usize {
        let before = self.changes.partition_point(|change| change.at <= offset);
        match before.checked_sub(1).map(|at| self.changes[at]) {
            None => offset,
            Some(change) if offset < change.end => change.of,
            Some(change) => change.of_end + (offset - change.end),
        }
    }
}

/// The text of a parameter.
pub(super) fn parameter<'a>(token: &Token<'a>) -> Option<&'a str> {
    (token.kind == TokenKind::Parameter).then_some(token.text)
}
