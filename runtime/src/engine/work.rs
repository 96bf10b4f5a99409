//! Steps become statements: what is sent, in which transactions, and what each statement is there for.

use std::borrow::Cow;

use ingrain_core::{
    Dialect, Direction, Directives, ForeignKeys, History, Recorded, Statement, Step, StoredDown,
    Transaction, Version, split,
};

use crate::Transactions;

/// A script that a step runs.
#[derive(Clone, Copy)]
pub(crate) struct Script<'s> {
    pub(crate) version: Version,
    pub(crate) description: &'s str,
    pub(crate) direction: Direction,
    pub(crate) text: &'s str,
    /// The file it was embedded from, or nothing for one out of the history.
    pub(crate) path: Option<&'s str>,
    pub(crate) directives: Directives<'s>,
    pub(crate) done: u64,
}

/// The script that `step` runs, if it runs one.
pub(crate) fn script<'s>(step: &'s Step<'_>, dialect: Dialect) -> Option<Script<'s>> {
    match step {
        Step::Apply { migration, done } => Some(Script {
            version: migration.version(),
            description: migration.description(),
            direction: Direction::Up,
            text: migration.up().text(),
            path: Some(migration.up().path()),
            directives: migration.up().directives(dialect),
            done: *done,
        }),
        Step::Revert {
            migration,
            sql,
            path,
            transaction,
            done,
        } => Some(Script {
            version: migration.version,
            description: &migration.description,
            direction: Direction::Down,
            text: sql,
            path: *path,
            directives: Directives {
                transaction: *transaction,
                ..Directives::of(dialect, sql)
            },
            done: *done,
        }),
        Step::Baseline(_)
        | Step::Adopt { .. }
        | Step::Repair(_)
        | Step::Refresh(_)
        | Step::Finish { .. }
        | Step::Environment(_) => None,
    }
}

impl<'s> Script<'s> {
    /// Its statements. The build has split every embedded script; one out of the history was embedded once.
    pub(crate) fn statements(&self, dialect: Dialect) -> Result<Vec<Statement<'s>>, crate::Error> {
        split(dialect, self.text).map_err(|open| {
            let Script {
                direction, version, ..
            } = self;
            crate::Error::internal(&format!(
                "the {direction} script of version {version} cannot be split: a {} is never closed",
                open.what
            ))
        })
    }

    /// What diagnostics call it.
    pub(super) fn shown_path(&self) -> String {
        match self.path {
            Some(path) => path.to_owned(),
            None => format!(
                "the history's {} script of version {}",
                self.direction, self.version
            ),
        }
    }
}

/// What `history` is once `steps` are done.
pub(super) fn carried_out(
    mut history: History,
    steps: &[Step<'_>],
) -> Result<History, crate::Error> {
    for step in steps {
        let (event, migration) = step.recorded();
        let recorded = history.record(event, migration, None, None);
        recorded.map_err(|corrupt| crate::Error::internal(&corrupt.to_string()))?;
    }
    Ok(history)
}

/// What the log notes of `step`, where no reason was given for the whole command.
pub(super) fn note<'s>(step: &'s Step<'_>) -> Option<&'s str> {
    match step {
        Step::Adopt { note, .. } => Some(note),
        Step::Refresh(_) => Some("the down script has changed since it was recorded"),
        _ => None,
    }
}

/// What the log says when a script that runs outside transactions begins: with the very down script, so
/// that only the same one goes on.
pub(super) fn started(step: &Step<'_>) -> Option<Recorded> {
    let (_, recorded) = step.recorded();
    let down = match step {
        Step::Revert { sql, .. } => Some(StoredDown {
            sql: sql.to_string(),
            checksum: ingrain_core::Checksum::of(sql),
        }),
        _ => recorded.as_ref().and_then(|recorded| recorded.down.clone()),
    };
    recorded.map(|recorded| Recorded { down, ..recorded })
}

/// Steps that stand or fall together.
pub(super) enum Unit<'s, 'a> {
    /// In one transaction.
    Transaction(&'s [Step<'a>]),
    /// In one transaction without foreign keys, which are checked at its end.
    WithoutForeignKeys(&'s Step<'a>),
    /// Outside transactions, statement by statement.
    Stepwise(&'s Step<'a>),
}

/// Divides `steps` into units, in their order.
pub(super) fn units<'s, 'a>(
    steps: &'s [Step<'a>],
    transactions: Transactions,
    dialect: Dialect,
) -> Vec<Unit<'s, 'a>> {
    let mut units = Vec::new();
    let mut from = 0;
    for (at, step) in steps.iter().enumerate() {
        let directives = script(step, dialect)
            .map(|script| script.directives)
            .unwrap_or_default();
        let alone = match (directives.transaction, directives.foreign_keys, dialect) {
            (Transaction::None, ..) => Some(Unit::Stepwise(step)),
            (_, ForeignKeys::Off, Dialect::Sqlite) => Some(Unit::WithoutForeignKeys(step)),
            _ => None,
        };
        let ends = alone.is_some() || transactions == Transactions::Each;
        if ends && from < at {
            units.push(Unit::Transaction(&steps[from..at]));
            from = at;
        }
        if let Some(alone) = alone {
            units.push(alone);
            from = at + 1;
        }
    }
    if from < steps.len() {
        units.push(Unit::Transaction(&steps[from..]));
    }
    units
}

/// One statement to send.
pub(super) struct Piece<'s> {
    pub(super) sql: Cow<'s, str>,
    pub(super) role: Role<'s>,
}

/// What a statement is there for, which decides what its failure means.
#[derive(Clone, Copy)]
pub(super) enum Role<'s> {
    /// Begins a transaction, or ends one that is of no use any more.
    Begin,
    /// Writes the log: here another process shows that was first.
    Log,
    /// Is a statement of a script that leaves nothing behind when it fails.
    Script(Script<'s>, Statement<'s>),
    /// Is a statement of a script that stands outside any transaction, and may leave something behind
    /// when it fails.
    Alone(Script<'s>, Statement<'s>),
    /// Calls the function that runs in this script's place.
    Call(Script<'s>),
    /// Shows that this script's function has left the transaction as it was.
    Left(Script<'s>),
    /// Commits what this script, the last one of the transaction, has done.
    Commit(Option<Script<'s>>),
}

impl<'s> Piece<'s> {
    pub(super) fn new(sql: impl Into<Cow<'s, str>>, role: Role<'s>) -> Piece<'s> {
        Piece {
            sql: sql.into(),
            role,
        }
    }
}
