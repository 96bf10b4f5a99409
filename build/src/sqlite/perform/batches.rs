//! A statement that runs in batches, on the rows that there are.

use ingrain_core::{Backfill, Batch, Dialect, NoKey, Statement, Walk};
use rusqlite::types::ValueRef;

use super::{Cause, Refusal};
use crate::sqlite::stage::Stage;

/// Few enough for a second batch, which begins otherwise than the first.
const ROWS: u32 = 2;
/// No more batches than this, where a script makes many rows.
const BATCHES: u32 = 100;

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
    let count = format!("SELECT count(*) FROM {}", backfill.table());
    let count = ask(stage, &count)?.and_then(|cells| cells.first()?.as_ref()?.parse().ok());
    let count: u32 = count.unwrap_or(u32::MAX);
    let rows = ROWS.max(count / BATCHES);
    let backfill = backfill.in_batches_of(rows);
    let no_key = |no_key: NoKey| refused(&format!("{} {no_key}", backfill.along()));
    let survey = ask(stage, &Walk::survey(backfill, Dialect::Sqlite))?;
    let mut walk = Walk::new(backfill, Dialect::Sqlite, survey.as_deref()).map_err(no_key)?;
    let last = ask(stage, &walk.last())?;
    walk.go_on(None, walk.end(last.as_deref()).map_err(no_key)?);
    stage.rest();
    for _ in 0..count.div_ceil(rows) {
        let Some(batch) = next(stage, &walk)?.transpose() else {
            return Ok(());
        };
        let batch = batch.map_err(no_key)?;
        let filled = batch.fill(Dialect::Sqlite, statement);
        let ran = stage.go_on(filled.sql()).map_err(Cause::of);
        ran.map_err(|cause| located(cause, |offset| Some(filled.origin(offset))))?;
        walk.done(&batch);
    }
    // It has gone through as many batches as there were, unless it moves rows ahead of itself.
    match next(stage, &walk)? {
        Ok(None) => Ok(()),
        _ => Err(Cause::Endless),
    }
}

fn next(stage: &Stage, walk: &Walk<'_>) -> Result<Result<Option<Batch>, NoKey>, Cause> {
    let Some(question) = walk.next() else {
        return Ok(Ok(None));
    };
    let answer = ask(stage, &question)?;
    Ok(walk.batch(answer.as_deref()))
}

fn refused(message: &str) -> Cause {
    Cause::Refused(Refusal {
        message: message.to_owned(),
        code: rusqlite::ffi::SQLITE_ERROR,
        offset: None,
    })
}

/// Asks a question of our own, which is not in the script: no place in it is wrong.
fn ask(stage: &Stage, sql: &str) -> Result<Option<Vec<Option<String>>>, Cause> {
    first(stage, sql).map_err(|error| located(Cause::of(error), |_| None))
}

/// The first row, as texts.
fn first(stage: &Stage, sql: &str) -> rusqlite::Result<Option<Vec<Option<String>>>> {
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
        let sql = "SELECT CASE typeof(id) WHEN 'text' THEN hex(id) ELSE quote(id) END, done FROM notes ORDER BY id";
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
            (
                "TEXT PRIMARY KEY",
                "('a'), (CAST(X'6100' AS TEXT)), (CAST(X'c3' AS TEXT)), (CAST(X'fe' AS TEXT)), (CAST(X'ff' AS TEXT))",
            ),
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
    fn texts_are_keys_in_another_encoding_too() {
        let table = "PRAGMA encoding = 'UTF-16le'; \
            CREATE TABLE notes (id TEXT PRIMARY KEY, done INTEGER NOT NULL DEFAULT 0); \
            INSERT INTO notes (id) VALUES (''), ('a'), ('ab' || char(0)), ('\u{6161}'), ('\u{1f600}');";
        let rows = after(table, SCRIPT).unwrap();
        assert!(rows.iter().any(|(key, _)| key == "6100"), "{rows:?}");
        assert!(rows.iter().all(|(_, done)| *done == 1), "{rows:?}");
    }

    #[test]
    fn many_rows_are_few_batches() {
        let table = "CREATE TABLE notes (id INTEGER, done INTEGER NOT NULL DEFAULT 0); \
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
            INSERT INTO notes (id) SELECT i FROM n;";
        let rows = after(table, SCRIPT).unwrap();
        assert!(rows.iter().all(|(_, done)| *done == 1));
    }

    #[test]
    fn a_statement_that_moves_its_rows_is_done_with_once_or_refused() {
        let table = "CREATE TABLE notes (id PRIMARY KEY, done INTEGER NOT NULL DEFAULT 0);";
        let numbers = format!("{table} INSERT INTO notes (id) VALUES (1), (2), (3), (4), (5);");
        let moves = SCRIPT.replace("done = done + 1", "id = id + 1000");
        let keys: Vec<String> = after(&numbers, &moves)
            .unwrap()
            .into_iter()
            .map(|(key, _)| key)
            .collect();
        assert_eq!(keys, ["1001", "1002", "1003", "1004", "1005"]);
        let texts = format!("{table} INSERT INTO notes (id) VALUES ('a'), ('b'), ('z');");
        let moves = SCRIPT.replace("done = done + 1", "id = 'y' || id");
        assert!(matches!(after(&texts, &moves), Err(Cause::Endless)));
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
