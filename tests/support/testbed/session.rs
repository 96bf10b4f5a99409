//! One connection, of either kind.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls, SimpleQueryMessage, SimpleQueryRow};

/// One connection to a [`Testbed`](super::Testbed).
pub enum Session {
    /// It waits for nobody: `SQLITE_BUSY` comes at once.
    Sqlite(Connection),
    /// With the runtime that drives it.
    Postgres(Runtime, Client),
}

impl Session {
    /// Connects to the database at a URL, or opens the SQLite file at a path, as rusqlite does by itself.
    ///
    /// # Panics
    ///
    /// When it cannot be opened.
    pub fn open(place: &str) -> Session {
        if !place.starts_with("postgres") {
            let opened = Connection::open(place);
            return Session::Sqlite(opened.unwrap_or_else(|error| panic!("{place}: {error}")));
        }
        let runtime = runtime();
        let connect = tokio_postgres::connect(place, NoTls);
        let (client, connection) = runtime
            .block_on(connect)
            .unwrap_or_else(|error| panic!("{place}: {error:?}"));
        runtime.spawn(connection);
        Session::Postgres(runtime, client)
    }

    /// Runs statements.
    ///
    /// # Panics
    ///
    /// When one fails.
    pub fn execute(&self, sql: &str) {
        match self {
            Session::Sqlite(connection) => connection
                .execute_batch(sql)
                .unwrap_or_else(|error| panic!("{error}, in: {sql}")),
            Session::Postgres(runtime, client) => runtime
                .block_on(client.batch_execute(sql))
                .unwrap_or_else(|error| panic!("{error:?}, in: {sql}")),
        }
    }

    /// What a query gives: a text for each row, values separated by ` | `, `null` for NULL.
    ///
    /// # Panics
    ///
    /// When it fails.
    pub fn rows(&self, sql: &str) -> Vec<String> {
        match self {
            Session::Sqlite(connection) => {
                sqlite_rows(connection, sql).unwrap_or_else(|error| panic!("{error}, in: {sql}"))
            }
            Session::Postgres(runtime, client) => {
                let answers = runtime.block_on(client.simple_query(sql));
                let answers = answers.unwrap_or_else(|error| panic!("{error:?}, in: {sql}"));
                let rows = answers.iter().filter_map(|answer| match answer {
                    SimpleQueryMessage::Row(row) => Some(row),
                    _ => None,
                });
                let values = |row: &SimpleQueryRow| {
                    let values = (0..row.len()).map(|at| row.get(at).unwrap_or("null").to_owned());
                    values.collect::<Vec<_>>().join(" | ")
                };
                rows.map(values).collect()
            }
        }
    }
}

fn sqlite_rows(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(sql)?;
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let value = |at: usize| {
            Ok(match row.get_ref(at)? {
                ValueRef::Null => "null".to_owned(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Real(number) => number.to_string(),
                ValueRef::Text(text) | ValueRef::Blob(text) => {
                    String::from_utf8_lossy(text).into_owned()
                }
            })
        };
        let values: rusqlite::Result<Vec<String>> = (0..columns).map(value).collect();
        Ok(values?.join(" | "))
    })?;
    rows.collect()
}

/// A runtime that runs everything on the thread that waits for it.
///
/// # Panics
///
/// When the system refuses.
pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap_or_else(|error| panic!("no runtime: {error}"))
}
