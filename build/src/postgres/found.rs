//! What was found in a script, before it is known which file the text stands in.

use std::collections::BTreeMap;
use std::ops::Range;

use ingrain_core::{Finding, Rule};

use super::script::Subject;

/// So many findings of one rule are told of a script, and how many more there are.
pub(super) const MOST: usize = 10;

/// What was found in a script. Each of its texts is one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) rule: Rule,
    /// In bytes of the script.
    pub(super) span: Range<usize>,
    pub(super) title: String,
    pub(super) notes: Vec<String>,
    pub(super) help: Option<String>,
}

impl Found {
    pub(super) fn new(rule: Rule, span: Range<usize>, title: impl Into<String>) -> Found {
        Found {
            rule,
            span,
            title: one_line(title.into()),
            notes: Vec::new(),
            help: None,
        }
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Found {
        self.notes.push(one_line(note.into()));
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Found {
        self.help = Some(one_line(help.into()));
        self
    }

    /// The finding that tells of it.
    pub(super) fn told_of(&self, subject: &Subject<'_>) -> Finding {
        Finding::new(self.rule, self.title.clone(), |diagnostic| {
            let (path, text) = (subject.path(), subject.text());
            let diagnostic = diagnostic.at_part(path, text, self.span.clone(), "");
            let diagnostic = self
                .notes
                .iter()
                .fold(diagnostic, |diagnostic, note| diagnostic.note(note));
            match &self.help {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            }
        })
    }
}

/// `found` in the order of the script, with no more than `MOST` of each rule: a script of a thousand tables
/// is to be readable still when it goes against a rule a thousand times.
pub(super) fn thinned(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|found| (found.span.start, found.rule));
    let mut seen: BTreeMap<Rule, usize> = BTreeMap::new();
    found.retain(|found| {
        let count = seen.entry(found.rule).or_default();
        *count += 1;
        *count <= MOST
    });
    for (rule, count) in seen.into_iter().filter(|&(_, count)| count > MOST) {
        let last = found.iter_mut().rfind(|found| found.rule == rule);
        if let Some(last) = last {
            let more = count - MOST;
            last.notes.push(format!(
                "the script goes on like this: {more} more are not shown"
            ));
        }
    }
    found
}

/// The part of `span` that stands on its first line, without a semicolon at the end: a statement of forty
/// lines is not underlined whole. Where that is nothing, the character before it.
pub(super) fn first_line(text: &str, span: Range<usize>) -> Range<usize> {
    let part = text.get(span.clone()).unwrap_or_default();
    let line = part.lines().next().unwrap_or_default();
    let line = line.trim_ascii_end().trim_end_matches(';').trim_ascii_end();
    if !line.is_empty() {
        return span.start..span.start + line.len();
    }
    let before = text.get(..span.start).unwrap_or(text).trim_ascii_end();
    let last = before.char_indices().next_back();
    last.map_or(0..0, |(at, character)| at..at + character.len_utf8())
}

fn one_line(text: String) -> String {
    text.replace(char::is_control, " ")
}
