//! Directives: `-- ingrain: …` lines in a script's leading comment. So, and only so, they are written.

mod allowed;
mod argument;
mod line;
mod lookalike;
mod place;

use std::ops::Range;
use std::time::Duration;

use crate::diagnostic::MOST_TOLD;
use crate::name::nearest;
use crate::split::leading_comment;
use crate::{Backfill, Code, Dialect};

pub(crate) use self::allowed::{Allowed, allowed};
pub(crate) use self::argument::duration;
use self::argument::set;
use self::line::{lines, split_word};
pub(crate) use self::lookalike::lookalikes;
pub(crate) use self::place::{enclosed, misplaced, misused};

/// Whether a script runs inside a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Transaction {
    /// In one transaction with its history row.
    #[default]
    Wrapped,
    /// Outside any, statement by statement: `no-transaction`; or batch by batch: `backfill`.
    None,
}

/// Whether SQLite enforces foreign keys while a script runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ForeignKeys {
    /// As the connection has it.
    #[default]
    Unchanged,
    /// Off before BEGIN, checked before COMMIT, restored afterwards: `foreign-keys off`.
    Off,
}

/// What a script's directives say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Directives<'a> {
    /// `no-transaction`.
    pub transaction: Transaction,
    /// `foreign-keys off`.
    pub foreign_keys: ForeignKeys,
    /// `irreversible "why"`: the reason for having no down script.
    pub irreversible: Option<&'a str>,
    /// `compatible "why"` is true, `breaking` false.
    pub compatible: Option<bool>,
    /// `lock-timeout 5s`.
    pub lock_timeout: Option<Duration>,
    /// `statement-timeout 10m`.
    pub statement_timeout: Option<Duration>,
    /// `rust "revision"`: what runs is a function of the application, of this revision.
    pub rust: Option<&'a str>,
    /// `backfill notes.id rows 1000 pause 100ms`, which implies `no-transaction`.
    pub backfill: Option<Backfill<'a>>,
}

/// A directive that cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadDirective {
    pub(crate) code: Code,
    pub(crate) title: String,
    pub(crate) span: Range<usize>,
    pub(crate) help: String,
}

const NAMES: [&str; 10] = [
    "no-transaction",
    "irreversible",
    "foreign-keys",
    "compatible",
    "breaking",
    "allow",
    "lock-timeout",
    "statement-timeout",
    "rust",
    "backfill",
];

impl<'a> Directives<'a> {
    /// What `script` says, as far as it can be understood. The build has reported what cannot.
    pub fn of(dialect: Dialect, script: &'a str) -> Directives<'a> {
        read(dialect, script).0
    }
}

/// Reads the directives of a script, and the mistakes in them, as many as are told.
pub(crate) fn read(dialect: Dialect, script: &str) -> (Directives<'_>, Vec<BadDirective>) {
    let mut directives = Directives::default();
    let mut mistakes = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for line in lines(leading_comment(dialect, script)) {
        let (name, argument) = split_word(line.text);
        let clash = seen.iter().find(|before| exclude(before, name));
        let is_told = mistakes.len() < MOST_TOLD;
        match clash {
            Some(before) if is_told => mistakes.push(line.clash(before, name)),
            Some(_) => {}
            None => match set(&mut directives, name, argument) {
                Err(mistake) if is_told => mistakes.push(line.mistake(name, mistake)),
                Ok(()) | Err(_) => {}
            },
        }
        // Only these exclude any, and each is kept once: a script may hold any number of lines.
        if NAMES.contains(&name) && !seen.contains(&name) {
            seen.push(name);
        }
    }
    (directives, mistakes)
}

/// Whether a script cannot say both.
fn exclude(one: &str, other: &str) -> bool {
    const OPPOSITES: [[&str; 2]; 6] = [
        ["compatible", "breaking"],
        ["no-transaction", "foreign-keys"],
        ["backfill", "foreign-keys"],
        // A function runs in the transaction of its history row.
        ["rust", "no-transaction"],
        ["rust", "foreign-keys"],
        ["rust", "backfill"],
    ];
    let twice = one == other && one != "allow" && NAMES.contains(&one);
    twice || OPPOSITES.contains(&[one, other]) || OPPOSITES.contains(&[other, one])
}

/// Whether `script` has a line that says the directive `name`, or something very like it.
pub(crate) fn seems_said(dialect: Dialect, script: &str, name: &str) -> bool {
    let said = lines(script).any(|line| nearest(split_word(line.text).0, &NAMES) == Some(name));
    said || lookalike::seems_meant(dialect, script, name)
}

#[cfg(test)]
mod tests;
