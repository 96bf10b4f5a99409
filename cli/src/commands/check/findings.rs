//! What was found, for people and for programs.

use ingrain_core::{Diagnostic, Style, render, render_warning};
use serde::Serialize;

/// A finding, and whether the build fails because of it.
#[derive(Serialize)]
pub(super) struct Finding<'a> {
    level: Level,
    code: String,
    title: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    notes: Vec<&'a str>,
    help: Vec<&'a str>,
    text: String,
    #[serde(skip)]
    diagnostic: &'a Diagnostic,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Error,
    Warning,
}

impl<'a> Finding<'a> {
    pub(super) fn error(diagnostic: &'a Diagnostic) -> Finding<'a> {
        Finding::of(Level::Error, diagnostic)
    }

    pub(super) fn warning(diagnostic: &'a Diagnostic) -> Finding<'a> {
        Finding::of(Level::Warning, diagnostic)
    }

    fn of(level: Level, diagnostic: &'a Diagnostic) -> Finding<'a> {
        let (line, column) = diagnostic.line_and_column().unzip();
        Finding {
            level,
            code: diagnostic.code().to_string(),
            title: diagnostic.title(),
            file: diagnostic.path(),
            line,
            column,
            notes: diagnostic.note_texts().collect(),
            help: diagnostic.help_texts().collect(),
            text: rendered(level, diagnostic, Style::Plain),
            diagnostic,
        }
    }

    pub(super) fn coloured(&self) -> String {
        rendered(self.level, self.diagnostic, Style::Coloured)
    }
}

fn rendered(level: Level, diagnostic: &Diagnostic, style: Style) -> String {
    match level {
        Level::Error => render(diagnostic, style),
        Level::Warning => render_warning(diagnostic, style),
    }
}
