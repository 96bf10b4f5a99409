//! Asks SQLite for what it knows of a table.

use rusqlite::{Connection, Result, Row};

use super::keys::{references, uniques};
use super::{Column, Nulls, Role, Table, Triggers};
use crate::sqlite::table;

/// Whether there is a table of this name; asked without reading the whole schema.
pub(in crate::sqlite::seed) fn exists(connection: &Connection, name: &str) -> Result<bool> {
    let mut statement =
        connection.prepare_cached("SELECT 1 FROM pragma_table_xinfo(?1, 'main') LIMIT 1")?;
    statement.exists([name])
}

/// The tables that a table refers to.
pub(in crate::sqlite::seed) fn referenced(
    connection: &Connection,
    name: &str,
) -> Result<Vec<String>> {
    rows(
        connection,
        "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?1, 'main') ORDER BY id DESC",
        name,
        |row| row.get(0),
    )
}

/// All that there is to know of a table; `texts` are those of the table, its indexes and triggers.
pub(in crate::sqlite::seed) fn table(
    connection: &Connection,
    name: &str,
    texts: &[String],
    triggers: Triggers,
) -> Result<Table> {
    let text = texts.iter().find_map(|text| table::parse(text));
    let words: Vec<Vec<String>> = texts.iter().map(|text| table::words(text)).collect();
    let mut table = Table {
        name: name.to_owned(),
        columns: columns(connection, name)?,
        uniques: Vec::new(),
        references: Vec::new(),
        checks: Vec::new(),
        computed_with: Vec::new(),
        json: Vec::new(),
        text: text.unwrap_or_default(),
        triggers,
    };
    table.uniques = uniques(connection, &table, &words)?;
    table.references = references(connection, &table)?;
    table.read_expressions(&words);
    Ok(table)
}

fn columns(connection: &Connection, table: &str) -> Result<Vec<Column>> {
    let keys: bool = {
        let mut statement = connection.prepare_cached(
            "SELECT 1 FROM pragma_index_list(?1, 'main') WHERE origin = 'pk'
             UNION ALL SELECT 1 FROM pragma_table_xinfo(?1, 'main') WHERE pk > 1",
        )?;
        statement.exists([table])?
    };
    rows(
        connection,
        "SELECT name, type, dflt_value, \"notnull\", pk FROM pragma_table_xinfo(?1, 'main')
         WHERE hidden = 0 ORDER BY cid",
        table,
        |row| {
            let key: u32 = row.get(4)?;
            let nulls = match row.get::<_, bool>(3)? || key > 0 {
                true => Nulls::Forbidden,
                false => Nulls::Allowed,
            };
            let datatype: String = row.get(1)?;
            Ok(Column {
                name: row.get(0)?,
                datatype: datatype.to_ascii_uppercase(),
                default: row.get(2)?,
                nulls,
                // Every other primary key has an index, or more columns than one.
                role: match key > 0 && !keys {
                    true => Role::Rowid,
                    false => Role::Plain,
                },
            })
        },
    )
}

/// Every row of a statement that is about one table or index.
pub(super) fn rows<T>(
    connection: &Connection,
    sql: &str,
    name: &str,
    read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([name], read)?;
    rows.collect()
}
