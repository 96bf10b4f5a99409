//! Quoted tokens: each function takes the offset of the opening and gives that of the end.

use super::syntax::{Inside, Quote, Syntax};
use super::token::TokenKind;
use super::trivia;
use super::unterminated::{Construct, Unterminated};
use super::word;

/// The quote that opens at the beginning of `rest`.
pub(super) fn opening(syntax: &Syntax, rest: &[u8]) -> Option<&'static Quote> {
    syntax.quotes.iter().find(|quote| {
        rest.get(..quote.open.len())
            .is_some_and(|open| open.eq_ignore_ascii_case(quote.open.as_bytes()))
    })
}

/// The end of a quoted token.
pub(super) fn end(
    syntax: &Syntax,
    text: &str,
    quote: &Quote,
    mut start: usize,
) -> Result<usize, Unterminated> {
    let bytes = text.as_bytes();
    let mut length = quote.open.len();
    let mut at = start + length;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte == b'\\' && quote.inside == Inside::Escaped {
            at += 1;
        } else if byte == quote.close {
            if quote.inside != Inside::Verbatim && bytes.get(at) == Some(&quote.close) {
                at += 1;
            } else if let Some(next) = continuation(syntax, text, quote, at) {
                (start, length) = (next, 1);
                at = next + length;
            } else {
                return Ok(at);
            }
        }
    }
    let what = match quote.kind {
        TokenKind::Quoted => Construct::QuotedIdentifier,
        _ => Construct::Text,
    };
    Err(Unterminated {
        what,
        start,
        length,
    })
}

/// The offset of the quote that continues a literal which closes before `at`.
///
/// Literals with a newline and no block comment between them are one literal, and the escapes of
/// the first are in force in the others. For literals without escapes nothing depends on it.
fn continuation(syntax: &Syntax, text: &str, quote: &Quote, at: usize) -> Option<usize> {
    if quote.inside != Inside::Escaped {
        return None;
    }
    let next = trivia::skip_lines(syntax, text, at);
    let continues = text[next..].starts_with('\'') && text[at..next].contains(syntax.newlines);
    continues.then_some(next)
}

/// The end of the dollar-quoted string at `start`, or nothing if none opens there.
pub(super) fn dollar_end(text: &str, start: usize) -> Result<Option<usize>, Unterminated> {
    let after = &text[start + 1..];
    let name = word::leading(after, |byte| word::is_part(byte) && byte != b'$');
    if name.starts_with(|first: char| first.is_ascii_digit())
        || !after[name.len()..].starts_with('$')
    {
        return Ok(None);
    }
    let tag = &text[start..start + name.len() + "$$".len()];
    let (what, length) = (Construct::DollarQuote, tag.len());
    match text[start + length..].find(tag) {
        Some(inside) => Ok(Some(start + length + inside + length)),
        None => Err(Unterminated {
            what,
            start,
            length,
        }),
    }
}
