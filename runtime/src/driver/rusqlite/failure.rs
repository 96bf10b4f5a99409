//! What SQLite's errors mean: their kind, their remedy, and where in a statement they are.

use ingrain_core::Text;
use rusqlite::ErrorCode;

use crate::driver::{Failure, FailureKind};

/// Of one of several statements, which is `sql`.
pub(super) fn failure(error: rusqlite::Error, statement: usize, sql: &str) -> Failure {
    let (message, offset) = match &error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => (message.clone(), None),
        other => located(&other.to_string(), sql),
    };
    let cause = std::error::Error::source(&error);
    let code = cause.and_then(|cause| cause.downcast_ref::<rusqlite::ffi::Error>().copied());
    let kind = match code.map(|error| error.code) {
        Some(ErrorCode::ConstraintViolation) => FailureKind::Taken,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => FailureKind::Busy,
        _ if message.starts_with("no such table: ") => FailureKind::NoTable,
        _ => FailureKind::Other,
    };
    let remedy = code.and_then(remedy).map(Text::from);
    let notes = code.map(note).into_iter().collect();
    let offset = offset.or_else(|| named(&message, sql));
    Failure {
        kind,
        message,
        notes,
        statement,
        done: statement,
        offset,
        remedy,
        source: Box::new(error),
    }
}

/// What an error of rusqlite's means to whoever called the function that met it.
pub(super) fn known(
    error: &(dyn std::error::Error + 'static),
) -> Option<(FailureKind, Vec<String>)> {
    let code = error.downcast_ref::<rusqlite::ffi::Error>()?;
    let kind = match code.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => FailureKind::Busy,
        _ => FailureKind::Other,
    };
    Some((kind, vec![note(*code)]))
}

fn note(code: rusqlite::ffi::Error) -> String {
    format!("SQLite error code {}", code.extended_code)
}

fn remedy(error: rusqlite::ffi::Error) -> Option<&'static str> {
    /// `SQLITE_READONLY_DIRECTORY`, <https://sqlite.org/rescode.html>.
    const READ_ONLY_DIRECTORY: i32 = 1544;
    match (error.code, error.extended_code) {
        (ErrorCode::ReadOnly, READ_ONLY_DIRECTORY) | (ErrorCode::CannotOpen, _) => Some(
            "let this process write to the directory of the file, where SQLite makes its journal, and start again; \
             a start with nothing pending only reads",
        ),
        (ErrorCode::ReadOnly, _) => Some(
            "migrate with a connection and a file that may be written; a start with nothing pending only reads",
        ),
        (ErrorCode::NotADatabase, _) => Some(
            "is it the right file? SQLite does not recognise it as a database, or it is encrypted",
        ),
        (ErrorCode::DatabaseCorrupt, _) => {
            Some("`PRAGMA integrity_check` tells what is damaged; restore the file from a backup")
        }
        (ErrorCode::DiskFull, _) => Some("free some space on the disk, and start again"),
        (ErrorCode::SystemIoFailure, _) => Some(
            "see to the disk or the file system, which failed, and start again: what is committed is recorded",
        ),
        _ => None,
    }
}

/// What rusqlite's error about an input says, and the offset that SQLite gave. Its variant exists only
/// in some versions and builds of rusqlite; its text, `… in SQL at offset 17`, is told by the SQL in it.
fn located(text: &str, sql: &str) -> (String, Option<usize>) {
    let parts = text.rsplit_once(" at offset ");
    let message = parts.and_then(|(rest, _)| rest.strip_suffix(sql)?.strip_suffix(" in "));
    match message.zip(parts) {
        Some((message, (_, offset))) => (message.to_owned(), offset.parse().ok()),
        None => (text.to_owned(), None),
    }
}

/// Where in `sql` the word stands that the message is about, if it stands there once: SQLite gives an
/// offset for some errors only, and only in builds that ask for it.
fn named(message: &str, sql: &str) -> Option<usize> {
    let name = match message.strip_prefix("near \"") {
        Some(near) => near.strip_suffix("\": syntax error")?,
        None => message
            .strip_prefix("no such ")?
            .split_once(": ")?
            .1
            .rsplit('.')
            .next()?,
    };
    let in_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut places = sql.match_indices(name).map(|(at, _)| at).filter(|&at| {
        let (before, after) = (&sql[..at], &sql[at + name.len()..]);
        !before.ends_with(in_name) && !after.starts_with(in_name)
    });
    places
        .next()
        .filter(|_| !name.is_empty() && places.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::{located, named};

    #[test]
    fn a_name_that_does_not_exist_is_found_where_it_stands() {
        assert_eq!(
            named("no such column: titel", "UPDATE notes SET titel = 1"),
            Some(17)
        );
        assert_eq!(
            named("no such table: main.nots", "ALTER TABLE é.nots ADD b"),
            Some(15)
        );
    }

    #[test]
    fn an_offset_is_read_from_the_text() {
        let text = "near \"x\": syntax error in SELECT 1 in x at offset 3 at offset 9";
        let sql = "SELECT 1 in x at offset 3";
        assert_eq!(
            located(text, sql),
            ("near \"x\": syntax error".to_owned(), Some(9))
        );
        assert_eq!(located("disk full", sql), ("disk full".to_owned(), None));
    }

    #[test]
    fn a_name_that_is_not_there_alone_is_not_guessed() {
        assert_eq!(named("no such column: a", "SELECT a FROM t WHERE a"), None);
        assert_eq!(named("no such column: a", "SELECT ab, ca, _a FROM t"), None);
        assert_eq!(named("no such column: ", "SELECT 1"), None);
        assert_eq!(
            named(
                "UNIQUE constraint failed: t.a",
                "INSERT INTO t (a) VALUES (1)"
            ),
            None
        );
    }
}
