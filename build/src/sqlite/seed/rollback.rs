//! Triggers that undo the whole transaction, and not only the row that fires them.

use std::collections::BTreeSet;

use rusqlite::{Connection, Result};

use crate::sqlite::table;

const WORD: &str = "rollback";

/// The tables whose triggers must not fire, in lower case: a row of them may undo all that was done before,
/// by the table's own trigger or by that of a table which it writes to.
pub(super) fn undoing(connection: &Connection) -> Result<BTreeSet<String>> {
    // Nearly always there are none, which this tells at once.
    let strict = texts(
        connection,
        "type IN ('table', 'trigger') AND sql LIKE '%rollback%'",
    )?;
    let mut undoing = BTreeSet::new();
    if strict.is_empty() {
        return Ok(undoing);
    }
    let strict: BTreeSet<String> = strict.into_iter().map(|(table, _)| table).collect();
    let triggers: Vec<(String, Vec<String>)> = texts(connection, "type = 'trigger'")?
        .into_iter()
        .map(|(table, sql)| (table, table::words(&sql)))
        .collect();
    loop {
        let is_found = |word: &String| undoing.contains(word);
        let undoes = |(table, words): &&(String, Vec<String>)| {
            let mut others = words.iter().filter(|word| *word != table);
            words.iter().any(|word| word == WORD)
                || others.any(|word| strict.contains(word) || is_found(word))
        };
        let more: BTreeSet<String> = triggers
            .iter()
            .filter(undoes)
            .map(|(table, _)| table.clone())
            .collect();
        if more == undoing {
            return Ok(undoing);
        }
        undoing = more;
    }
}

/// The tables that these objects are on, in lower case, and their texts.
fn texts(connection: &Connection, which: &str) -> Result<Vec<(String, String)>> {
    let sql = format!("SELECT lower(tbl_name), sql FROM main.sqlite_schema WHERE {which}");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}
