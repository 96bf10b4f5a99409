//! Everything that can go wrong outside of a request's own content.
use std::error::Error as StdError;
use std::fmt::{self, Display, Formatter};
use std::io;

use tokio::task::JoinError;

pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the journal cannot start, or a request cannot be answered.
#[derive(Debug)]
pub(crate) enum Error {
    /// Displayed as it is, as the next one is: it says what was refused and what to do.
    Migration(ingrain::Error),
    /// What was given as the database's URL is none.
    Url(ingrain_cli::Error),
    Open {
        database: String,
        cause: rusqlite::Error,
    },
    Sqlite(rusqlite::Error),
    Connect(tokio_postgres::Error),
    Postgres(tokio_postgres::Error),
    Tags(serde_json::Error),
    Task(JoinError),
    Listen {
        address: String,
        cause: io::Error,
    },
    Serve(io::Error),
}

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Migration(error) => error.fmt(f),
            Self::Url(error) => error.fmt(f),
            Self::Open { database, cause } => write!(f, "cannot open {database}: {cause}"),
            Self::Sqlite(cause) => write!(f, "SQLite: {cause}"),
            Self::Connect(cause) => write!(f, "cannot connect to Postgres: {}", Causes(cause)),
            Self::Postgres(cause) => write!(f, "Postgres: {}", Causes(cause)),
            Self::Tags(cause) => write!(f, "cannot read the tags of an entry: {cause}"),
            Self::Task(cause) => write!(f, "the work on the database was cut short: {cause}"),
            Self::Listen { address, cause } => write!(f, "cannot listen on {address}: {cause}"),
            Self::Serve(cause) => write!(f, "cannot go on serving: {cause}"),
        }
    }
}

// No source(): the texts above hold their causes.
impl StdError for Error {}

impl From<ingrain::Error> for Error {
    fn from(error: ingrain::Error) -> Self {
        Self::Migration(error)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Postgres(error)
    }
}

/// An error followed by its causes: tokio-postgres says what happened in a cause only.
struct Causes<'a>(&'a dyn StdError);

impl Display for Causes<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(self.0, f)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
