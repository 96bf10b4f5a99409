//! Comments that look like directives and are none: nobody would notice that they do nothing.

use std::ops::Range;

use super::argument::set;
use super::line::{example_of, lines, split_word};
use super::{BadDirective, Directives, NAMES};
use crate::name::{edits, nearest};
use crate::{Code, Dialect};

/// A comment that was probably meant as a directive.
struct Lookalike<'a> {
    /// The directive's name, as it stands there.
    name: &'a str,
    argument: &'a str,
    span: Range<usize>,
}

/// Every comment at the head of `script` that was probably meant as a directive.
pub(crate) fn lookalikes(
    dialect: Dialect,
    script: &str,
) -> impl Iterator<Item = BadDirective> + use<'_> {
    found(dialect, script).map(|found| BadDirective {
        code: Code::MisusedDirective,
        title: "this looks like a directive, but is a plain comment".to_owned(),
        help: format!(
            "write `-- ingrain: {}`, at the beginning of a line; or, if it is only a comment, begin it with another word",
            found.written()
        ),
        span: found.span,
    })
}

/// Whether one of them is the directive `name`, or something very like it.
pub(super) fn seems_meant(dialect: Dialect, script: &str, name: &str) -> bool {
    found(dialect, script).any(|found| near(found.name) == Some(name))
}

fn found(dialect: Dialect, script: &str) -> impl Iterator<Item = Lookalike<'_>> {
    let leading = crate::split::leading_comment(dialect, script);
    let directives: Vec<usize> = lines(leading).map(|line| line.span.start).collect();
    let mut start = 0;
    leading
        .split_inclusive('\n')
        .map(move |line| {
            start += line.len();
            (start - line.len(), line)
        })
        .filter(move |(at, line)| {
            let indent = line.len() - line.trim_start().len();
            directives.binary_search(&(at + indent)).is_err()
        })
        // Where a block comment ends, another comment may begin.
        .flat_map(|(at, line)| {
            let mut start = at;
            line.split("*/").map(move |comment| {
                let before = start;
                start += comment.len() + "*/".len();
                (before, comment)
            })
        })
        .filter_map(|(at, comment)| {
            let (name, argument) = meant(content(comment))?;
            let start = at + comment.len() - comment.trim_start().len();
            Some(Lookalike {
                name,
                argument,
                span: start..start + comment.trim().len(),
            })
        })
}

/// The words of a comment, or of one line of a block comment: without what makes it one.
fn content(comment: &str) -> &str {
    let comment = comment.trim();
    match comment.strip_prefix("/*") {
        Some(block) => block.trim_start_matches('*'),
        None if comment.starts_with("--") => comment.trim_start_matches('-'),
        None => comment.trim_start_matches('*'),
    }
    .trim()
}

/// The directive that was probably meant, its name and its argument. Prose gives none:
/// `Ingrain's history stays`, `ingrain allows it`, `breaking change: the column goes`.
fn meant(content: &str) -> Option<(&str, &str)> {
    let is_whole = |name, argument| {
        NAMES.contains(&name) && set(&mut Directives::default(), name, argument).is_ok()
    };
    let (name, argument) = split_word(content);
    if is_whole(name, argument) {
        return Some((name, argument));
    }
    let end = content
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(content.len());
    let (word, rest) = content.split_at(end);
    let word = word.to_ascii_lowercase();
    let body = rest.trim_start_matches(|c: char| c.is_whitespace() || ":;=,.-–—".contains(c));
    let (name, argument) = split_word(body);
    if word == "ingrain" && rest.starts_with(':') {
        return Some((name, argument));
    }
    let is_misspelt = || rest.starts_with(':') && edits(&word, "ingrain", 2).is_some();
    if word != "ingrain" && !is_misspelt() {
        return None;
    }
    let near = near(name)?;
    let marks = &rest[..rest.len() - body.len()];
    // Words that prose uses too have to stand alone, or with a reason.
    let is_said = marks.contains([':', ';', '='])
        || near.contains('-')
        || argument.is_empty()
        || argument.contains('"');
    is_said.then_some((name, argument))
}

/// The directive that a word is, or is very like. `allow` and `rust` are too short to be guessed.
fn near(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    let near = NAMES.into_iter().filter_map(|name| {
        let is_short = matches!(name, "allow" | "rust");
        Some((edits(&word, name, if is_short { 0 } else { 2 })?, name))
    });
    let nearest = near.min_by_key(|(edits, _)| *edits);
    nearest.map(|(_, name)| name)
}

impl Lookalike<'_> {
    /// How it is written to be one.
    fn written(&self) -> String {
        let name = near(self.name).or_else(|| nearest(self.name, &NAMES));
        let name = name.unwrap_or("no-transaction");
        match set(&mut Directives::default(), name, self.argument) {
            Ok(()) => format!("{name} {}", self.argument).trim_end().to_owned(),
            Err(_) => example_of(name).to_owned(),
        }
    }
}
