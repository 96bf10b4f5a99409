//! Finds the statements of a script without parsing them.
//!
//! The lexer is the same for every dialect; what differs is told by `syntax::Syntax`. The rules
//! are those of the databases' own tools: psql's lexer for Postgres, `sqlite3_complete()` and the
//! tokenizer for SQLite. Only what decides where a statement ends is known here. A script that is
//! wrong in any other way is split all the same, so that the database can say what is wrong.

mod lexer;
mod nesting;
mod quote;
mod syntax;
mod token;
mod trivia;
mod unterminated;
mod word;

#[cfg(test)]
mod tests;

use crate::Dialect;

use self::lexer::Lexer;
use self::nesting::Nesting;
use self::syntax::Syntax;
pub use self::token::{Token, TokenKind};
pub use self::unterminated::{Construct, Unterminated};

/// One statement of a script: where it stands, and the tokens it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement<'a> {
    dialect: Dialect,
    text: &'a str,
    start: usize,
}

impl<'a> Statement<'a> {
    /// The statement from its first token to its last, without the semicolon that ends it.
    ///
    /// Comments between its tokens are part of it, those before and after are not.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The byte offset in the script at which the statement begins.
    pub fn start(&self) -> usize {
        self.start
    }

    /// The byte offset in the script just after the statement's last token.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The statement's tokens in order; comments are skipped.
    pub fn tokens(&self) -> impl Iterator<Item = Token<'a>> + use<'a> {
        let offset = self.start;
        let mut lexer = Lexer::new(Syntax::of(self.dialect), self.text);
        // `split` has read these tokens already: no construct among them is unterminated.
        std::iter::from_fn(move || lexer.next_token().ok().flatten()).map(move |token| Token {
            start: offset + token.start,
            ..token
        })
    }
}

/// Splits a script into its statements.
///
/// Statements are separated by semicolons. The last one needs none, and empty ones yield nothing.
/// These semicolons separate nothing: one inside a comment, a string or a quoted identifier; in
/// the body of a SQLite trigger; in a Postgres `BEGIN ATOMIC` body; in parentheses on Postgres,
/// where a rule may hold several statements. A closing parenthesis without an opening one is left
/// for the database to refuse.
///
/// # Errors
///
/// If a construct that hides semicolons is still open where the script ends. Of several that
/// enclose one another, a lexical one is named first, then a parenthesis, then a body; of several
/// nested ones of the same sort, the outermost.
pub fn split<'a>(dialect: Dialect, script: &'a str) -> Result<Vec<Statement<'a>>, Unterminated> {
    let syntax = Syntax::of(dialect);
    let mut lexer = Lexer::new(syntax, script);
    let mut nesting = Nesting::new(syntax);
    let mut statements = Vec::new();
    let mut current: Option<Statement<'a>> = None;
    while let Some(token) = lexer.next_token()? {
        if nesting.ends_at(token) {
            statements.extend(current.take());
        } else {
            let start = current.map_or(token.start, |statement| statement.start);
            let text = &script[start..token.end()];
            current = Some(Statement {
                dialect,
                text,
                start,
            });
        }
    }
    nesting.finish()?;
    statements.extend(current);
    Ok(statements)
}

/// The white space and comments that stand before the first token of a script.
///
/// It may be empty or the whole script. A block comment that is never closed belongs to it.
pub(crate) fn leading_comment(dialect: Dialect, script: &str) -> &str {
    let end = trivia::skip(Syntax::of(dialect), script, 0).unwrap_or(script.len());
    &script[..end]
}
