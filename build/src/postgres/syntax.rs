//! Scripts that do not parse.

mod words;

use std::collections::BTreeSet;
use std::ops::Range;

use ingrain_core::{Dialect, Rule, Statement, split};
use squawk_syntax::ast;
use squawk_syntax::syntax_error::SyntaxError;
use squawk_syntax::{Parse, SourceFile};

use self::words::{help, title};
use super::found::{Found, MOST, first_line};

/// What Postgres would not take, as far as the statements themselves go.
pub(super) fn errors(text: &str, parse: &Parse<SourceFile>) -> Vec<Found> {
    first_of_each_statement(text, &parse.errors())
}

/// What it would not take in the bodies of functions and blocks in PL/pgSQL: it reads them when the function is
/// created or the block is run.
pub(super) fn errors_in_bodies(text: &str, parse: &Parse<SourceFile>) -> Vec<Found> {
    let body = |statement| match statement {
        ast::Stmt::CreateFunction(function) => function.plpgsql(),
        ast::Stmt::CreateProcedure(procedure) => procedure.plpgsql(),
        ast::Stmt::Do(block) => block.plpgsql(),
        _ => None,
    };
    let bodies = parse.tree().stmts().filter_map(body);
    let errors = bodies.flat_map(|body| body.errors());
    let errors: Vec<_> = errors.filter(|error| !is_not_understood(error)).collect();
    first_of_each_statement(text, &errors)
}

/// In PL/pgSQL the parser knows no `SELECT … INTO variable`, and no RETURNING with it. It says so of their first
/// word, and goes on after them.
fn is_not_understood(error: &SyntaxError) -> bool {
    let first = error.message().strip_prefix("expected a statement, got ");
    let word = first.and_then(|first| first.strip_suffix("_KW"));
    word.is_some_and(|word| {
        ["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH"].contains(&word)
    })
}

/// What follows the first error of a statement is mostly the same slip again.
fn first_of_each_statement(text: &str, errors: &[SyntaxError]) -> Vec<Found> {
    if errors.is_empty() {
        return Vec::new();
    }
    // Whatever the build goes on with has been split before.
    let statements = split(Dialect::Postgres, text).unwrap_or_default();
    let mut told = BTreeSet::new();
    let slips = errors
        .iter()
        .map(|error| Slip::new(text, &statements, error));
    slips
        .filter(|slip| told.insert(slip.statement))
        .enumerate()
        .map(|(count, slip)| {
            let found = Found::new(Rule::SyntaxError, slip.span.clone(), title(&slip));
            // To find a line's number takes long in a long script.
            match count < MOST {
                true => found.help(help(&slip)),
                false => found,
            }
        })
        .collect()
}

/// An error, and what stands where it is.
struct Slip<'a> {
    text: &'a str,
    message: String,
    /// The token that the parser could not go on with, or the last one of the script.
    span: Range<usize>,
    at: At,
    /// The start of the statement that it is in.
    statement: usize,
}

/// What the parser came upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    StatementStart,
    Token,
    /// The end of the body or of the script.
    End,
}

impl<'a> Slip<'a> {
    fn new(text: &'a str, statements: &[Statement<'_>], error: &SyntaxError) -> Slip<'a> {
        let range = Range::<usize>::from(error.range());
        let next = next_token(text, range.start);
        let before = statements.partition_point(|statement| statement.start() <= next.start);
        let statement = before.checked_sub(1).and_then(|at| statements.get(at));
        let start = statement.map_or(0, Statement::start);
        let last = || statement.and_then(|statement| statement.tokens().last());
        let (at, span) = match () {
            () if !is_blank(text.get(range.clone()).unwrap_or_default()) => {
                (At::Token, first_line(text, range))
            }
            () if next.is_empty() => {
                let last = last().map_or(next, |token| token.start..token.end());
                (At::End, first_line(text, last))
            }
            () if text[next.clone()].starts_with('$') => (At::End, next),
            () if next.start == start => (At::StatementStart, next),
            () => (At::Token, next),
        };
        Slip {
            text,
            message: error.message().to_owned(),
            span,
            at,
            statement: start,
        }
    }

    /// The token that it is about.
    fn token(&self) -> &'a str {
        &self.text[self.span.clone()]
    }
}

/// The first token of `text` from `from` on, or nothing at its end. Of a string only the first line, and of
/// one between dollar signs only how it begins.
fn next_token(text: &str, from: usize) -> Range<usize> {
    use squawk_lexer::TokenKind::{BlockComment, Eof, LineComment, Semi, Whitespace};
    let mut start = from;
    for token in squawk_lexer::tokenize(text.get(from..).unwrap_or_default()) {
        let end = start + token.len as usize;
        match token.kind {
            Whitespace | LineComment | BlockComment { .. } => start = end,
            Eof => break,
            Semi => return start..end,
            _ => {
                return match dollar_tag(&text[start..end]) {
                    Some(tag) => start..start + tag,
                    None => first_line(text, start..end),
                };
            }
        }
    }
    text.len()..text.len()
}

fn is_blank(text: &str) -> bool {
    text.trim_ascii().is_empty()
}

/// The length of the `$tag$` that `token` begins with.
fn dollar_tag(token: &str) -> Option<usize> {
    let tag = token.strip_prefix('$')?;
    let length = tag.find('$')?;
    let is_tag = tag[..length]
        .chars()
        .all(|c| c.is_alphanumeric() || c == '_');
    is_tag.then_some(length + 2)
}
