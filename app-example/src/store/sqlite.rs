//! The journal in a SQLite file: one connection, used on threads that may block.
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ingrain::{Migrator, Report, Status};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{ENTRIES_READ, TAGS_READ};
use crate::entry::{Entry, NewEntry, TagCount};
use crate::error::{Error, Result};
use crate::migrations::migrator;
use crate::selection::Selection;

pub(crate) struct Sqlite {
    connection: Arc<Mutex<Connection>>,
}

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(10);

const ENTRY: &str = "
    SELECT
        id, title, body, written_on, place, created_at, updated_at,
        (
            SELECT json_group_array(tags.name ORDER BY tags.name)
            FROM entry_tags
            JOIN tags ON tags.id = entry_tags.tag_id
            WHERE entry_tags.entry_id = entries.id
        )
    FROM entries";

const SELECTED: &str = "
    WHERE (?1 IS NULL OR id IN (
        SELECT entry_tags.entry_id
        FROM entry_tags
        JOIN tags ON tags.id = entry_tags.tag_id
        WHERE tags.name = ?1
    ))
    AND (?2 IS NULL OR id IN (SELECT rowid FROM entry_search WHERE entry_search MATCH ?2))
    ORDER BY written_on DESC, id DESC
    LIMIT ?3 OFFSET ?4";

impl Sqlite {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let connection = connect(path).map_err(|cause| Error::Open {
            database: path.display().to_string(),
            cause,
        })?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    pub(crate) async fn migrate(&self, migrator: Migrator) -> Result<Report> {
        self.blocking(move |connection| {
            let report = migrator.run(connection)?;
            // Not before: a database that is refused stays as it is, to its last byte. Where another
            // process is in the way, the journal works without, and the next start tries again.
            let _ = connection.execute_batch("PRAGMA journal_mode = WAL");
            Ok(report)
        })
        .await
    }

    pub(crate) async fn status(&self) -> Result<Status> {
        self.blocking(|connection| Ok(migrator().status(connection)?))
            .await
    }

    pub(crate) async fn add(&self, entry: NewEntry) -> Result<i64> {
        self.blocking(move |connection| Ok(add(connection, &entry)?))
            .await
    }

    pub(crate) async fn entry(&self, id: i64) -> Result<Option<Entry>> {
        self.blocking(move |connection| {
            let sql = format!("{ENTRY} WHERE id = ?1");
            let mut statement = connection.prepare_cached(&sql)?;
            let entry = statement.query_row([id], |row| Ok(read(row)));
            entry.optional()?.transpose()
        })
        .await
    }

    pub(crate) async fn delete(&self, id: i64) -> Result<bool> {
        self.blocking(move |connection| {
            let deleted = connection.execute("DELETE FROM entries WHERE id = ?1", [id])?;
            Ok(deleted > 0)
        })
        .await
    }

    pub(crate) async fn entries(&self, selection: &Selection) -> Result<Vec<Entry>> {
        let (tag, query) = (selection.tag(), selection.fts5_query());
        let offset = selection.offset();
        self.blocking(move |connection| {
            let sql = format!("{ENTRY}{SELECTED}");
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params![tag, query, ENTRIES_READ, offset], |row| {
                Ok(read(row))
            })?;
            rows.map(|entry| entry?).collect()
        })
        .await
    }

    pub(crate) async fn tags(&self) -> Result<Vec<TagCount>> {
        self.blocking(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT name, entries FROM tag_counts WHERE entries > 0
                 ORDER BY entries DESC, name LIMIT ?1",
            )?;
            let rows = statement.query_map([TAGS_READ], |row| {
                Ok(TagCount {
                    name: row.get(0)?,
                    entries: row.get(1)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    /// Does work on the connection without holding up the threads that serve.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let connection = Arc::clone(&self.connection);
        let locked = move || {
            // A panic elsewhere rolled its transaction back: the connection is as good as before.
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            work(&mut connection)
        };
        tokio::task::spawn_blocking(locked)
            .await
            .map_err(Error::Task)?
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    connection.execute_batch("PRAGMA foreign_keys = ON")?;
    Ok(connection)
}

fn add(connection: &mut Connection, entry: &NewEntry) -> rusqlite::Result<i64> {
    let transaction = connection.transaction()?;
    let id = transaction.query_row(
        "INSERT INTO entries (title, body, written_on, place)
         VALUES (?1, ?2, coalesce(?3, date('now')), ?4)
         RETURNING id",
        params![entry.title, entry.body, entry.written_on, entry.place],
        |row| row.get(0),
    )?;
    for tag in &entry.tags {
        transaction.execute(
            "INSERT INTO tags (name) VALUES (?1) ON CONFLICT DO NOTHING",
            [tag],
        )?;
        // The spelling that is kept may be another: looked up as the unique index folds it.
        transaction.execute(
            "INSERT INTO entry_tags (entry_id, tag_id)
             SELECT ?1, id FROM tags WHERE lower(trim(name)) = lower(trim(?2))
             ON CONFLICT DO NOTHING",
            params![id, tag],
        )?;
    }
    transaction.commit()?;
    Ok(id)
}

fn read(row: &Row<'_>) -> Result<Entry> {
    let tags: String = row.get(7)?;
    Ok(Entry {
        id: row.get(0)?,
        title: row.get(1)?,
        body: row.get(2)?,
        written_on: row.get(3)?,
        place: row.get(4)?,
        created_at: row.get(5)?,
        updated_at: row.get(6)?,
        tags: serde_json::from_str(&tags).map_err(Error::Tags)?,
    })
}
