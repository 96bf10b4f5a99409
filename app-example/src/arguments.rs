//! The command line, and what a database URL means.
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Parser, Subcommand};

use crate::error::{Error, Result};

/// A small journal that migrates its own database, and then serves.
#[derive(Parser)]
#[command(version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// The database: postgres://…, sqlite:PATH or a path
    // Global, so that it counts wherever it stands: the one of `migrate` is the same.
    #[arg(
        long,
        global = true,
        env = "DATABASE_URL",
        hide_env_values = true,
        value_name = "URL",
        default_value = DEFAULT_PATH
    )]
    // Not parsed by clap, whose error would show the value, and a password in it.
    database_url: String,

    /// Where it runs: development, dev and test apply what is pending, any other only verifies;
    /// INGRAIN_POLICY goes before it
    #[arg(long, env, value_name = "NAME", default_value = "development")]
    pub(crate) environment: String,

    /// A folder for a backup before migrations of a database that holds something: a copy of a SQLite
    /// file, or what pg_dump makes of a Postgres database
    #[arg(long, env, value_name = "FOLDER")]
    pub(crate) backups: Option<PathBuf>,

    /// The address to listen on; port 0 takes any free one
    #[arg(long, env, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) listen: String,
}

impl Arguments {
    /// The URL of the database. An empty DATABASE_URL is what `DATABASE_URL= journal` leaves: as good as none.
    pub(crate) fn database_url(&self) -> &str {
        match self.database_url.as_str() {
            "" => DEFAULT_PATH,
            url => url,
        }
    }
}

/// What else it can do than serve.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Migrate the database, or show how it stands, and do not serve
    Migrate(ingrain_cli::Migrate),
}

/// Where the journal is kept.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Database {
    Sqlite(PathBuf),
    /// The whole URL, as tokio-postgres reads it.
    Postgres(String),
}

const DEFAULT_PATH: &str = "journal.db";

impl FromStr for Database {
    type Err = Error;

    /// As `migrate` reads it.
    fn from_str(url: &str) -> Result<Self> {
        Ok(match ingrain_cli::sqlite_file(url).map_err(Error::Url)? {
            Some(path) => Self::Sqlite(path),
            None => Self::Postgres(url.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_or_a_path_picks_the_database() {
        let sqlite = |path: &str| Some(Database::Sqlite(path.into()));
        for (url, expected) in [
            (DEFAULT_PATH, sqlite("journal.db")),
            ("/var/lib/journal.db", sqlite("/var/lib/journal.db")),
            ("sqlite:notes", sqlite("notes")),
            ("sqlite://notes.db", sqlite("notes.db")),
            ("sqlite:///var/notes.db", sqlite("/var/notes.db")),
        ] {
            assert_eq!(url.parse().ok(), expected, "{url}");
        }
        for url in [
            "postgres://db/journal",
            "postgresql://db/journal",
            "host=db dbname=my.db password=secret",
        ] {
            let expected = Database::Postgres(url.to_owned());
            assert_eq!(url.parse().ok(), Some(expected), "{url}");
        }
        for url in ["postgre://me:secret@db/journal", "me:secret@db", ""] {
            let refused = url.parse::<Database>().map_err(|error| error.to_string());
            assert!(refused.is_err_and(|message| !message.contains("secret")));
        }
    }
}
