//! The lines that are directives.

use std::ops::Range;

use super::argument::Mistake;
use super::{BadDirective, NAMES};
use crate::name::nearest;
use crate::{Code, Rule};

/// One `-- ingrain: …` line.
pub(super) struct Line<'a> {
    /// What follows the colon.
    pub(super) text: &'a str,
    pub(super) span: Range<usize>,
}

impl Line<'_> {
    pub(super) fn mistake(self, name: &str, mistake: Mistake<'_>) -> BadDirective {
        let (title, help) = match mistake {
            Mistake::Malformed(title) => (title, written(name)),
            Mistake::NoRule(rule) => (format!("there is no rule `{rule}`"), Rule::nearest_to(rule)),
        };
        let code = match NAMES.contains(&name) {
            true => Code::MisusedDirective,
            false => Code::UnknownDirective,
        };
        BadDirective {
            code,
            title,
            span: self.span,
            help,
        }
    }

    pub(super) fn clash(self, before: &str, name: &str) -> BadDirective {
        let title = if before == name {
            format!("`{name}` is said twice")
        } else {
            format!("`{name}` and `{before}` exclude each other")
        };
        BadDirective {
            code: Code::MisusedDirective,
            title,
            span: self.span,
            help: "delete one of the two lines".to_owned(),
        }
    }
}

/// How the directive is written that `name` is, or was probably meant to be.
fn written(name: &str) -> String {
    match nearest(name, &NAMES) {
        Some(known) if known == name => {
            format!("write it like this: `-- ingrain: {}`", example_of(known))
        }
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the directives are: {}", NAMES.join(", ")),
    }
}

/// A directive of this name, as it may stand in a script.
pub(super) fn example_of(name: &str) -> &str {
    match name {
        "irreversible" => "irreversible \"deletes the duplicates\"",
        "foreign-keys" => "foreign-keys off",
        "compatible" => "compatible \"older binaries never read this column\"",
        "allow" => "allow ban-drop-column \"nothing reads it since 2.3\"",
        "lock-timeout" => "lock-timeout 5s",
        "statement-timeout" => "statement-timeout 10m",
        "rust" => "rust \"revision 1\"",
        "backfill" => "backfill notes.id rows 1000 pause 100ms",
        name => name,
    }
}

/// Every such line of `text`, wherever it stands.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let offset = start + (line.len() - line.trim_start().len());
        start += line.len();
        let trimmed = line.trim();
        let body = trimmed.strip_prefix("--")?.trim_start();
        let (word, rest) = body.split_once(':')?;
        word.eq_ignore_ascii_case("ingrain").then(|| Line {
            text: rest.trim(),
            span: offset..offset + trimmed.len(),
        })
    })
}

pub(super) fn split_word(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim_start())
}
