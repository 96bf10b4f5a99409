//! What DROP TABLE takes from the tables that refer to the one it drops.

use ingrain_core::Statement;

use crate::sqlite::count::{Count, count, count_existing};
use crate::sqlite::outline::{Thing, begins_with, taken};
use crate::sqlite::schema::Kind;
use crate::sqlite::stage::Stage;

/// A table that a DROP TABLE took rows or values from.
pub(in crate::sqlite) struct Taken<'a> {
    pub(in crate::sqlite) statement: Statement<'a>,
    pub(in crate::sqlite) before: Count,
    pub(in crate::sqlite) after: Count,
}

/// Counts what is in the tables that would lose something with the table that the statement drops: none, if
/// it drops none or if foreign keys are off.
pub(super) fn endangered(stage: &Stage, statement: &Statement<'_>) -> rusqlite::Result<Vec<Count>> {
    let dropped = taken(statement).filter(|taken| taken.thing == Thing::Object(Kind::Table));
    let Some(dropped) = dropped.filter(|_| begins_with(statement, "DROP")) else {
        return Ok(Vec::new());
    };
    let hands_on: bool = stage
        .connection
        .query_row("PRAGMA foreign_keys", [], |row| row.get(0))?;
    if !hands_on {
        return Ok(Vec::new());
    }
    stage.rest();
    let names = referring(stage, &dropped.name)?;
    names.iter().map(|name| count(stage, name)).collect()
}

/// What they have lost since they were counted.
pub(super) fn compare<'a>(
    stage: &Stage,
    statement: Statement<'a>,
    counted: Vec<Count>,
) -> rusqlite::Result<Vec<Taken<'a>>> {
    let mut found = Vec::new();
    for before in counted {
        let after = count_existing(stage, &before.name)?;
        found.extend(
            after
                .filter(|after| before.exceeds(after))
                .map(|after| Taken {
                    statement,
                    before,
                    after,
                }),
        );
    }
    Ok(found)
}

/// The tables that refer to `table`, and those that refer to them; the name is in lower case.
fn referring(stage: &Stage, table: &str) -> rusqlite::Result<Vec<String>> {
    let sql = "WITH RECURSIVE keys (child, parent) AS MATERIALIZED (\
            SELECT DISTINCT child.name, lower(key.\"table\") \
            FROM main.sqlite_schema AS child, pragma_foreign_key_list(child.name, 'main') AS key \
            WHERE child.type = 'table'), \
        referring (name) AS (\
            VALUES (?1) UNION \
            SELECT keys.child FROM keys JOIN referring ON keys.parent = lower(referring.name)) \
        SELECT name FROM referring WHERE lower(name) <> ?1 ORDER BY name";
    let mut statement = stage.connection.prepare_cached(sql)?;
    let rows = statement.query_map([table], |row| row.get(0))?;
    rows.collect()
}
