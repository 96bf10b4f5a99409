//! The journal on a Postgres server: one client, connected again when its connection is lost.
use std::time::Duration;

use ingrain::{Migrator, Report, Status};
use tokio::sync::{Mutex, MutexGuard};
use tokio_postgres::{Client, Config, NoTls, Row, Transaction};

use super::{ENTRIES_READ, TAGS_READ};
use crate::console;
use crate::entry::{Entry, NewEntry, TagCount};
use crate::error::{Error, Result};
use crate::migrations::migrator;
use crate::selection::Selection;

pub(crate) struct Postgres {
    config: Config,
    client: Mutex<Client>,
}

/// How long to wait for a server that does not answer.
const PATIENCE: Duration = Duration::from_secs(5);

// Days and moments travel as text, in the form in which SQLite keeps them.
const ENTRY: &str = r#"
    SELECT
        id, title, body, to_char(written_on, 'YYYY-MM-DD'), place,
        to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        ARRAY(
            SELECT tags.name
            FROM entry_tags
            JOIN tags ON tags.id = entry_tags.tag_id
            WHERE entry_tags.entry_id = entries.id
            ORDER BY tags.name
        )
    FROM entries"#;

const SELECTED: &str = "
    WHERE ($1::text IS NULL OR id IN (
        SELECT entry_tags.entry_id
        FROM entry_tags
        JOIN tags ON tags.id = entry_tags.tag_id
        WHERE tags.name = $1
    ))
    AND ($2::text IS NULL OR search @@ plainto_tsquery('english', $2))
    ORDER BY written_on DESC, id DESC
    LIMIT $3 OFFSET $4";

impl Postgres {
    pub(crate) async fn open(url: &str) -> Result<Self> {
        let mut config: Config = url.parse().map_err(Error::Connect)?;
        config
            .application_name(env!("CARGO_PKG_NAME"))
            .connect_timeout(PATIENCE)
            .tcp_user_timeout(PATIENCE);
        let client = Mutex::new(connect(&config).await?);
        Ok(Self { config, client })
    }

    pub(crate) async fn migrate(&self, migrator: Migrator) -> Result<Report> {
        Ok(migrator.run(&mut *self.client().await?).await?)
    }

    pub(crate) async fn status(&self) -> Result<Status> {
        Ok(migrator().status(&mut *self.client().await?).await?)
    }

    pub(crate) async fn add(&self, entry: NewEntry) -> Result<i64> {
        let mut client = self.client().await?;
        let transaction = client.transaction().await?;
        let id = add(&transaction, &entry).await?;
        transaction.commit().await?;
        Ok(id)
    }

    pub(crate) async fn entry(&self, id: i64) -> Result<Option<Entry>> {
        let sql = format!("{ENTRY} WHERE id = $1");
        let row = self.client().await?.query_opt(&sql, &[&id]).await?;
        Ok(row.as_ref().map(read).transpose()?)
    }

    pub(crate) async fn delete(&self, id: i64) -> Result<bool> {
        let sql = "DELETE FROM entries WHERE id = $1";
        Ok(self.client().await?.execute(sql, &[&id]).await? > 0)
    }

    pub(crate) async fn entries(&self, selection: &Selection) -> Result<Vec<Entry>> {
        let (tag, words) = (selection.tag(), selection.words());
        let (sql, offset) = (format!("{ENTRY}{SELECTED}"), selection.offset());
        let client = self.client().await?;
        let rows = client
            .query(&sql, &[&tag, &words, &ENTRIES_READ, &offset])
            .await?;
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    pub(crate) async fn tags(&self) -> Result<Vec<TagCount>> {
        let sql = "SELECT name, entries FROM tag_counts WHERE entries > 0
                   ORDER BY entries DESC, name LIMIT $1";
        let rows = self.client().await?.query(sql, &[&TAGS_READ]).await?;
        let count = |row: &Row| {
            Ok::<_, tokio_postgres::Error>(TagCount {
                name: row.try_get(0)?,
                entries: row.try_get(1)?,
            })
        };
        Ok(rows.iter().map(count).collect::<Result<_, _>>()?)
    }

    async fn client(&self) -> Result<MutexGuard<'_, Client>> {
        let mut client = self.client.lock().await;
        if client.is_closed() {
            *client = connect(&self.config).await?;
        }
        Ok(client)
    }
}

async fn connect(config: &Config) -> Result<Client> {
    let (client, connection) = config.connect(NoTls).await.map_err(Error::Connect)?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            console::say(Error::Postgres(error));
        }
    });
    Ok(client)
}

async fn add(
    transaction: &Transaction<'_>,
    entry: &NewEntry,
) -> Result<i64, tokio_postgres::Error> {
    let row = transaction
        .query_one(
            "INSERT INTO entries (title, body, written_on, place)
             VALUES ($1, $2, coalesce($3::text::date, (now() AT TIME ZONE 'UTC')::date), $4)
             RETURNING id",
            &[&entry.title, &entry.body, &entry.written_on, &entry.place],
        )
        .await?;
    let id: i64 = row.try_get(0)?;
    for tag in &entry.tags {
        transaction
            .execute(
                "INSERT INTO tags (name) VALUES ($1) ON CONFLICT DO NOTHING",
                &[tag],
            )
            .await?;
        // The spelling that is kept may be another: looked up as the unique index folds it.
        transaction
            .execute(
                "INSERT INTO entry_tags (entry_id, tag_id)
                 SELECT $1::bigint, id FROM tags WHERE lower(trim(name)) = lower(trim($2))
                 ON CONFLICT DO NOTHING",
                &[&id, tag],
            )
            .await?;
    }
    Ok(id)
}

fn read(row: &Row) -> Result<Entry, tokio_postgres::Error> {
    Ok(Entry {
        id: row.try_get(0)?,
        title: row.try_get(1)?,
        body: row.try_get(2)?,
        written_on: row.try_get(3)?,
        place: row.try_get(4)?,
        created_at: row.try_get(5)?,
        updated_at: row.try_get(6)?,
        tags: row.try_get(7)?,
    })
}
