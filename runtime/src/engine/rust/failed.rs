//! What is said of a function that has failed.

use ingrain_core::{Code, Diagnostic, Direction, Text};

use crate::Error;
use crate::driver::Failure;
use crate::engine::work::Script;

/// How it showed that a function has ended its transaction.
#[derive(Clone, Copy)]
pub(in crate::engine) enum By {
    /// It returned an error, too.
    ItsError,
    /// It returned `Ok`.
    TheSavepoint,
}

const FIX: &str = "fix the function, or the rows that it stumbles over; then start again";

/// The function has failed, and its transaction is rolled back.
pub(in crate::engine) fn failed(
    failure: Failure,
    script: Script<'_>,
    others: Option<String>,
) -> Error {
    let title = format!("{}: {}", title(script), failure.message);
    let diagnostic = taken_back(Code::StatementFailed, title, &failure, script);
    let diagnostic = others.into_iter().fold(diagnostic, Diagnostic::note);
    Error::failed(diagnostic.help(FIX)).caused(failure.source)
}

/// A statement of the function has failed, and the function went on as if it had not.
pub(in crate::engine) fn passed_over(failure: Failure, script: Script<'_>) -> Error {
    let title = format!(
        "{}: one of its statements failed, and it returned `Ok`",
        title(script)
    );
    let diagnostic = Diagnostic::new(Code::StatementFailed, title)
        .at(script.shown_path())
        .note("its transaction was rolled back: nothing of it is left")
        .help("return the error; or put a statement that may fail between `SAVEPOINT` and `ROLLBACK TO SAVEPOINT`");
    Error::failed(diagnostic).caused(failure.source)
}

/// The function has returned `Ok`, and what it did cannot be committed.
pub(in crate::engine) fn not_committed(failure: Failure, script: Script<'_>) -> Error {
    let title = format!(
        "{}, when its transaction was committed: {}",
        title(script),
        failure.message
    );
    let diagnostic = taken_back(Code::StatementFailed, title, &failure, script);
    let diagnostic = failure
        .remedy
        .into_iter()
        .fold(diagnostic, Diagnostic::help);
    Error::failed(diagnostic.help(FIX)).caused(failure.source)
}

/// The history cannot be written in the transaction of a function, and it is the function that may have changed
/// who writes, or what may be written.
pub(in crate::engine) fn history_unwritten(
    failure: Failure,
    script: Script<'_>,
    others: Option<String>,
) -> Error {
    let title = format!(
        "the history cannot be written after the {} function of version {} ({}): {}",
        script.direction, script.version, script.description, failure.message
    );
    let diagnostic = taken_back(Code::Database, title, &failure, script);
    let diagnostic = others.into_iter().fold(diagnostic, Diagnostic::note).help(
        "the function may have changed its session: `SET ROLE` and `SET SESSION AUTHORIZATION`, with `LOCAL` too, \
         hold when it has returned, and so does SQLite's `PRAGMA query_only`; let it put back what it sets",
    );
    let otherwise = failure
        .remedy
        .map(|remedy| Text::from("if it sets nothing: ") + remedy);
    let diagnostic = otherwise.into_iter().fold(diagnostic, Diagnostic::help);
    Error::failed(diagnostic).caused(failure.source)
}

fn taken_back(code: Code, title: String, failure: &Failure, script: Script<'_>) -> Diagnostic {
    let diagnostic = Diagnostic::new(code, title).at(script.shown_path());
    let notes = failure.notes.iter();
    notes
        .fold(diagnostic, |diagnostic, note| diagnostic.note(note))
        .note("its transaction was rolled back: nothing of it is left")
}

/// The session ended while the function ran: nothing was committed.
pub(in crate::engine) fn session_ended(failure: Failure, script: Script<'_>) -> Error {
    let title = format!(
        "{}: its session ended while it ran: {}",
        title(script),
        failure.message
    );
    let diagnostic = failure.notes.iter().fold(
        Diagnostic::new(Code::StatementFailed, title).at(script.shown_path()),
        |diagnostic, note| diagnostic.note(note),
    );
    let diagnostic = diagnostic
        .note("its transaction was rolled back: the database is as it was before")
        .help("the server's log says why: a restart, `pg_terminate_backend`, a time limit for sessions, a network that closes idle connections")
        .help("start again, when the database can be reached; let a function that computes for long do so in parts");
    Error::failed(diagnostic).caused(failure.source)
}

/// The function has ended the transaction of its history row.
pub(super) fn ended(
    failure: Failure,
    script: Script<'_>,
    by: By,
    is_recorded: bool,
    others: Option<String>,
) -> Error {
    let (title, version) = (title(script), script.version);
    let title = match by {
        By::ItsError => format!("{title}: {}", failure.message),
        By::TheSavepoint => format!("{title}: it ended the transaction that it was called in"),
    };
    let diagnostic = Diagnostic::new(Code::StatementFailed, title).at(script.shown_path());
    let diagnostic = match by {
        By::ItsError => diagnostic.note("the transaction that it was called in had ended by then"),
        By::TheSavepoint => diagnostic,
    };
    let diagnostic = match is_recorded {
        true => diagnostic.note(format!(
            "it was committed, and so is the history's row: version {version} counts as {}; \
             what the function did after that stays too, unless it was in a transaction that was still open",
            match script.direction {
                Direction::Up => "applied",
                Direction::Down => "reverted",
            }
        )),
        false => diagnostic.note(format!(
            "it was rolled back, and nothing of version {version} is recorded; what the function did after that \
             stays, unless it was in a transaction that was still open"
        )),
    };
    let diagnostic = others.into_iter().fold(diagnostic, Diagnostic::note);
    let diagnostic = diagnostic
        .help("let the function neither begin nor end a transaction; `SAVEPOINT`, `ROLLBACK TO` and `RELEASE` do no harm")
        .help("see what it left behind, and put it right by hand, or restore a backup");
    Error::failed(diagnostic).caused(failure.source)
}

fn title(script: Script<'_>) -> String {
    format!(
        "the {} function of version {} ({}) failed",
        script.direction, script.version, script.description
    )
}
