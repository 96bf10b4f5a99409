//! What is done outside transactions, in order.

use ingrain_core::{Dialect, Event, Key, Recorded, Statement, Step, runs_alone, sets_session};

use super::work::{self, Piece, Role, Script};

/// One row of the log, and what is committed with it.
pub(super) struct Row<'s> {
    pub(super) event: Event,
    pub(super) migration: Option<Recorded>,
    pub(super) statements: Option<u64>,
    pub(super) last_key: Option<Key>,
    pub(super) note: Option<String>,
    pub(super) with: Option<Piece<'s>>,
}

/// What is done next outside transactions.
pub(super) enum Doing<'s> {
    /// Run a statement by itself.
    Alone(Statement<'s>),
    /// Write a row, in a transaction of its own.
    Write(Box<Row<'s>>),
}

/// What is done outside transactions for `step`, in order: a row says of each statement that it is done.
/// `resumed`: it is part-way already.
pub(super) fn actions<'s>(
    step: &Step<'_>,
    script: Script<'s>,
    statements: &[Statement<'s>],
    resumed: bool,
    dialect: Dialect,
) -> Vec<Doing<'s>> {
    let mut actions = Vec::new();
    if !resumed {
        let started = Row::of(Event::Started, work::started(step));
        actions.push(Doing::Write(Box::new(started)));
    }
    let done = usize::try_from(script.done)
        .unwrap_or(usize::MAX)
        .min(statements.len());
    let (done, rest) = statements.split_at(done);
    // What they set for the session ended with the session that was stopped.
    let again = done
        .iter()
        .filter(|statement| sets_session(dialect, statement));
    actions.extend(again.map(|statement| Doing::Alone(*statement)));
    let (event, migration) = step.recorded();
    for (number, statement) in (script.done + 1..).zip(rest) {
        let brief = migration.as_ref().map(Recorded::brief);
        let mut row = Row {
            statements: Some(number),
            ..Row::of(Event::Progressed, brief)
        };
        if runs_alone(dialect, statement) {
            actions.push(Doing::Alone(*statement));
        } else {
            let role = Role::Script(script, *statement);
            row.with = Some(Piece::new(statement.text(), role));
        }
        actions.push(Doing::Write(Box::new(row)));
    }
    actions.push(Doing::Write(Box::new(Row::of(event, migration))));
    actions
}

impl Row<'_> {
    /// Whether the script is done with it.
    pub(super) fn is_last(&self) -> bool {
        matches!(self.event, Event::Applied | Event::Reverted)
    }

    pub(super) fn of(event: Event, migration: Option<Recorded>) -> Row<'static> {
        Row {
            event,
            migration,
            statements: None,
            last_key: None,
            note: None,
            with: None,
        }
    }
}
