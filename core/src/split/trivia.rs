//! White space and comments.

use super::syntax::{BlockComments, Syntax};
use super::unterminated::{Construct, Unterminated};

/// The offset of the first token at or after `at`, or the end of the text.
pub(super) fn skip(syntax: &Syntax, text: &str, mut at: usize) -> Result<usize, Unterminated> {
    loop {
        at = skip_lines(syntax, text, at);
        if !text[at..].starts_with("/*") {
            return Ok(at);
        }
        at = block_comment(syntax, text, at)?;
    }
}

/// Skips white space and `--` comments, not block comments.
pub(super) fn skip_lines(syntax: &Syntax, text: &str, mut at: usize) -> usize {
    loop {
        let rest = text[at..].trim_start_matches(syntax.white_space);
        at = text.len() - rest.len();
        if !rest.starts_with("--") {
            return at;
        }
        at += rest.find(syntax.newlines).unwrap_or(rest.len());
    }
}

/// The end of the block comment that opens at `start`.
///
/// SQLite takes an unclosed one to end with the script. Here it is refused on both: it hides
/// statements that somebody meant to run.
fn block_comment(syntax: &Syntax, text: &str, start: usize) -> Result<usize, Unterminated> {
    let bytes = text.as_bytes();
    let length = "/*".len();
    let mut depth = 1_usize;
    let mut at = start + length;
    while let Some(pair) = bytes.get(at..at + length) {
        match pair {
            b"*/" => {
                depth -= 1;
                at += length;
                if depth == 0 {
                    return Ok(at);
                }
            }
            b"/*" if syntax.block_comments == BlockComments::Nested => {
                depth += 1;
                at += length;
            }
            _ => at += 1,
        }
    }
    Err(Unterminated {
        what: Construct::Comment,
        start,
        length,
    })
}
