//! Runs a script as the runtime would.

mod failure;

use ingrain_core::{Dialect, ForeignKeys, Statement, Transaction};
use rusqlite::params_from_iter;

pub(super) use self::failure::{Cause, Failure, Orphans, Presence, Refusal};
use super::outline::{Outline, begins_with, quoted};
use super::stage::{RESTORE, Stage};

/// What follows on a statement that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnFailure {
    Stop,
    /// The statement is left out, and the script goes on.
    LeaveOut,
}

/// How it went.
pub(super) struct Performed<'a> {
    /// Whether what the script did is there now.
    pub(super) stands: bool,
    pub(super) failures: Vec<Failure<'a>>,
}

/// Runs a script; what is wrong with it is in the result, what is wrong with the rehearsal an error.
pub(super) fn perform<'a>(
    stage: &Stage,
    script: &Outline<'a>,
    on_failure: OnFailure,
) -> rusqlite::Result<Performed<'a>> {
    let directives = script.script.directives(Dialect::Sqlite);
    let performed = match directives.transaction {
        Transaction::None => stepwise(stage, script, on_failure),
        Transaction::Wrapped => {
            if directives.foreign_keys == ForeignKeys::Off {
                stage.run("PRAGMA foreign_keys = OFF")?;
            }
            let performed = wrapped(stage, script, directives.foreign_keys, on_failure);
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

fn stepwise<'a>(stage: &Stage, script: &Outline<'a>, on_failure: OnFailure) -> Performed<'a> {
    let mut failures = Vec::new();
    let stands = run_statements(stage, script, on_failure, &mut failures);
    Performed { stands, failures }
}

fn wrapped<'a>(
    stage: &Stage,
    script: &Outline<'a>,
    foreign_keys: ForeignKeys,
    on_failure: OnFailure,
) -> rusqlite::Result<Performed<'a>> {
    let mut failures = Vec::new();
    stage.run("BEGIN IMMEDIATE")?;
    let mut stands = run_statements(stage, script, on_failure, &mut failures);
    if stands && foreign_keys == ForeignKeys::Off {
        let cause = match orphans(stage, None) {
            Ok(orphans) if orphans.is_empty() => None,
            Ok(orphans) => Some(Cause::Orphans(orphans)),
            Err(error) => Some(Cause::of(error)),
        };
        stands = cause.is_none();
        failures.extend(cause.map(|cause| Failure {
            statement: None,
            cause,
        }));
    }
    if stands && let Err(error) = stage.run("COMMIT") {
        stands = false;
        failures.push(Failure {
            statement: None,
            cause: Cause::of(error),
        });
    }
    if !stage.connection.is_autocommit() {
        stage.run("ROLLBACK")?;
    }
    Ok(Performed { stands, failures })
}

/// Runs the statements, and says whether all that were not left out have run.
fn run_statements<'a>(
    stage: &Stage,
    script: &Outline<'a>,
    on_failure: OnFailure,
    failures: &mut Vec<Failure<'a>>,
) -> bool {
    let is_inside = !stage.connection.is_autocommit();
    for statement in &script.statements {
        let result = match reaches_for_a_file(statement) {
            true => Err(Cause::File),
            false => stage.run(statement.text()).map_err(Cause::of),
        };
        let Err(cause) = result else { continue };
        failures.push(Failure {
            statement: Some(*statement),
            cause,
        });
        // Some failures end the transaction with them.
        let is_over = is_inside && stage.connection.is_autocommit();
        if on_failure == OnFailure::Stop || is_over {
            return false;
        }
    }
    true
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
