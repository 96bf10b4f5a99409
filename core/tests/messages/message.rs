//! What leads to a message, and its text in each voice.

use std::fmt::Write as _;

use ingrain_core::{Diagnostic, Style, Voice, render};

#[derive(Clone)]
pub(super) struct Message {
    pub(super) heading: String,
    library: String,
    program: String,
    folder: String,
}

impl Message {
    /// A text that is the same in each voice.
    pub(super) fn new(heading: impl Into<String>, text: impl Into<String>) -> Message {
        let text = text.into();
        Message {
            heading: heading.into(),
            library: text.clone(),
            program: text.clone(),
            folder: text,
        }
    }

    pub(super) fn of<'d>(
        heading: impl Into<String>,
        found: impl IntoIterator<Item = &'d Diagnostic>,
    ) -> Message {
        let found: Vec<&Diagnostic> = found.into_iter().collect();
        let said_by = |voice| {
            let said = found.iter().map(|one| (*one).clone().said_by(voice));
            let texts = said.map(|one| render(&one, Style::Plain));
            texts.collect::<Vec<_>>().join("\n\n")
        };
        Message {
            heading: heading.into(),
            library: said_by(Voice::Library),
            program: said_by(Voice::Program),
            folder: said_by(Voice::Folder),
        }
    }

    pub(super) fn said_by(&self, voice: Voice) -> &str {
        match voice {
            Voice::Library => &self.library,
            Voice::Program => &self.program,
            Voice::Folder => &self.folder,
        }
    }

    /// The lines that `voice` says otherwise than `before`, under the heading; nothing if there is none.
    pub(super) fn otherwise(&self, voice: Voice, before: Voice) -> String {
        let (lines, others) = (self.said_by(voice).lines(), self.said_by(before).lines());
        assert_eq!(lines.clone().count(), others.clone().count());
        let otherwise = lines.zip(others).filter(|(one, other)| one != other);
        let lines: Vec<&str> = otherwise.map(|(one, _)| one).collect();
        let mut text = String::new();
        if !lines.is_empty() {
            let _ = write!(text, "\n## {}\n\n{}\n", self.heading, lines.join("\n"));
        }
        text
    }
}
