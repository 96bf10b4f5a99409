//! Rows that do not follow from each other.

use std::fmt;

/// The log holds what Ingrain never wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrupt {
    seq: u64,
    /// What it does, as a predicate: the row is the subject.
    what: String,
}

impl Corrupt {
    pub(crate) fn new(seq: u64, what: impl Into<String>) -> Corrupt {
        Corrupt {
            seq,
            what: what.into(),
        }
    }
}

impl fmt::Display for Corrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seq {
            // Rows count from 1; the number itself is what cannot be read.
            0 => write!(f, "a row {}", self.what),
            seq => write!(f, "row {seq} {}", self.what),
        }
    }
}

impl std::error::Error for Corrupt {}
