//! Why a script failed.

use std::collections::BTreeSet;

use ingrain_core::Statement;
use rusqlite::ffi;

use crate::sqlite::hints::missing;

/// Why a script, or a statement of it, failed.
#[derive(Debug, Clone)]
pub(in crate::sqlite) struct Failure<'a> {
    /// None if it is what came after the last statement.
    pub(in crate::sqlite) statement: Option<Statement<'a>>,
    pub(in crate::sqlite) cause: Cause,
}

/// What stopped it.
#[derive(Debug, Clone)]
pub(in crate::sqlite) enum Cause {
    /// SQLite refused it.
    Refused(Refusal),
    /// It did not come to an end.
    Endless,
    /// It wrote more than the rehearsal has room for.
    Full,
    /// It would have opened or written a file.
    File,
    /// Rows refer to rows that do not exist, once foreign keys are checked.
    Orphans(Vec<Orphans>),
}

/// What SQLite said.
#[derive(Debug, Clone)]
pub(in crate::sqlite) struct Refusal {
    pub(in crate::sqlite) message: String,
    /// SQLite's extended result code.
    pub(in crate::sqlite) code: i32,
    /// Where in the statement, in bytes.
    pub(in crate::sqlite) offset: Option<usize>,
}

/// Rows of one table that refer to rows of another that do not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sqlite) struct Orphans {
    pub(in crate::sqlite) child: String,
    pub(in crate::sqlite) parent: String,
    pub(in crate::sqlite) count: i64,
    pub(in crate::sqlite) parent_is: Presence,
}

/// Whether a table is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sqlite) enum Presence {
    Present,
    Missing,
}

impl Cause {
    pub(in crate::sqlite) fn of(error: rusqlite::Error) -> Cause {
        let (message, code, offset) = match error {
            rusqlite::Error::SqlInputError {
                error, msg, offset, ..
            } => (msg, error.extended_code, usize::try_from(offset).ok()),
            rusqlite::Error::SqliteFailure(error, message) => {
                let message = message.unwrap_or_else(|| error.to_string());
                (message, error.extended_code, None)
            }
            other => (other.to_string(), ffi::SQLITE_ERROR, None),
        };
        match code & 0xff {
            ffi::SQLITE_INTERRUPT => Cause::Endless,
            ffi::SQLITE_FULL | ffi::SQLITE_NOMEM => Cause::Full,
            _ => Cause::Refused(Refusal {
                message,
                code,
                offset,
            }),
        }
    }

    /// The view or trigger that ALTER TABLE came upon and that does not work, in lower case.
    pub(in crate::sqlite) fn came_upon(&self) -> Option<String> {
        let Cause::Refused(refusal) = self else {
            return None;
        };
        let (_, rest) = refusal.message.split_once("error in ")?;
        let name = rest
            .strip_prefix("trigger ")
            .or(rest.strip_prefix("view "))?;
        let (name, _) = name.split_once(": ")?;
        Some(name.to_ascii_lowercase())
    }

    /// Whether it needs what the application may register or load.
    pub(in crate::sqlite) fn is_unknown(&self) -> bool {
        const MESSAGES: [&str; 5] = [
            "no such function: ",
            "no such collation sequence: ",
            "no such module: ",
            "no such tokenizer: ",
            "unknown tokenizer: ",
        ];
        matches!(self, Cause::Refused(refusal) if MESSAGES.iter().any(|message| refusal.message.contains(message)))
    }

    /// Whether it needs what is called one of these names, in lower case.
    pub(in crate::sqlite) fn is_lack_of(&self, absent: &BTreeSet<String>) -> bool {
        let Cause::Refused(refusal) = self else {
            return false;
        };
        let missing = missing(&refusal.message);
        missing.is_some_and(|missing| missing.what != "column" && absent.contains(&missing.name))
    }

    /// Whether rows that hold the same values are in the way.
    pub(in crate::sqlite) fn is_unique_failure(&self) -> bool {
        const CODES: [i32; 3] = [
            ffi::SQLITE_CONSTRAINT_UNIQUE,
            ffi::SQLITE_CONSTRAINT_PRIMARYKEY,
            ffi::SQLITE_CONSTRAINT_ROWID,
        ];
        matches!(self, Cause::Refused(refusal) if CODES.contains(&refusal.code))
    }
}
