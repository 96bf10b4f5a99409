//! Rows that are gone.

mod tell;

use std::collections::{BTreeMap, BTreeSet};

use ingrain_core::Finding;

use self::tell::{emptied, fewer};
use crate::sqlite::outline::{Outline, name_of, quoted};
use crate::sqlite::schema::{Kind, Schema};
use crate::sqlite::stage::Stage;

/// How many rows there are in each table, and for each column how many that are not NULL.
pub(super) type Counts = BTreeMap<String, Count>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Count {
    name: String,
    rows: i64,
    values: Vec<(String, i64)>,
}

/// Counts the rows of ordinary tables.
pub(super) fn count(stage: &Stage, tables: &BTreeSet<String>) -> rusqlite::Result<Counts> {
    let mut counts = Counts::new();
    for table in tables {
        if let Some(object) = stage.catalog.table(table) {
            counts.insert(table.clone(), count_one(stage, &object.name)?);
        }
    }
    Ok(counts)
}

fn count_one(stage: &Stage, table: &str) -> rusqlite::Result<Count> {
    let connection = &stage.connection;
    let mut columns: Vec<String> = Vec::new();
    // In some versions of rusqlite these are a list, in others an iterator.
    for column in connection
        .prepare(&format!("SELECT * FROM main.{}", quoted(table)))?
        .column_names()
    {
        columns.push(column.to_owned());
    }
    let counted: Vec<String> = columns
        .iter()
        .map(|column| format!(", count({})", quoted(column)))
        .collect();
    let sql = format!(
        "SELECT count(*){} FROM main.{}",
        counted.concat(),
        quoted(table)
    );
    connection.query_row(&sql, [], |row| {
        let values = columns.into_iter().enumerate();
        let values = values.map(|(at, column)| Ok((column, row.get(at + 1)?)));
        Ok(Count {
            name: table.to_owned(),
            rows: row.get(0)?,
            values: values.collect::<rusqlite::Result<_>>()?,
        })
    })
}

/// What there is less of than before, where the script does not say so.
pub(super) fn lost(
    stage: &Stage,
    script: &Outline<'_>,
    before: &Counts,
    after: &Schema,
) -> rusqlite::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (table, old) in before {
        let is_named = script.named.contains(table);
        // What a script does not name stays where it is.
        let remains = after
            .get(&(Kind::Table, table.clone()))
            .map_or(!is_named, |object| object.is_ordinary_table());
        if !remains {
            continue;
        }
        let new = count_one(stage, &old.name)?;
        match is_named {
            true if is_emptied(script, table, after) && old.rows > 0 && new.rows == 0 => {
                findings.push(emptied(script, old));
            }
            true => {}
            false => findings.extend(fewer(stage, script, old, &new)),
        }
    }
    Ok(findings)
}

/// Whether nothing in the script says that the rows are to go, or to go elsewhere.
fn is_emptied(script: &Outline<'_>, table: &str, after: &Schema) -> bool {
    let is_moved = script
        .says(&["ALTER", "TABLE"], table)
        .is_some_and(|statement| {
            let target = statement.tokens().last();
            let target = target.as_ref().and_then(name_of);
            target.is_some_and(|target| after.contains_key(&(Kind::Table, target)))
        });
    script.says(&["DELETE", "FROM"], table).is_none() && !is_moved
}
