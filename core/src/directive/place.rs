//! Directives that stand where they mean nothing.

use std::ops::Range;

use super::line::{lines, split_word};
use super::{Allowed, BadDirective, Directives, ForeignKeys, allowed};
use crate::split::leading_comment;
use crate::{Code, Dialect, Direction, split};

/// Every directive line of `text` that stands where no directive is looked for: after its leading
/// comment, outside `statements`.
pub(crate) fn misplaced<'a>(
    text: &'a str,
    leading: &str,
    statements: &[Range<usize>],
) -> impl Iterator<Item = BadDirective> + use<'a> {
    let leading = leading.len();
    let statements = statements.to_vec();
    lines(text)
        .filter(move |line| {
            let inside = statements.partition_point(|statement| statement.end <= line.span.start);
            line.span.start >= leading
                && statements
                    .get(inside)
                    .is_none_or(|statement| statement.start > line.span.start)
        })
        .map(|line| BadDirective {
            code: Code::MisusedDirective,
            title: "this directive stands after the first statement".to_owned(),
            span: line.span,
            help: "move it into the comment that opens the script: it holds for the whole script"
                .to_owned(),
        })
}

/// Every directive line of the comment that opens `script` that is part of a block comment: whoever
/// wrote `/*` above it meant to switch it off, or did not see it.
pub(crate) fn enclosed(dialect: Dialect, script: &str) -> impl Iterator<Item = BadDirective> {
    // No comment is open here.
    let mut from = 0;
    lines(leading_comment(dialect, script))
        // What stands before it is comments; they cannot be split where one of them is open.
        .filter(move |line| {
            let inside = split(dialect, &script[from..line.span.start]).is_err();
            if !inside {
                from = line.span.start;
            }
            inside
        })
        .map(|line| BadDirective {
            code: Code::MisusedDirective,
            title: "this directive stands inside a block comment".to_owned(),
            span: line.span,
            help: "move it out of `/* … */`; or, to switch it off, write `-- -- ingrain: …`"
                .to_owned(),
        })
}

/// Mistakes in what a script of this `direction` and dialect may say.
pub(crate) fn misused(
    directives: &Directives<'_>,
    direction: Direction,
    only: Option<Dialect>,
    script: &str,
) -> Vec<BadDirective> {
    let mut mistakes = Vec::new();
    let mut mistake = |name: &str, title: &str, help: &str| {
        let line = lines(script).find(|line| split_word(line.text).0 == name);
        mistakes.extend(line.map(|line| BadDirective {
            code: Code::MisusedDirective,
            title: title.to_owned(),
            span: line.span,
            help: help.to_owned(),
        }));
    };
    if direction == Direction::Down {
        let help = "say it in the up script, or delete the line";
        if directives.irreversible.is_some() {
            mistake(
                "irreversible",
                "a down script says that there is no down script",
                help,
            );
        }
        match directives.compatible {
            Some(true) => mistake("compatible", "`compatible` is said of a down script", help),
            Some(false) => mistake("breaking", "`breaking` is said of a down script", help),
            None => {}
        }
    }
    if directives.foreign_keys == ForeignKeys::Off && only == Some(Dialect::Postgres) {
        mistake(
            "foreign-keys",
            "`foreign-keys off` is for SQLite",
            "delete the line: Postgres changes tables in place",
        );
    }
    mistakes.extend(
        only.into_iter()
            .flat_map(|only| foreign_rules(only, script)),
    );
    mistakes
}

/// Every `allow` of a script for one database that is about another.
fn foreign_rules(only: Dialect, script: &str) -> impl Iterator<Item = BadDirective> {
    let foreign = allowed(only, script).filter(move |allowed| allowed.rule.dialect() != only);
    foreign.map(|Allowed { rule, span }| BadDirective {
        code: Code::MisusedDirective,
        title: format!("`{rule}` is a rule for {}", rule.dialect().title()),
        span,
        help: "delete the line: this script runs elsewhere".to_owned(),
    })
}
