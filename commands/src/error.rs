//! Why a command did not do what it was asked for.

use std::fmt;

use ingrain_core::{Code, Diagnostic, Style, Text, Voice, render};
use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::Exit;

/// Why a command did not do what it was asked for, with what to do about it.
///
/// It serialises; its JSON has always these keys, where `remedy` may be `null`:
///
/// ```json
/// {"error": {"code": "ING0110", "title": "there is no version 12", "text": "error[ING0110]: …", "remedy": "…"}}
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    diagnostics: Vec<Diagnostic>,
    exit: Exit,
}

impl Error {
    /// An error that ends the command with `exit`.
    pub fn new(exit: Exit, diagnostic: Diagnostic) -> Error {
        Error {
            diagnostics: vec![diagnostic],
            exit,
        }
    }

    /// An error that consists of several; nothing if there is none.
    pub fn of(exit: Exit, diagnostics: Vec<Diagnostic>) -> Option<Error> {
        (!diagnostics.is_empty()).then_some(Error { diagnostics, exit })
    }

    /// The command itself failed: not the database, nor what was typed.
    pub(crate) fn of_the_command(title: impl Into<String>, help: &str) -> Error {
        let diagnostic = Diagnostic::new(Code::CommandFailed, title).help(help);
        Error::new(Exit::Failed, diagnostic)
    }

    /// The same, with one more fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<Text>) -> Error {
        if let Some(first) = self.diagnostics.first_mut() {
            *first = first.clone().note(note);
        }
        self
    }

    /// The same, with one more way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<Text>) -> Error {
        if let Some(first) = self.diagnostics.first_mut() {
            *first = first.clone().help(help);
        }
        self
    }

    /// The same, followed by one more.
    pub(crate) fn and(mut self, diagnostic: Diagnostic) -> Error {
        self.diagnostics.push(diagnostic);
        self
    }

    /// The same, in the words of `voice`.
    pub(crate) fn said_by(mut self, voice: Voice) -> Error {
        let said = self.diagnostics.into_iter().map(|it| it.said_by(voice));
        self.diagnostics = said.collect();
        self
    }

    /// The same, as a refusal: nothing was touched.
    pub(crate) fn refused(self) -> Error {
        Error {
            exit: Exit::Refused,
            ..self
        }
    }

    /// How the command ends.
    pub fn exit(&self) -> Exit {
        self.exit
    }

    /// Its code; of several the first.
    pub fn code(&self) -> Option<Code> {
        self.diagnostics.first().map(Diagnostic::code)
    }

    /// What is wrong, in one line; of several the first.
    pub fn title(&self) -> Option<&str> {
        self.diagnostics.first().map(Diagnostic::title)
    }

    /// Its text; coloured for a terminal if wished.
    pub fn render(&self, style: Style) -> String {
        let texts = self.diagnostics.iter().map(|it| render(it, style));
        texts.collect::<Vec<_>>().join("\n\n")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Style::Plain))
    }
}

impl std::error::Error for Error {}

impl From<ingrain::Error> for Error {
    fn from(error: ingrain::Error) -> Error {
        let exit = match error.refusal() {
            Some(_) => Exit::Refused,
            None => Exit::Failed,
        };
        Error::new(exit, error.diagnostic().clone().said_by(Voice::Program))
    }
}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Error", 1)?;
        object.serialize_field("error", &Body(self))?;
        object.end()
    }
}

/// What stands under the key `error`.
pub(crate) struct Body<'a>(pub(crate) &'a Error);

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let first = self.0.diagnostics.first();
        let mut object = serializer.serialize_struct("Body", 4)?;
        object.serialize_field("code", &first.map(|it| it.code().to_string()))?;
        object.serialize_field("title", &first.map(Diagnostic::title))?;
        object.serialize_field("text", &self.0.render(Style::Plain))?;
        let remedy = first.and_then(|it| it.help_texts().next());
        object.serialize_field("remedy", &remedy)?;
        object.end()
    }
}
