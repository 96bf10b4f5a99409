//! What AUTOINCREMENT has given out, and would give out again.

use std::collections::{BTreeMap, BTreeSet};

use ingrain_core::{Finding, Rule};

use crate::sqlite::differs::shown;
use crate::sqlite::outline::{Outline, name_of};
use crate::sqlite::schema::{Kind, Schema, json};
use crate::sqlite::stage::Stage;
use crate::sqlite::table;

/// The last number given out, by table.
pub(super) type Sequences = BTreeMap<String, i64>;

/// Reads the sequences of the tables that the script names, once it looks as if the last rows of each had
/// been deleted: only then does it show that a rebuild forgets them.
pub(super) fn stretch(stage: &Stage, script: &Outline<'_>) -> rusqlite::Result<Sequences> {
    let named: BTreeSet<String> = script
        .named
        .iter()
        .filter(|name| is_numbered(stage, name))
        .cloned()
        .collect();
    if named.is_empty() {
        return Ok(Sequences::new());
    }
    let sql = "UPDATE sqlite_sequence SET seq = seq + 7 WHERE name COLLATE NOCASE IN (SELECT value FROM json_each(?1))";
    stage.connection.execute(sql, [json(&named)])?;
    read(stage, &named)
}

fn read(stage: &Stage, names: &BTreeSet<String>) -> rusqlite::Result<Sequences> {
    let sql = "SELECT lower(name), max(seq) FROM sqlite_sequence \
        WHERE name COLLATE NOCASE IN (SELECT value FROM json_each(?1)) GROUP BY 1";
    let mut statement = stage.connection.prepare(sql)?;
    let rows = statement.query_map([json(names)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

fn is_numbered(stage: &Stage, name: &str) -> bool {
    stage
        .catalog
        .table(name)
        .is_some_and(|object| is_autoincrement(&object.sql))
}

fn is_autoincrement(sql: &str) -> bool {
    const WORD: &[u8] = b"autoincrement";
    let says = sql
        .as_bytes()
        .windows(WORD.len())
        .any(|part| part.eq_ignore_ascii_case(WORD));
    says && table::parse(sql)
        .is_some_and(|table| table.columns.iter().any(|column| column.autoincrement))
}

/// The tables that would number new rows as rows were numbered before.
pub(super) fn lost(
    stage: &Stage,
    script: &Outline<'_>,
    before: &Sequences,
    schema: &Schema,
) -> rusqlite::Result<Vec<Finding>> {
    // Who deletes from there wants the numbers to begin anew.
    let is_meant = script
        .says(&["DELETE", "FROM"], "sqlite_sequence")
        .is_some();
    if before.is_empty() || is_meant {
        return Ok(Vec::new());
    }
    let names: BTreeSet<String> = before.keys().cloned().collect();
    let after = read(stage, &names)?;
    let mut findings = Vec::new();
    for (table, last) in before {
        let now = after.get(table).copied().unwrap_or_default();
        if now < *last && is_still_numbered(schema, table) {
            findings.push(finding(script, table));
        }
    }
    Ok(findings)
}

fn is_still_numbered(schema: &Schema, table: &str) -> bool {
    let object = schema.get(&(Kind::Table, table.to_owned()));
    object.is_some_and(|object| is_autoincrement(&object.sql))
}

fn finding(script: &Outline<'_>, table: &str) -> Finding {
    let title =
        format!("`{table}` forgets which ids it has given out, and would give them out again");
    let (old, new) = match (
        script.renamed_to(table),
        script.says(&["ALTER", "TABLE"], table),
    ) {
        (Some(new), _) => (table.to_owned(), new),
        (None, Some(aside)) => {
            let target = aside.tokens().last();
            let target = target.as_ref().and_then(name_of);
            (target.unwrap_or_default(), table.to_owned())
        }
        (None, None) => (table.to_owned(), format!("new_{table}")),
    };
    Finding::new(Rule::SequenceLost, title, |diagnostic| {
        let (path, text) = (script.script.path(), script.script.text());
        let statement = script.statement(
            &["DROP", "DELETE", "UPDATE"],
            &[table, &old, "sqlite_sequence"],
        );
        let diagnostic = match statement {
            Some(statement) => diagnostic.at_part(path, text, Outline::span(statement), ""),
            None => diagnostic.at(path),
        };
        let literal = |name: &str| format!("'{}'", name.replace('\'', "''"));
        diagnostic
            .note("AUTOINCREMENT keeps the highest id ever given out in `sqlite_sequence`; the new table begins at the highest id that is copied")
            .help(format!(
                "add, between `CREATE TABLE {}` and the INSERT that fills it:\nINSERT INTO sqlite_sequence (name, seq) SELECT {}, seq FROM sqlite_sequence WHERE name = {};",
                shown(&new), literal(&new), literal(&old),
            ))
    })
}
