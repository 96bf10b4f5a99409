//! What went wrong while running.

use std::fmt;

use ingrain_core::{
    Code, Corrupt, Diagnostic, Dialect, Direction, Refusal, Style, Text, Version, listed, render,
};

use crate::driver::Failure;
use crate::{Ran, Report};

/// Why migrations did not run, with what to do about it.
///
/// Its text has several lines, in the form of rustc's own errors, and holds the database's words. So
/// does `Debug`, so that `fn main() -> Result<(), ingrain::Error>` shows it too.
pub struct Error(Box<Inner>);

struct Inner {
    what: What,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
    report: Report,
}

enum What {
    Refused(Refusal),
    Failed(Diagnostic),
}

impl Error {
    /// Its code; `docs/errors.md` has an entry for each.
    pub fn code(&self) -> Code {
        self.diagnostic().code()
    }

    /// What happened, in one line.
    pub fn title(&self) -> &str {
        self.diagnostic().title()
    }

    /// The planner's refusal, if it is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match &self.0.what {
            What::Refused(refusal) => Some(refusal),
            What::Failed(_) => None,
        }
    }

    /// The database driver's error, or that of a Rust migration's function, if one is behind it. Its words are in this error's own text already.
    pub fn driver_error(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.0.cause.as_deref()
    }

    /// What the same call had done before it failed, which stays.
    pub fn report(&self) -> &Report {
        &self.0.report
    }

    /// Its text; coloured for a terminal if wished.
    pub fn render(&self, style: Style) -> String {
        render(self.diagnostic(), style)
    }

    /// All of it, for rendering.
    pub fn diagnostic(&self) -> &Diagnostic {
        match &self.0.what {
            What::Refused(refusal) => refusal.diagnostic(),
            What::Failed(diagnostic) => diagnostic,
        }
    }

    pub(crate) fn failed(diagnostic: Diagnostic) -> Error {
        Error(Box::new(Inner {
            what: What::Failed(diagnostic),
            cause: None,
            report: Report::default(),
        }))
    }

    pub(crate) fn caused(self, cause: Box<dyn std::error::Error + Send + Sync>) -> Error {
        Error(Box::new(Inner {
            cause: Some(cause),
            ..*self.0
        }))
    }

    /// The same, of a call that had done this before.
    pub(crate) fn after(self, report: Report) -> Error {
        let what = match self.0.what {
            What::Refused(refusal) => What::Refused(refusal),
            What::Failed(diagnostic) => {
                What::Failed(standing(&report).fold(diagnostic, Diagnostic::note))
            }
        };
        Error(Box::new(Inner {
            what,
            report,
            ..*self.0
        }))
    }

    pub(crate) fn internal(what: &str) -> Error {
        let help = "this is a defect of Ingrain; please report it with this text";
        Error::failed(Diagnostic::new(Code::Database, what).help(help))
    }

    pub(crate) fn settings(title: String, help: impl Into<Text>) -> Error {
        Error::failed(Diagnostic::new(Code::Settings, title).help(help))
    }

    /// A hook of the application's would not have the call go on.
    pub(crate) fn stopped(why: Box<dyn std::error::Error + Send + Sync>) -> Error {
        let title = format!("the application stopped the call before it began: {why}");
        let diagnostic = Diagnostic::new(Code::Stopped, title)
            .note("nothing has run: the database is as it was before")
            .help(
                "the words are those of a `before_run` hook; do what they ask for, and start again",
            );
        Error::failed(diagnostic).caused(why)
    }

    /// A `stop_when` hook of the application's would not have the call go on.
    pub(crate) fn told_to_stop() -> Error {
        let title = "the application stopped the call before it was done";
        let diagnostic = Diagnostic::new(Code::Stopped, title)
            .note("nothing is left half done: the next start goes on from here")
            .help("start again when the application is to go on");
        Error::failed(diagnostic)
    }

    /// The database failed outside a migration's own statements.
    pub(crate) fn database(doing: &str, failure: Failure) -> Error {
        let title = format!("{doing}: {}", failure.message);
        let help = failure.remedy.unwrap_or_else(|| {
            "fix the connection or the database, and start again: what is committed is recorded"
                .into()
        });
        let diagnostic = failure.notes.iter().fold(
            Diagnostic::new(Code::Database, title),
            |diagnostic, note| diagnostic.note(note),
        );
        Error::failed(diagnostic.help(help)).caused(failure.source)
    }

    pub(crate) fn corrupt(corrupt: &Corrupt, table: &str) -> Error {
        let diagnostic = Diagnostic::new(Code::CorruptHistory, format!("the history in {table} was changed by hand: {corrupt}"))
            .note("the log is append-only: Ingrain adds rows and never changes or deletes one")
            .help("restore the table from a backup; nothing runs until its rows follow from each other again");
        Error::failed(diagnostic)
    }

    pub(crate) fn not_embedded(dialect: Dialect, path: &str) -> Error {
        Error::failed(dialect.not_embedded(path))
    }
}

/// What ran stays so: what was reverted, but for what was applied again, and what was applied.
fn standing(report: &Report) -> impl Iterator<Item = String> {
    let last = |version: Version| {
        let mut ran = report.ran().iter().rev();
        ran.find(|ran| ran.version() == version).map(Ran::direction)
    };
    let ways = [(Direction::Down, "reverted"), (Direction::Up, "applied")];
    ways.into_iter().filter_map(move |(direction, done)| {
        let ran = report
            .ran()
            .iter()
            .filter(|ran| ran.direction() == direction);
        let mut versions: Vec<Version> = ran
            .map(Ran::version)
            .filter(|version| last(*version) == Some(direction))
            .collect();
        versions.dedup();
        let (noun, verb, stay) = match versions.len() {
            0 => return None,
            1 => ("version", "was", "stays"),
            _ => ("versions", "were", "stay"),
        };
        let versions = listed(&versions);
        Some(format!(
            "{noun} {versions} {verb} {done} before it, and {stay} so"
        ))
    })
}

impl From<Box<Refusal>> for Error {
    fn from(refusal: Box<Refusal>) -> Error {
        Error(Box::new(Inner {
            what: What::Refused(*refusal),
            cause: None,
            report: Report::default(),
        }))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Style::Plain))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `main` puts `Error: ` in front of it.
        f.write_str(self.to_string().trim_start_matches("error"))
    }
}

impl std::error::Error for Error {}
