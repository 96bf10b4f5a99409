//! Runs a script as the runtime would.

mod batches;
mod failure;
mod taken;

use std::collections::BTreeSet;

use ingrain_core::{Dialect, ForeignKeys, Statement, Transaction};
use rusqlite::params_from_iter;

pub(super) use self::failure::{Cause, Failure, Orphans, Presence, Refusal};
pub(super) use self::taken::Taken;
use self::taken::{compare, endangered};
use super::outline::{Outline, begins_with, made, quoted};
use super::stage::{RESTORE, Stage};

/// What is left out where it fails, for the script to go on.
#[derive(Debug, Clone, Copy)]
pub(super) struct LeftOut<'n> {
    pub(super) unknown: Unknown,
    /// What does not exist because what would have made it was left out before, in lower case.
    pub(super) absent: &'n BTreeSet<String>,
}

/// What follows on a statement that needs what only the application has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unknown {
    Stops,
    IsLeftOut,
}

/// How it went.
pub(super) struct Performed<'a> {
    /// Whether what the script did is there now.
    pub(super) stands: bool,
    pub(super) failures: Vec<Failure<'a>>,
    /// What went with the tables that it dropped.
    pub(super) taken: Vec<Taken<'a>>,
}

impl<'a> Performed<'a> {
    fn fail(&mut self, statement: Option<Statement<'a>>, cause: Cause) {
        self.stands = false;
        self.failures.push(Failure { statement, cause });
    }
}

/// Runs a script; what is wrong with it is in the result, what is wrong with the rehearsal an error.
pub(super) fn perform<'a>(
    stage: &Stage,
    script: &Outline<'a>,
    left_out: LeftOut<'_>,
) -> rusqlite::Result<Performed<'a>> {
    let directives = script.script.directives(Dialect::Sqlite);
    let performed = match directives.transaction {
        Transaction::None => run_statements(stage, script, left_out)?,
        Transaction::Wrapped => {
            if directives.foreign_keys == ForeignKeys::Off {
                stage.run("PRAGMA foreign_keys = OFF")?;
            }
            let performed = wrapped(stage, script, directives.foreign_keys, left_out);
            stage.run("PRAGMA foreign_keys = ON")?;
            performed?
        }
    };
    if script
        .statements
        .iter()
        .any(|statement| begins_with(statement, "PRAGMA"))
    {
        stage.connection.execute_batch(RESTORE)?;
    }
    drop_temporary(stage)?;
    stage.rest();
    Ok(performed)
}

fn wrapped<'a>(
    stage: &Stage,
    script: &Outline<'a>,
    foreign_keys: ForeignKeys,
    left_out: LeftOut<'_>,
) -> rusqlite::Result<Performed<'a>> {
    stage.run("BEGIN IMMEDIATE")?;
    let mut performed = run_statements(stage, script, left_out)?;
    if performed.stands && foreign_keys == ForeignKeys::Off {
        let cause = match orphans(stage, None) {
            Ok(orphans) if orphans.is_empty() => None,
            Ok(orphans) => Some(Cause::Orphans(orphans)),
            Err(error) => Some(Cause::of(error)),
        };
        if let Some(cause) = cause {
            performed.fail(None, cause);
        }
    }
    if performed.stands
        && let Err(error) = stage.run("COMMIT")
    {
        performed.fail(None, Cause::of(error));
    }
    if !stage.connection.is_autocommit() {
        stage.run("ROLLBACK")?;
    }
    Ok(performed)
}

/// Runs the statements; they stand if all that were not left out have run.
fn run_statements<'a>(
    stage: &Stage,
    script: &Outline<'a>,
    left_out: LeftOut<'_>,
) -> rusqlite::Result<Performed<'a>> {
    let mut performed = Performed {
        stands: true,
        failures: Vec::new(),
        taken: Vec::new(),
    };
    let mut absent = left_out.absent.clone();
    let backfill = script.script.directives(Dialect::Sqlite).backfill;
    let is_inside = !stage.connection.is_autocommit();
    for statement in &script.statements {
        let counted = endangered(stage, statement)?;
        let result = match reaches_for_a_file(statement) {
            true => Err(Cause::File),
            false => match backfill {
                Some(backfill) => batches::run(stage, statement, backfill),
                None => stage.run(statement.text()).map_err(Cause::of),
            },
        };
        let Err(cause) = result else {
            performed.taken.extend(compare(stage, *statement, counted)?);
            continue;
        };
        let is_left_out = match cause.is_unknown() {
            true => left_out.unknown == Unknown::IsLeftOut,
            false => cause.is_lack_of(&absent),
        };
        performed.fail(Some(*statement), cause);
        // Some failures end the transaction with them.
        let is_over = is_inside && stage.connection.is_autocommit();
        if !is_left_out || is_over {
            return Ok(performed);
        }
        absent.extend(made(statement).map(|made| made.name));
        performed.stands = true;
    }
    Ok(performed)
}

/// `ATTACH` creates the file that it names, and `VACUUM INTO` writes one.
fn reaches_for_a_file(statement: &Statement<'_>) -> bool {
    let writes = || statement.tokens().any(|token| token.is_word("INTO"));
    begins_with(statement, "ATTACH") || begins_with(statement, "VACUUM") && writes()
}

/// The rows that refer to nothing, in one table or in all.
pub(super) fn orphans(stage: &Stage, table: Option<&str>) -> rusqlite::Result<Vec<Orphans>> {
    let (argument, parameters) = match table {
        Some(table) => ("(?1)", vec![table]),
        None => ("", Vec::new()),
    };
    let sql = format!(
        "SELECT \"table\", parent, count(*), EXISTS (SELECT 1 FROM main.sqlite_schema \
            WHERE type = 'table' AND name = parent COLLATE NOCASE) \
         FROM pragma_foreign_key_check{argument} GROUP BY 1, 2 ORDER BY 1, 2"
    );
    stage.rest();
    let mut statement = stage.connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(parameters), |row| {
        let parent_is = match row.get(3)? {
            true => Presence::Present,
            false => Presence::Missing,
        };
        Ok(Orphans {
            child: row.get(0)?,
            parent: row.get(1)?,
            count: row.get(2)?,
            parent_is,
        })
    })?;
    rows.collect()
}

/// Another session does not see temporary tables, and no other script may count on them.
fn drop_temporary(stage: &Stage) -> rusqlite::Result<()> {
    const SQL: &str = "SELECT type, name FROM temp.sqlite_schema \
        WHERE type IN ('trigger', 'view', 'table') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type DESC";
    let dropped: Vec<String> = {
        let mut statement = stage.connection.prepare_cached(SQL)?;
        let rows = statement.query_map([], |row| {
            let (kind, name): (String, String) = (row.get(0)?, row.get(1)?);
            Ok(format!("DROP {kind} IF EXISTS temp.{}", quoted(&name)))
        })?;
        rows.collect::<rusqlite::Result<_>>()?
    };
    dropped.iter().try_for_each(|sql| stage.run(sql))
}
