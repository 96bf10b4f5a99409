//! One spelling for all that mean the same.

use ingrain_core::{Dialect, Token, TokenKind, split};

use super::Expression;

/// The tokens of a statement with one space between them, and every identifier in lower case and
/// quoted only where it must be.
///
/// A text that cannot be split is given back as it is.
pub(in crate::sqlite) fn canonical(sql: &str) -> String {
    let Ok(statements) = split(Dialect::Sqlite, sql) else {
        return sql.to_owned();
    };
    let statements = statements.iter().map(|statement| {
        let tokens: Vec<Token<'_>> = statement.tokens().collect();
        text(&tokens)
    });
    statements.collect::<Vec<_>>().join(" ; ")
}

/// Every word of a statement that may be the name of a column, in lower case and without quotes.
pub(in crate::sqlite) fn words(sql: &str) -> Vec<String> {
    let statements = split(Dialect::Sqlite, sql).unwrap_or_default();
    statements
        .iter()
        .flat_map(|statement| statement.tokens())
        .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Quoted))
        .map(|token| unquoted(&token).to_ascii_lowercase())
        .collect()
}

/// Tokens in that spelling.
pub(super) fn text(tokens: &[Token<'_>]) -> String {
    let tokens = tokens.iter().map(|token| match token.kind {
        TokenKind::Quoted => identifier(&unquoted(token)),
        TokenKind::Text if token.text.starts_with('\'') => token.text.to_owned(),
        _ => token.text.to_ascii_lowercase(),
    });
    tokens.collect::<Vec<_>>().join(" ")
}

/// Tokens as they are written, on one line, without comments and without blanks where none are usual.
pub(in crate::sqlite) fn written(tokens: &[Token<'_>]) -> String {
    let mut text = String::new();
    let mut before: Option<&Token<'_>> = None;
    for token in tokens {
        let opens = |token: &Token<'_>| token.is_symbol("(");
        let closes = token.is_symbol(")") || token.is_symbol(",");
        let is_apart =
            before.is_some_and(|before| before.end() < token.start && !opens(before) && !closes);
        if is_apart {
            text.push(' ');
        }
        text.push_str(token.text);
        before = Some(token);
    }
    text
}

/// Tokens as an expression.
pub(super) fn expression(tokens: &[Token<'_>]) -> Expression {
    Expression {
        canonical: text(tokens),
        written: written(tokens),
    }
}

/// What a quoted identifier or a string literal says; of another token, its text.
pub(super) fn unquoted(token: &Token<'_>) -> String {
    let inside = |quote: char| {
        let doubled = [quote, quote].iter().collect::<String>();
        let text = token.text.strip_prefix(quote)?.strip_suffix(quote)?;
        Some(text.replace(&doubled, &quote.to_string()))
    };
    let bracketed = || token.text.strip_prefix('[')?.strip_suffix(']');
    ['"', '`', '\'']
        .into_iter()
        .find_map(inside)
        .or_else(|| bracketed().map(str::to_owned))
        .unwrap_or_else(|| token.text.to_owned())
}

fn identifier(name: &str) -> String {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$';
    let begins_with_digit = name.starts_with(|first: char| first.is_ascii_digit());
    let name = name.to_ascii_lowercase();
    match !name.is_empty() && !begins_with_digit && name.chars().all(is_part) {
        true => name,
        false => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}
