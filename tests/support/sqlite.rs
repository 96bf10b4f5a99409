//! SQLite databases as text.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

/// The schema and all rows as text, the same for the same content: to compare before and after.
/// Rows are sorted within their table.
///
/// # Panics
///
/// When the database cannot be read.
pub fn dump(connection: &Connection) -> String {
    dump_without(connection, "")
}

/// [`dump`] as if `table` were not there.
///
/// # Panics
///
/// When the database cannot be read.
pub fn dump_without(connection: &Connection, table: &str) -> String {
    read(connection, table).unwrap_or_else(|error| panic!("the database cannot be dumped: {error}"))
}

/// [`dump`] of a file, which is opened for reading only and must exist.
///
/// # Panics
///
/// When the file cannot be read as a database.
pub fn dump_file(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    dump(&connection.unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

fn read(connection: &Connection, without: &str) -> rusqlite::Result<String> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let mut text = format!("user_version {version}\n");
    let mut objects = connection
        .prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")?;
    let mut objects = objects.query([])?;
    while let Some(object) = objects.next()? {
        let (kind, name): (String, String) = (object.get(0)?, object.get(1)?);
        let (table, sql): (String, Option<String>) = (object.get(2)?, object.get(3)?);
        if table == without {
            continue;
        }
        // Indexes that a constraint made have no text.
        text += &format!("{kind} {name} on {table}: {}\n", sql.unwrap_or_default());
        if kind == "table" {
            text += &rows(connection, &name)?;
        }
    }
    Ok(text)
}

/// One line per row, virtual and internal tables included.
fn rows(connection: &Connection, table: &str) -> rusqlite::Result<String> {
    let table = table.replace('"', "\"\"");
    let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\""))?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let values = (0..columns).map(|column| Ok(literal(row.get_ref(column)?)));
        let values: Vec<_> = values.collect::<rusqlite::Result<_>>()?;
        lines.push(format!("  {}\n", values.join(", ")));
    }
    lines.sort_unstable();
    Ok(lines.concat())
}

/// The value with its type to be seen: `1`, `1.0`, `"1"`, `x31` and `null` all differ.
fn literal(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "null".to_owned(),
        ValueRef::Integer(integer) => integer.to_string(),
        ValueRef::Real(real) => format!("{real:?}"),
        ValueRef::Text(text) => format!("{:?}", String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => bytes
            .iter()
            .fold("x".to_owned(), |hex, b| format!("{hex}{b:02x}")),
    }
}
