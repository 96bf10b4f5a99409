//! What must be unique, and what refers to other tables.

use rusqlite::{Connection, Result};

use super::read::rows;
use super::{Extent, Reference, Role, Table, Unique};

/// What must be unique in a table.
pub(super) fn uniques(
    connection: &Connection,
    table: &Table,
    words: &[Vec<String>],
) -> Result<Vec<Unique>> {
    let indexes = rows(
        connection,
        "SELECT name, origin, partial FROM pragma_index_list(?1, 'main') WHERE \"unique\"",
        &table.name,
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut uniques = Vec::new();
    for (index, origin, partial) in indexes {
        uniques.push(unique(connection, table, words, (index, origin, partial))?);
    }
    for (at, column) in table.columns.iter().enumerate() {
        if column.role == Role::Rowid {
            uniques.push(Unique {
                what: format!("PRIMARY KEY ({})", column.name),
                failure: format!("{}.{}", table.name, column.name),
                columns: vec![at],
                extent: Extent::Whole,
            });
        }
    }
    Ok(uniques)
}

fn unique(
    connection: &Connection,
    table: &Table,
    words: &[Vec<String>],
    (index, origin, partial): (String, String, bool),
) -> Result<Unique> {
    let names: Vec<Option<String>> = rows(
        connection,
        "SELECT name FROM pragma_index_xinfo(?1, 'main') WHERE key ORDER BY seqno",
        &index,
        |row| row.get(0),
    )?;
    let plain: Option<Vec<String>> = names.into_iter().collect();
    let places = |names: &Vec<String>| names.iter().map(|name| table.column(name)).collect();
    let places: Option<Vec<usize>> = plain.as_ref().and_then(places);
    let failure = match &plain {
        Some(names) => {
            let names = names.iter().map(|name| format!("{}.{name}", table.name));
            names.collect::<Vec<_>>().join(", ")
        }
        None => format!("index '{index}'"),
    };
    // What is computed, and where: in the text of the index, or in that of a generated column.
    let mentioned = || {
        let lower = index.to_ascii_lowercase();
        let is_text = |words: &&Vec<String>| {
            words.iter().take(3).any(|word| word == "index") && words.contains(&lower)
        };
        let mut mentioned = words.iter().find(is_text).cloned().unwrap_or_default();
        let names = plain.iter().flatten();
        mentioned.extend(names.map(|name| name.to_ascii_lowercase()));
        table.mentioned(&table.text, &mentioned)
    };
    Ok(Unique {
        what: match (&plain, origin.as_str()) {
            (Some(names), "pk") => format!("PRIMARY KEY ({})", names.join(", ")),
            (Some(names), "u") => format!("UNIQUE ({})", names.join(", ")),
            _ => format!("the unique index `{index}`"),
        },
        failure,
        extent: match places.is_some() && !partial {
            true => Extent::Whole,
            false => Extent::Part,
        },
        columns: match places {
            Some(places) if !partial => places,
            _ => mentioned(),
        },
    })
}

/// The foreign keys of a table, in the order in which they are written.
pub(super) fn references(connection: &Connection, table: &Table) -> Result<Vec<Reference>> {
    let parts = rows(
        connection,
        "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1, 'main')
         ORDER BY id DESC, seq",
        &table.name,
        |row| {
            let (id, parent): (i64, String) = (row.get(0)?, row.get(1)?);
            let (from, to): (String, Option<String>) = (row.get(2)?, row.get(3)?);
            Ok((id, parent, from, to))
        },
    )?;
    let mut references: Vec<Reference> = Vec::new();
    let mut last = None;
    for (id, parent, from, to) in parts {
        if last != Some(id) {
            last = Some(id);
            references.push(Reference {
                // Without columns, the primary key is meant.
                parent_columns: match to {
                    Some(_) => Vec::new(),
                    None => primary_key(connection, &parent)?,
                },
                parent,
                columns: Vec::new(),
            });
        }
        if let (Some(reference), Some(column)) = (references.last_mut(), table.column(&from)) {
            reference.columns.push(column);
            reference.parent_columns.extend(to);
        }
    }
    // One of a generated column follows from others; one to a table without a key is for SQLite to refuse.
    references.retain(|reference| {
        reference.parent_columns.is_empty()
            || reference.columns.len() == reference.parent_columns.len()
    });
    Ok(references)
}

fn primary_key(connection: &Connection, table: &str) -> Result<Vec<String>> {
    rows(
        connection,
        "SELECT name FROM pragma_table_xinfo(?1, 'main') WHERE pk > 0 ORDER BY pk",
        table,
        |row| row.get(0),
    )
}
