//! What a script in batches must and must not say.

use std::ops::Range;

use super::batch::parameter;
use crate::directive::BadDirective;
use crate::{Backfill, Code, Dialect, Statement, Token, runs_alone};

/// Every mistake in the statements of a script that says `backfill`.
pub(crate) fn misuses(
    dialect: Dialect,
    backfill: Backfill<'_>,
    statements: &[Statement<'_>],
) -> Vec<BadDirective> {
    let Some((statement, others)) = statements.split_first() else {
        return Vec::new();
    };
    let mut found: Vec<BadDirective> = others.iter().map(one_too_many).collect();
    if runs_alone(dialect, statement) {
        let title = "each batch is a transaction, and this statement cannot run in one";
        let help = "delete the directive; `-- ingrain: no-transaction` runs it once";
        found.push(misuse(whole(statement), title.to_owned(), help.to_owned()));
        return found;
    }
    let tokens: Vec<Token<'_>> = statement.tokens().collect();
    let form = form(backfill);
    for (at, token) in tokens.iter().enumerate() {
        let operator = match parameter(token) {
            Some("$1") => ">",
            Some("$2") => "<=",
            Some(other) => {
                let title = format!("`{other}` stands for nothing");
                found.push(misuse(token.start..token.end(), title, form.clone()));
                continue;
            }
            None => continue,
        };
        if !follows(&tokens[..at], operator) {
            let title = format!("`{}` does not follow `{operator}`", token.text);
            found.push(misuse(token.start..token.end(), title, form.clone()));
        }
    }
    for (name, what) in [("$1", "after which key"), ("$2", "at which key")] {
        if !tokens.iter().any(|token| parameter(token) == Some(name)) {
            let verb = if name == "$1" { "begins" } else { "ends" };
            let title = format!("this statement does not say {what} a batch {verb}: `{name}`");
            found.push(misuse(whole(statement), title, form.clone()));
        }
    }
    found
}

fn form(backfill: Backfill<'_>) -> String {
    let key = backfill.key;
    format!("write which rows are a batch's like this: `WHERE {key} > $1 AND {key} <= $2`")
}

fn one_too_many(statement: &Statement<'_>) -> BadDirective {
    let title = "a script in batches holds one statement, and this is one more";
    let help = "put it into a migration of its own";
    misuse(whole(statement), title.to_owned(), help.to_owned())
}

fn misuse(span: Range<usize>, title: String, help: String) -> BadDirective {
    BadDirective {
        code: Code::MisusedDirective,
        title,
        span,
        help,
    }
}

fn whole(statement: &Statement<'_>) -> Range<usize> {
    statement.start()..statement.end()
}

/// Whether `tokens` end with this operator, and not with a longer one.
fn follows(tokens: &[Token<'_>], operator: &str) -> bool {
    let is_operator = |token: &&Token<'_>| {
        token.kind == crate::TokenKind::Symbol && "<>=!~+-*/%&|^@#?".contains(token.text)
    };
    let mut found = String::new();
    let mut next = None;
    for token in tokens.iter().rev().take_while(is_operator) {
        if next.is_some_and(|next| token.end() != next) {
            break;
        }
        next = Some(token.start);
        found.insert_str(0, token.text);
    }
    found == operator
}
