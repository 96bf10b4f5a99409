//! What is said of a function that has failed.

use ingrain_core::{Code, Diagnostic, Direction};

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

/// The function has failed, and its transaction is rolled back.
pub(in crate::engine) fn failed(
    failure: Failure,
    script: Script<'_>,
    others: Option<String>,
) -> Error {
    let title = format!("{}: {}", title(script), failure.message);
    let mut diagnostic = Diagnostic::new(Code::StatementFailed, title).at(script.shown_path());
    for note in &failure.notes {
        diagnostic = diagnostic.note(note);
    }
    if let Some(others) = others {
        diagnostic = diagnostic.note(others);
    }
    let diagnostic = diagnostic
        .note("its transaction was rolled back: the database is as it was before")
        .help("fix the function, or the rows that it stumbles over; then start again");
    Error::failed(diagnostic).caused(failure.source)
}

/// A statement of the function has failed, and the function went on as if it had not.
pub(in crate::engine) fn passed_over(failure: Failure, script: Script<'_>) -> Error {
    let title = format!(
        "{}: one of its statements failed, and it returned `Ok`",
        title(script)
    );
    let diagnostic = Diagnostic::new(Code::StatementFailed, title)
        .at(script.shown_path())
        .note("its transaction was rolled back: the database is as it was before")
        .help("return the error; or put a statement that may fail between `SAVEPOINT` and `ROLLBACK TO SAVEPOINT`");
    Error::failed(diagnostic).caused(failure.source)
}

/// The function has ended the transaction of its history row.
pub(super) fn ended(failure: Failure, script: Script<'_>, by: By, is_recorded: bool) -> Error {
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
