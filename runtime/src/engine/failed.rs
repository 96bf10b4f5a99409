//! A failure becomes an error that says where and what to do, or a reason to begin again.

use ingrain_core::{Code, Diagnostic, Statement, Transaction};

use super::Stop;
use super::work::{Piece, Role, Script};
use crate::Error;
use crate::driver::{Failure, FailureKind, Row};

/// What a failed message means. `alone`: it held one transaction only.
pub(super) fn stop(failure: Failure, pieces: &[Piece<'_>], alone: bool) -> Stop {
    let role = pieces
        .get(failure.statement)
        .map_or(Role::Begin, |piece| piece.role);
    match (failure.kind, role) {
        (FailureKind::Taken, Role::Log) => Stop::Later("another process was first".to_owned()),
        (FailureKind::Busy, Role::Script(script, _)) => Stop::Later(format!(
            "version {} waits for a lock: {}",
            script.version, failure.message
        )),
        (FailureKind::Busy, _) => Stop::Later(failure.message),
        // What went well before is committed. One at a time the failure is met again, by itself.
        _ if !alone => Stop::Again,
        (_, Role::Script(script, failed)) => statement(failure, script, failed).into(),
        (_, Role::Commit(Some(script))) => {
            later(failure, script, "when its transaction was committed").into()
        }
        (_, Role::Commit(None) | Role::Begin | Role::Log) => {
            Error::database("the history cannot be written", failure).into()
        }
    }
}

fn statement(failure: Failure, script: Script<'_>, failed: Statement<'_>) -> Error {
    let start = failed.start();
    let span = match failure.offset {
        Some(offset) => token(script.text, start + offset),
        None => start..start + first_line(failed.text()),
    };
    let diagnostic = Diagnostic::new(Code::StatementFailed, title(script)).at_part(
        script.shown_path(),
        script.text,
        span,
        &failure.message,
    );
    Error::failed(aftermath(diagnostic, &failure, script)).caused(failure.source)
}

/// A failure once all statements of the script were done.
pub(super) fn later(failure: Failure, script: Script<'_>, when: &str) -> Error {
    let heading = format!("{}, {when}: {}", title(script), failure.message);
    let diagnostic = Diagnostic::new(Code::StatementFailed, heading).at(script.shown_path());
    Error::failed(aftermath(diagnostic, &failure, script)).caused(failure.source)
}

fn title(script: Script<'_>) -> String {
    format!(
        "the {} script of version {} ({}) failed",
        script.direction, script.version, script.description
    )
}

fn aftermath(diagnostic: Diagnostic, failure: &Failure, script: Script<'_>) -> Diagnostic {
    let diagnostic = failure
        .notes
        .iter()
        .fold(diagnostic, |diagnostic, note| diagnostic.note(note));
    match script.directives.transaction {
        Transaction::Wrapped => diagnostic
            .note("its transaction was rolled back: the database is as it was before")
            .help("mend the script, or the rows that it stumbles over; then start again"),
        Transaction::None => diagnostic
            .note("it runs outside a transaction: the statements before this one are done, and recorded")
            .help("remove what is in this statement's way and start again: it goes on with this statement")
            .help(
                "if the script itself is wrong, undo by hand what it did, declare it undone with \
                 `migrator().repair(&mut connection, \"why\")`, and mend the script",
            ),
    }
}

/// Rows that no longer have the row they refer to; `rows` as `PRAGMA foreign_key_check` gives them:
/// table, rowid, parent, number of the foreign key.
pub(super) fn foreign_keys(rows: &[Row], script: Script<'_>) -> Error {
    const SHOWN: usize = 5;
    let plural = if rows.len() == 1 {
        "row violates a foreign key"
    } else {
        "rows violate foreign keys"
    };
    let heading = format!("{}: {} {plural}", title(script), rows.len());
    let mut diagnostic = Diagnostic::new(Code::ForeignKeyViolated, heading).at(script.shown_path());
    for row in rows.iter().take(SHOWN) {
        let cell = |at: usize| row.get(at).and_then(Option::as_deref);
        let (table, parent) = (cell(0).unwrap_or("?"), cell(2).unwrap_or("?"));
        diagnostic = diagnostic.note(match cell(1) {
            Some(rowid) => format!(
                "the row of `{table}` with rowid {rowid} has no row in `{parent}` to refer to"
            ),
            None => format!("a row of `{table}` has no row in `{parent}` to refer to"),
        });
    }
    let diagnostic = diagnostic
        .note("its transaction was rolled back: the database is as it was before")
        .help("keep, in the script, the rows that others refer to; or mend the rows, if they were orphans before (`PRAGMA foreign_key_check`)");
    Error::failed(diagnostic)
}

/// The word, or the character, at `offset`.
fn token(text: &str, offset: usize) -> std::ops::Range<usize> {
    let rest = text.get(offset..).unwrap_or_default();
    let word = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    let length = if word == 0 {
        rest.chars().next().map_or(0, char::len_utf8)
    } else {
        word
    };
    offset..offset + length
}

fn first_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}
