//! A failure becomes an error that says where and what to do, or a reason to begin again.

use std::ops::Range;

use ingrain_core::{
    Code, Declared, Diagnostic, Remedy, Statement, Text, Transaction, Version, listed,
};

use super::waiting::Delay;
use super::work::{Piece, Role, Script};
use super::{Stop, about, rust};
use crate::Error;
use crate::driver::{Failure, FailureKind, Row};

/// What a failed message means. `alone`: it held one transaction only.
pub(super) fn stop(failure: Failure, pieces: &[Piece<'_>], alone: bool) -> Stop {
    let role = pieces
        .get(failure.statement)
        .map_or(Role::Begin, |piece| piece.role);
    let called = called_before(pieces, failure.statement);
    if let (FailureKind::Other, Role::Log, Some(script)) = (failure.kind, role, called) {
        let others = shared_with(pieces, failure.statement, script);
        return rust::history_unwritten(failure, script, others).into();
    }
    match (failure.kind, role) {
        (kind, Role::Call(script) | Role::Left(script)) if kind.is_of_the_session() => {
            rust::session_ended(failure, script).into()
        }
        (FailureKind::Lost, _) => lost(failure).into(),
        (FailureKind::Taken, Role::Log) => Stop::later("another process was first"),
        (FailureKind::Busy, Role::Script(script, failed)) => waits(&failure, script, failed).into(),
        // What it leaves behind is seen to before the next attempt.
        (FailureKind::Busy, Role::Alone(script, failed)) if about::makes_index(&failed) => {
            waits(&failure, script, failed).into()
        }
        (FailureKind::Busy, Role::Call(script)) => Stop::later_than(
            format!(
                "the function of version {} waits for a lock: {}",
                script.version, failure.message
            ),
            Some(about::who_of(&failure.notes)),
        ),
        (_, Role::Call(script)) => {
            let others = shared_with(pieces, failure.statement, script);
            rust::failed(failure, script, others).into()
        }
        (FailureKind::Aborted, Role::Left(script)) => rust::passed_over(failure, script).into(),
        (_, Role::Alone(script, failed)) => statement(failure, script, failed, &[]).into(),
        (FailureKind::Busy, _) => Stop::later(failure.message),
        // What went well before is committed. One at a time the failure is met again, by itself.
        (kind, _) if !alone && kind != FailureKind::SessionEnded => Stop::Again,
        (_, Role::Script(script, failed)) => {
            let others = others(pieces, failure.statement, script);
            statement(failure, script, failed, &others).into()
        }
        (_, Role::Commit(Some(script))) if script.directives.rust.is_some() => {
            rust::not_committed(failure, script).into()
        }
        (_, Role::Commit(Some(script))) => {
            later(failure, script, "when its transaction was committed").into()
        }
        (_, Role::Commit(None) | Role::Begin | Role::Log | Role::Left(_)) => {
            Error::database("the history cannot be written", failure).into()
        }
    }
}

/// Nobody knows here how far the server came: the answers that are missing may be to a COMMIT.
fn lost(failure: Failure) -> Error {
    let title = format!(
        "the connection was lost before the database had answered: {}",
        failure.message
    );
    let diagnostic = Diagnostic::new(Code::Database, title)
        .note("what was sent last may be committed or taken back; the history says which, for it is committed with it")
        .help("start again, when the database can be reached: it goes on from what is committed");
    Error::failed(diagnostic).caused(failure.source)
}

pub(super) fn waits(failure: &Failure, script: Script<'_>, failed: Statement<'_>) -> Delay {
    Delay {
        why: format!(
            "version {} waits for a lock: {}",
            script.version, failure.message
        ),
        statement: Some((
            script.shown_path(),
            script.text.to_owned(),
            span(failure, failed, script),
        )),
        who: about::who(&failed),
    }
}

/// What becomes of the other migrations in the transaction that failed.
pub(super) fn shared_with(
    pieces: &[Piece<'_>],
    failed: usize,
    script: Script<'_>,
) -> Option<String> {
    shared(&others(pieces, failed, script))
}

/// The other migrations in the transaction that failed, which are taken back with it.
fn others(pieces: &[Piece<'_>], failed: usize, script: Script<'_>) -> Vec<Version> {
    let before = pieces.get(..failed).unwrap_or_default().iter().rev();
    let transaction = before.take_while(|piece| !matches!(piece.role, Role::Begin));
    let mut versions: Vec<Version> = transaction
        .filter_map(|piece| match piece.role {
            Role::Script(other, _) | Role::Call(other) if other.version != script.version => {
                Some(other.version)
            }
            _ => None,
        })
        .collect();
    versions.sort_unstable();
    versions.dedup();
    versions
}

/// The last function that was called in the transaction that failed.
fn called_before<'s>(pieces: &[Piece<'s>], failed: usize) -> Option<Script<'s>> {
    let before = pieces.get(..failed).unwrap_or_default().iter().rev();
    let mut transaction = before.take_while(|piece| !matches!(piece.role, Role::Begin));
    transaction.find_map(|piece| match piece.role {
        Role::Call(script) => Some(script),
        _ => None,
    })
}

/// What becomes of `others`.
fn shared(others: &[Version]) -> Option<String> {
    let (noun, verb, was) = match others.len() {
        0 => return None,
        1 => ("version", "shares", "was"),
        _ => ("versions", "share", "were"),
    };
    Some(format!(
        "{noun} {} {verb} its transaction, and {was} rolled back with it",
        listed(others)
    ))
}

fn statement(
    failure: Failure,
    script: Script<'_>,
    failed: Statement<'_>,
    others: &[Version],
) -> Error {
    let span = span(&failure, failed, script);
    let mut diagnostic = Diagnostic::new(Code::StatementFailed, title(script)).at_part(
        script.shown_path(),
        script.text,
        span,
        &failure.message,
    );
    if let Some(shared) = shared(others) {
        diagnostic = diagnostic.note(shared);
    }
    let mut diagnostic = aftermath(diagnostic, &failure, script);
    if about::makes_index(&failed) {
        diagnostic = diagnostic.note(
            "an index that was not finished is left behind, invalid: the next start drops it and builds it anew",
        );
    } else if failed.tokens().any(|token| token.is_word("CONCURRENTLY")) {
        diagnostic = diagnostic.help(
            "an index that is left behind as invalid (`pg_index.indisvalid`) is to be dropped before: \
             `DROP INDEX CONCURRENTLY`",
        );
    }
    Error::failed(diagnostic).caused(failure.source)
}

/// What the failure is about: a word, where the database tells, else the statement's first line.
fn span(failure: &Failure, failed: Statement<'_>, script: Script<'_>) -> Range<usize> {
    let start = failed.start();
    match failure.offset {
        Some(offset) => token(script.text, start + offset),
        None => start..start + first_line(failed.text()),
    }
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
    let diagnostic = failure
        .remedy
        .iter()
        .fold(diagnostic, |diagnostic, remedy| {
            diagnostic.help(remedy.clone())
        });
    let undone = Text::from(
        "if the script itself is wrong, undo by hand what it did, declare it undone with ",
    ) + Remedy::Declare(Declared::Undone)
        + ", and fix the script";
    match script.directives.transaction {
        Transaction::Wrapped => diagnostic
            .note("its transaction was rolled back: nothing of it is left")
            .help("fix the script, or the rows that it stumbles over; then start again"),
        Transaction::None if script.directives.backfill.is_some() => diagnostic
            .note("it runs in batches: those before this one are done, and recorded")
            .help("remove what is in its way and start again: it goes on with this batch")
            .help(undone),
        Transaction::None => diagnostic
            .note("it runs outside a transaction: the statements before this one are done, and recorded")
            .help("remove what is in this statement's way and start again: it goes on with this statement")
            .help(undone)
            .help(
                Text::from("if all that is left of it is done already, or was done by hand: ")
                    + Remedy::Declare(Declared::Done),
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
        .note("its transaction was rolled back: nothing of it is left")
        .help("keep, in the script, the rows that others refer to; or fix the rows, if they were orphans before (`PRAGMA foreign_key_check`)");
    Error::failed(diagnostic)
}

/// The word, or the character, at `offset`.
fn token(text: &str, offset: usize) -> Range<usize> {
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
