//! The one way in which splitting fails.

use std::error::Error;
use std::fmt;

/// Why a script cannot be split: a construct is still open where the script ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unterminated {
    /// What is open.
    pub what: Construct,
    /// The byte offset in the script at which the construct opens.
    pub start: usize,
    /// The length in bytes of what opens it, such as a quote or `BEGIN ATOMIC`.
    pub length: usize,
}

impl fmt::Display for Unterminated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unterminated {}", self.what)
    }
}

impl Error for Unterminated {}

/// What can hold a semicolon that separates nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Construct {
    /// `'…'`, with or without a prefix.
    Text,
    /// `"…"`, and on SQLite `` `…` `` and `[…]`.
    QuotedIdentifier,
    /// Postgres: `$tag$…$tag$`.
    DollarQuote,
    /// `/*…*/`.
    Comment,
    /// SQLite: `CREATE TRIGGER … BEGIN …; END`.
    Trigger,
    /// Postgres: `CREATE FUNCTION … BEGIN ATOMIC …; END`.
    AtomicBody,
    /// Postgres: `(…)`.
    Parenthesis,
}

impl fmt::Display for Construct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "string literal",
            Self::QuotedIdentifier => "quoted identifier",
            Self::DollarQuote => "dollar-quoted string",
            Self::Comment => "block comment",
            Self::Trigger => "trigger body",
            Self::AtomicBody => "function body",
            Self::Parenthesis => "parenthesis",
        })
    }
}
