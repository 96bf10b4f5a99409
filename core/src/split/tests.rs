//! Tables of scripts and what they split into, and properties that hold for all of them.

mod atomic;
mod both;
mod postgres;
mod properties;
mod scripts;
mod sqlite;

use super::{Construct, Statement, Unterminated, split};
use crate::Dialect::{self, Postgres, Sqlite};

/// Splits the script and compares the statements' texts.
#[track_caller]
fn check(dialect: Dialect, script: &str, expected: &[&str]) {
    let statements = split(dialect, script);
    let texts = statements
        .as_ref()
        .map(|statements| statements.iter().map(Statement::text));
    assert_eq!(
        texts.map(Vec::from_iter),
        Ok(expected.to_vec()),
        "{dialect:?}: {script}"
    );
    for statement in statements.into_iter().flatten() {
        assert_eq!(
            script.get(statement.start()..statement.end()),
            Some(statement.text())
        );
    }
}

/// Splits a script in which `^` stands before, and `~` after, what opens the unterminated
/// construct.
#[track_caller]
fn check_open(dialect: Dialect, marked: &str, what: Construct) {
    let script = marked.replace(['^', '~'], "");
    let start = marked.find('^').unwrap_or(0);
    let length = marked.find('~').unwrap_or(0).saturating_sub(start + 1);
    let expected = Err(Unterminated {
        what,
        start,
        length,
    });
    assert_eq!(split(dialect, &script), expected, "{dialect:?}: {script}");
}
