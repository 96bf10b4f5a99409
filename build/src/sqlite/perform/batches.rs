//! A statement that runs in batches, on the rows that there are.

use ingrain_core::{Backfill, Batch, Dialect, Key, Statement};
use rusqlite::types::ValueRef;

use super::{Cause, Refusal};
use crate::sqlite::stage::Stage;

/// Few enough for a second batch, which begins otherwise than the first.
const ROWS: u32 = 2;

/// Runs the statement for every batch, as the runtime would.
pub(super) fn run(
    stage: &Stage,
    statement: &Statement<'_>,
    backfill: Backfill<'_>,
) -> Result<(), Cause> {
    // Where there are no rows it is not run, but it has to be right.
    stage
        .connection
        .prepare(statement.text())
        .map_err(Cause::of)?;
    let backfill = backfill.in_batches_of(ROWS);
    let mut after: Option<Key> = None;
    while let Some(batch) = next(stage, backfill, after.as_ref())? {
        let filled = batch.fill(Dialect::Sqlite, statement);
        let ran = stage.run(filled.sql()).map_err(Cause::of);
        ran.map_err(|cause| located(cause, |offset| Some(filled.origin(offset))))?;
        if batch.rows() < u64::from(ROWS) {
            break;
        }
        after = Some(batch.last().clone());
    }
    Ok(())
}

fn next(
    stage: &Stage,
    backfill: Backfill<'_>,
    after: Option<&Key>,
) -> Result<Option<Batch>, Cause> {
    let sql = backfill.next(Dialect::Sqlite, after);
    // It is not in the script: no place in it is wrong.
    let asked = ask(stage, &sql).map_err(|error| located(Cause::of(error), |_| None))?;
    let Some(cells) = asked else { return Ok(None) };
    match Batch::parse(&cells, after).filter(Batch::goes_on) {
        Some(batch) => Ok(Some(batch)),
        None => Err(Cause::Refused(Refusal {
            message: format!("{} is no key to go along", backfill.along()),
            code: rusqlite::ffi::SQLITE_ERROR,
            offset: None,
        })),
    }
}

/// The first row, as texts.
fn ask(stage: &Stage, sql: &str) -> rusqlite::Result<Option<Vec<Option<String>>>> {
    let mut statement = stage.connection.prepare(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let cell = |at: usize| {
        Ok(match row.get_ref(at)? {
            ValueRef::Integer(number) => Some(number.to_string()),
            ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
            _ => None,
        })
    };
    (0..columns)
        .map(cell)
        .collect::<rusqlite::Result<_>>()
        .map(Some)
}

/// The same, its place in another text.
fn located(cause: Cause, place: impl Fn(usize) -> Option<usize>) -> Cause {
    match cause {
        Cause::Refused(refusal) => Cause::Refused(Refusal {
            offset: refusal.offset.and_then(place),
            ..refusal
        }),
        cause => cause,
    }
}

#[cfg(test)]
mod tests {
    use ingrain_core::{Directives, split};

    use super::*;

    /// What is in the table once the script has run over it.
    fn after(table: &str, script: &str) -> Result<Vec<(String, i64)>, Cause> {
        let stage = Stage::open().unwrap();
        stage.connection.execute_batch(table).unwrap();
        let backfill = Directives::of(Dialect::Sqlite, script).backfill.unwrap();
        let statement = split(Dialect::Sqlite, script).unwrap()[0];
        run(&stage, &statement, backfill)?;
        let sql = "SELECT quote(id), done FROM notes ORDER BY id";
        let mut rows = stage.connection.prepare(sql).unwrap();
        let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        Ok(rows.unwrap().map(Result::unwrap).collect())
    }

    const SCRIPT: &str = "-- ingrain: backfill notes.id rows 1000\n\
        UPDATE notes SET done = done + 1 WHERE id > $1 AND id <= $2";

    #[test]
    fn every_row_is_in_one_batch_whatever_its_key() {
        for (kind, keys) in [
            (
                "INTEGER PRIMARY KEY",
                "(-9223372036854775808), (-1), (0), (5), (9223372036854775807)",
            ),
            ("TEXT PRIMARY KEY", "(''), ('A'), ('a'), ('it''s'), ('é')"),
            (
                "TEXT COLLATE NOCASE PRIMARY KEY",
                "('a'), ('B'), ('c'), ('D'), ('e')",
            ),
            (
                "BLOB PRIMARY KEY",
                "(X''), (X'00'), (X'00ff'), (X'01'), (X'ff')",
            ),
            (
                "REAL PRIMARY KEY",
                "(-1.5e300), (-0.1), (0.1), (1e-7), (9e300)",
            ),
            ("PRIMARY KEY", "(1), (2.5), ('1'), ('x'), (X'31')"),
            ("INTEGER", "(1), (1), (1), (2), (2)"),
        ] {
            let table = format!(
                "CREATE TABLE notes (id {kind}, done INTEGER NOT NULL DEFAULT 0); INSERT INTO notes (id) VALUES {keys};"
            );
            let rows = after(&table, SCRIPT).unwrap();
            assert_eq!(rows.len(), 5, "{kind}");
            assert!(rows.iter().all(|(_, done)| *done == 1), "{kind}: {rows:?}");
        }
    }

    #[test]
    fn a_failure_is_found_where_it_stands_in_the_script() {
        let table = "CREATE TABLE notes (id INTEGER PRIMARY KEY, done INTEGER);";
        let script = SCRIPT.replace("done + 1", "dome + 1");
        let Err(Cause::Refused(refusal)) = after(table, &script) else {
            panic!("it names a column that does not exist")
        };
        assert_eq!(refusal.message, "no such column: dome");
        let Err(Cause::Refused(refusal)) = after(table, &SCRIPT.replace("notes.id", "nots.id"))
        else {
            panic!("it goes along a table that does not exist")
        };
        assert_eq!(
            (refusal.message.as_str(), refusal.offset),
            ("no such table: nots", None)
        );
    }
}
