//! What went wrong, as data, and the one place that turns it into text.

mod part;
mod remedy;
mod text;
mod voice;

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet, renderer::DecorStyle};

use self::part::{Part, Shown};
pub use self::remedy::{Remedy, Setting};
pub use self::text::Text;
pub(crate) use self::voice::{BUILD_AGAIN, NOT_EMBEDDED, THIS_BINARY, THIS_BINARY_EMBEDS};
pub use self::voice::{Either, Voice, either};
use crate::{Code, printable};

/// Of one kind of mistake in a file so many are told. Whoever has more has something else in mind, and
/// telling all would take longer than anybody waits.
pub(crate) const MOST_TOLD: usize = 100;

/// One mistake, refusal or failure: what was found, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    code: Code,
    title: Text,
    places: Vec<Place>,
    notes: Vec<Text>,
    help: Vec<Text>,
}

/// A file, and where it is known the part of its text that is meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Place {
    path: String,
    part: Option<Part>,
}

/// Whether rendered text holds terminal colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// No escape sequence at all.
    Plain,
    /// Coloured, for a terminal.
    Coloured,
}

impl Diagnostic {
    /// A diagnostic that says `title`: lower case, without a final period.
    pub fn new(code: Code, title: impl Into<Text>) -> Diagnostic {
        Diagnostic {
            code,
            title: title.into(),
            places: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Adds a file that is meant as a whole.
    pub fn at(mut self, path: impl Into<String>) -> Diagnostic {
        self.places.push(Place {
            path: path.into(),
            part: None,
        });
        self
    }

    /// Adds a part of a file; `span` is in bytes of `text`.
    pub fn at_part(
        mut self,
        path: impl Into<String>,
        text: impl AsRef<str>,
        span: Range<usize>,
        label: impl Into<String>,
    ) -> Diagnostic {
        let part = Part::of(text.as_ref(), span, label.into());
        self.places.push(Place {
            path: path.into(),
            part: Some(part),
        });
        self
    }

    /// Adds a fact.
    pub fn note(mut self, note: impl Into<Text>) -> Diagnostic {
        self.notes.push(note.into());
        self
    }

    /// Adds what to do.
    pub fn help(mut self, help: impl Into<Text>) -> Diagnostic {
        self.help.push(help.into());
        self
    }

    /// The same, its title, its facts and what to do in the words of `voice`; at first they are the library's.
    pub fn said_by(mut self, voice: Voice) -> Diagnostic {
        let texts = self.notes.iter_mut().chain(&mut self.help);
        for text in texts.chain([&mut self.title]) {
            text.speak_as(voice);
        }
        self
    }

    /// Its code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// What was found, in one line.
    pub fn title(&self) -> &str {
        self.title.as_str()
    }

    /// The first file it is about.
    pub fn path(&self) -> Option<&str> {
        self.places.first().map(|place| place.path.as_str())
    }

    /// Line and column of the first part it is about, both counted from 1, the column in characters.
    pub fn line_and_column(&self) -> Option<(usize, usize)> {
        let part = self.places.first()?.part.as_ref()?;
        Some((part.line, part.column))
    }

    /// Facts, a sentence each.
    pub fn note_texts(&self) -> impl Iterator<Item = &str> {
        self.notes.iter().map(Text::as_str)
    }

    /// What to do, one sentence each.
    pub fn help_texts(&self) -> impl Iterator<Item = &str> {
        self.help.iter().map(Text::as_str)
    }

    /// Files first, by name, then by line: the order in which diagnostics are reported.
    fn sort_key(&self) -> (Option<&str>, Option<(usize, usize)>, Code, &str) {
        (self.path(), self.line_and_column(), self.code, self.title())
    }
}

/// Diagnostics in the order in which they are reported, by file and line, each once.
pub fn sorted(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort_by(|one, other| one.sort_key().cmp(&other.sort_key()));
    found.dedup();
    found
}

/// The text of a diagnostic, in rustc's own form, from `error[ING0001]: …` on.
pub fn render(diagnostic: &Diagnostic, style: Style) -> String {
    rendered(diagnostic, Level::ERROR, style)
}

/// The same of what is only warned of, from `warning[ING0001]: …` on.
pub fn render_warning(diagnostic: &Diagnostic, style: Style) -> String {
    rendered(diagnostic, Level::WARNING, style)
}

/// The text of a diagnostic for rustc and cargo, which begin it with `error: ` themselves: its code stands
/// at the end of the first line.
pub fn render_after_error(diagnostic: &Diagnostic) -> String {
    let rendered = render(diagnostic, Style::Plain);
    let rest = rendered.split_once('\n').map_or("", |(_, rest)| rest);
    let title = printable(diagnostic.title());
    format!("{title} [{}]\n{rest}", diagnostic.code)
}

fn rendered(diagnostic: &Diagnostic, level: Level<'_>, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled().decor_style(DecorStyle::Ascii),
    };
    let title = level
        .primary_title(printable(diagnostic.title()))
        .id(diagnostic.code.to_string());
    let mut group = title.elements(std::iter::empty::<Origin<'_>>());
    let mut too_long = Vec::new();
    for Place { path, part } in &diagnostic.places {
        group = match part {
            Some(part) => match &part.shown {
                Shown::Lines { lines, first, span } => {
                    let label = (!part.label.is_empty()).then_some(printable(&part.label));
                    let annotation = AnnotationKind::Primary.span(span.clone()).label(label);
                    let snippet = Snippet::source(lines)
                        .line_start(*first)
                        .path(printable(path));
                    group.element(snippet.annotation(annotation))
                }
                Shown::Excerpt(excerpt) => {
                    too_long.push(Level::NOTE.message(part.told(path, excerpt)));
                    let origin = Origin::path(printable(path)).line(part.line);
                    group.element(origin.char_column(part.column))
                }
            },
            None => group.element(Origin::path(printable(path))),
        };
    }
    let notes = diagnostic
        .note_texts()
        .map(|note| Level::NOTE.message(printable(note)));
    let help = diagnostic
        .help_texts()
        .map(|help| Level::HELP.message(printable(help)));
    renderer.render(&[group.elements(too_long).elements(notes).elements(help)])
}

#[cfg(test)]
mod tests;
