//! The tokens of a text, one after the other.

use super::quote;
use super::syntax::{Dollar, Syntax};
use super::token::{Token, TokenKind};
use super::trivia;
use super::unterminated::Unterminated;
use super::word;

/// Reads a text from its beginning.
pub(super) struct Lexer<'a> {
    syntax: &'static Syntax,
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(syntax: &'static Syntax, text: &'a str) -> Self {
        Self {
            syntax,
            text,
            at: 0,
        }
    }

    /// The next token, or nothing at the end of the text.
    pub(super) fn next_token(&mut self) -> Result<Option<Token<'a>>, Unterminated> {
        let start = trivia::skip(self.syntax, self.text, self.at)?;
        let Some(&first) = self.text.as_bytes().get(start) else {
            self.at = start;
            return Ok(None);
        };
        let (kind, end) = self.scan(start, first)?;
        self.at = end;
        let text = &self.text[start..end];
        Ok(Some(Token { kind, text, start }))
    }

    /// The kind and the end of the token at `start`.
    fn scan(&self, start: usize, first: u8) -> Result<(TokenKind, usize), Unterminated> {
        let rest = &self.text[start..];
        if let Some(quote) = quote::opening(self.syntax, rest.as_bytes()) {
            let end = quote::end(self.syntax, self.text, quote, start)?;
            return Ok((quote.kind, end));
        }
        let (kind, text) = match first {
            b'$' => return self.dollar(start),
            b'0'..=b'9' => (TokenKind::Number, word::leading(rest, is_in_number)),
            _ if word::is_part(first) => (TokenKind::Word, word::leading(rest, word::is_part)),
            _ => (TokenKind::Symbol, &rest[..1]),
        };
        Ok((kind, start + text.len()))
    }

    /// The kind and the end of the token that begins with the dollar sign at `start`.
    fn dollar(&self, start: usize) -> Result<(TokenKind, usize), Unterminated> {
        let after = &self.text[start + 1..];
        let name = match self.syntax.dollar {
            Dollar::Name => word::leading(after, word::is_part),
            Dollar::NumberOrQuote => {
                if let Some(end) = quote::dollar_end(self.text, start)? {
                    return Ok((TokenKind::Text, end));
                }
                word::leading(after, |byte| byte.is_ascii_digit())
            }
        };
        let kind = match name {
            "" => TokenKind::Symbol,
            _ => TokenKind::Parameter,
        };
        Ok((kind, start + 1 + name.len()))
    }
}

/// Whether the byte goes on with a number. What a dollar sign opens is not part of it: `1$$text$$`.
fn is_in_number(byte: u8) -> bool {
    byte == b'.' || word::is_part(byte) && byte != b'$'
}
