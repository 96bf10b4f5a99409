//! Where the journal is kept: one seam, and an implementation for each database.
mod postgres;
mod sqlite;

use ingrain::{Migrator, Report, Status};

use self::postgres::Postgres;
use self::sqlite::Sqlite;
use crate::arguments::Database;
use crate::entry::{Entry, NewEntry, TagCount};
use crate::error::Result;
use crate::selection::{PAGE_LENGTH, Selection};

/// A database that holds the journal.
pub(crate) enum Store {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

/// Some entries of a selection, newest first.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) entries: Vec<Entry>,
    /// The number of the page with older entries.
    pub(crate) older: Option<u32>,
}

impl Store {
    pub(crate) async fn open(database: &Database) -> Result<Self> {
        Ok(match database {
            Database::Sqlite(path) => Self::Sqlite(Sqlite::open(path)?),
            Database::Postgres(url) => Self::Postgres(Box::new(Postgres::open(url).await?)),
        })
    }

    /// Applies what is pending, or refuses.
    pub(crate) async fn migrate(&self, migrator: Migrator) -> Result<Report> {
        match self {
            Self::Sqlite(store) => store.migrate(migrator).await,
            Self::Postgres(store) => store.migrate(migrator).await,
        }
    }

    /// Asks the database where it stands; never writes.
    pub(crate) async fn status(&self) -> Result<Status> {
        match self {
            Self::Sqlite(store) => store.status().await,
            Self::Postgres(store) => store.status().await,
        }
    }

    pub(crate) async fn add(&self, entry: NewEntry) -> Result<i64> {
        match self {
            Self::Sqlite(store) => store.add(entry).await,
            Self::Postgres(store) => store.add(entry).await,
        }
    }

    pub(crate) async fn entry(&self, id: i64) -> Result<Option<Entry>> {
        match self {
            Self::Sqlite(store) => store.entry(id).await,
            Self::Postgres(store) => store.entry(id).await,
        }
    }

    /// Deletes an entry, and says whether there was one.
    pub(crate) async fn delete(&self, id: i64) -> Result<bool> {
        match self {
            Self::Sqlite(store) => store.delete(id).await,
            Self::Postgres(store) => store.delete(id).await,
        }
    }

    pub(crate) async fn page(&self, selection: &Selection) -> Result<Page> {
        let entries = match self {
            Self::Sqlite(store) => store.entries(selection).await,
            Self::Postgres(store) => store.entries(selection).await,
        }?;
        Ok(Page::cut(entries, selection))
    }

    /// The tags in use, the most frequent first.
    pub(crate) async fn tags(&self) -> Result<Vec<TagCount>> {
        match self {
            Self::Sqlite(store) => store.tags().await,
            Self::Postgres(store) => store.tags().await,
        }
    }
}

/// How many entries a store is asked for: one more than fit, to learn whether there are older.
const ENTRIES_READ: i64 = PAGE_LENGTH as i64 + 1;

/// How many tags a store is asked for.
const TAGS_READ: i64 = 40;

impl Page {
    fn cut(mut entries: Vec<Entry>, selection: &Selection) -> Self {
        let length = PAGE_LENGTH as usize;
        let older = (entries.len() > length).then(|| selection.page.saturating_add(1));
        entries.truncate(length);
        Self { entries, older }
    }
}
