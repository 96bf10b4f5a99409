//! Schemas, and the rows that they get.

mod applications;
mod constraints;
mod rows;

use std::collections::BTreeSet;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::{Repeat, Unseeded, quoted, seed};

/// A database with foreign keys enforced, after `script`.
fn database(script: &str) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .pragma_update(None, "foreign_keys", true)
        .unwrap();
    connection
        .execute_batch(script)
        .unwrap_or_else(|error| panic!("{error}: {script}"));
    connection
}

/// The ordinary tables, in the order of their names.
fn tables(connection: &Connection) -> Vec<String> {
    let mut statement = connection
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")
        .unwrap();
    let names = statement.query_map([], |row| row.get(0)).unwrap();
    names.collect::<Result<_, _>>().unwrap()
}

fn seed_all(connection: &Connection, repeat: Repeat) -> Vec<Unseeded> {
    let tables = tables(connection);
    let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
    seed(connection, &tables, repeat, &BTreeSet::new()).unwrap()
}

#[track_caller]
fn is_sound(connection: &Connection) {
    let violations: u32 = one(connection, "SELECT count(*) FROM pragma_foreign_key_check");
    assert_eq!(violations, 0);
    let integrity: String = one(connection, "PRAGMA integrity_check");
    assert_eq!(integrity, "ok");
    let deferring: bool = one(connection, "PRAGMA defer_foreign_keys");
    assert!(!deferring);
}

#[track_caller]
fn one<T: rusqlite::types::FromSql>(connection: &Connection, sql: &str) -> T {
    connection
        .query_row(sql, [], |row| row.get(0))
        .unwrap_or_else(|error| panic!("{error}: {sql}"))
}

fn count(connection: &Connection, table: &str) -> u32 {
    one(
        connection,
        &format!("SELECT count(*) FROM {}", quoted(table)),
    )
}

/// Every table gets three rows: in autocommit and in a transaction, with and without repetition. And when
/// seeded again, it gets none.
#[track_caller]
fn seeds(script: &str) {
    for repeat in [Repeat::WhereAllowed, Repeat::Never] {
        let connection = database(script);
        if repeat == Repeat::Never {
            connection.execute_batch("BEGIN").unwrap();
        }
        assert_eq!(seed_all(&connection, repeat), [], "{repeat:?}");
        is_sound(&connection);
        let counts = || {
            tables(&connection)
                .into_iter()
                .map(|table| (count(&connection, &table), table))
                .collect::<Vec<_>>()
        };
        let first = counts();
        for (count, table) in &first {
            assert!(
                (3..=6).contains(count),
                "{repeat:?} {table}: {count}\n{}",
                dump(&connection, table)
            );
        }
        seed_all(&connection, repeat);
        assert_eq!(counts(), first, "{repeat:?}");
        assert_eq!(connection.is_autocommit(), repeat == Repeat::WhereAllowed);
    }
}

/// What is said of the tables that do not get two rows.
#[track_caller]
fn refuses(script: &str, expected: &[(&str, &str)]) {
    let connection = database(script);
    let unseeded = seed_all(&connection, Repeat::WhereAllowed);
    is_sound(&connection);
    let said: Vec<(&str, &str)> = unseeded
        .iter()
        .map(|it| (it.table.as_str(), it.why.as_str()))
        .collect();
    assert_eq!(said, expected);
}

fn dump(connection: &Connection, table: &str) -> String {
    let mut statement = connection
        .prepare(&format!("SELECT * FROM {}", quoted(table)))
        .unwrap();
    let width = statement.column_count();
    let rows = statement.query_map([], |row| {
        let values: Vec<Value> = (0..width).map(|at| row.get(at).unwrap()).collect();
        Ok(format!("{values:?}"))
    });
    rows.unwrap()
        .map(Result::unwrap)
        .collect::<Vec<_>>()
        .join("\n")
}
