//! The part of a file that a diagnostic is about, and as much of the file as shows it.

use std::ops::Range;

/// So many bytes of a file are shown at most. A hundred mistakes in a line of ten million characters would
/// fill the memory, and nobody would read them.
const MOST_SHOWN: usize = 10_000;
/// So many characters on either side are quoted where the line is too long to be shown.
const QUOTED: usize = 40;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Part {
    /// Counted from 1, like `column`, which is in characters.
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) label: String,
    pub(super) shown: Shown,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Shown {
    /// The lines that it stands on.
    Lines {
        lines: String,
        /// The number of the first one, counted from 1.
        first: usize,
        /// In bytes of `lines`.
        span: Range<usize>,
    },
    /// What stands around its beginning, which is too far from the beginning of its line.
    Excerpt(String),
}

impl Part {
    /// `span` is in bytes of `text`.
    pub(super) fn of(text: &str, span: Range<usize>, label: String) -> Part {
        let span = on_boundaries(text, span);
        // The end of a text that ends with a line is shown behind that line.
        let before = match text[..span.start].strip_suffix('\n') {
            Some(before) if span.start == text.len() => before,
            _ => &text[..span.start],
        };
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let first = text[..start].matches('\n').count() + 1;
        let ahead = &text[start..span.start];
        let shown = match ahead.len() > MOST_SHOWN {
            true => Shown::Excerpt(excerpt(ahead, &text[span.start..])),
            false => {
                let end = shown_until(text, start, &span);
                Shown::Lines {
                    lines: text[start..end].to_owned(),
                    first,
                    span: span.start - start..span.end.min(end) - start,
                }
            }
        };
        let line_start = ahead.rfind('\n').map_or(0, |newline| newline + 1);
        Part {
            line: first + ahead.matches('\n').count(),
            column: ahead[line_start..].chars().count() + 1,
            label,
            shown,
        }
    }

    /// What is said where the part cannot be shown.
    pub(super) fn told(&self, path: &str, excerpt: &str) -> String {
        let Part { line, column, .. } = self;
        let stands = format!(
            "line {line} of `{path}` is too long to be shown; around column {column} stands `{excerpt}`"
        );
        match self.label.as_str() {
            "" => stands,
            label => format!("{stands}: {label}"),
        }
    }
}

/// Where what is shown from `start` on ends: with the last line of `span`, or if that is too much with its
/// first, or as much of it as is shown.
fn shown_until(text: &str, start: usize, span: &Range<usize>) -> usize {
    let line_end = |offset: usize| {
        let newline = text[offset..].find('\n');
        newline.map_or(text.len(), |newline| offset + newline + 1)
    };
    let most = floor(text, start + MOST_SHOWN);
    match line_end(span.end) {
        end if end <= most => end,
        _ => line_end(span.start).min(most),
    }
}

/// The end of `ahead`, and what comes `after` it on the same line.
fn excerpt(ahead: &str, after: &str) -> String {
    let ahead = ahead.trim_end_matches('\n');
    let begin = ahead.char_indices().nth_back(QUOTED - 1);
    let begin = begin.map_or(0, |(begin, _)| begin);
    let line = after.lines().next().unwrap_or_default();
    let quoted = line.char_indices().nth(QUOTED);
    let (end, more) = quoted.map_or((line.len(), ""), |(end, _)| (end, "..."));
    format!("...{}{}{more}", &ahead[begin..], &line[..end])
}

/// `span` cut to the text and widened to whole characters, so that rendering cannot panic.
fn on_boundaries(text: &str, span: Range<usize>) -> Range<usize> {
    let start = floor(text, span.start);
    let end = (span.end.min(text.len())..=text.len())
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(text.len());
    start..end.max(start)
}

/// The last beginning of a character that is not after `offset`.
fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}
