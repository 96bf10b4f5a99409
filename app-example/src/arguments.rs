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

    /// The database: postgres://…, sqlite:PATH or a plain path
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
    pub(crate) database_url: String,

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

impl Database {
    /// Its URL, as Ingrain's commands read it.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(path) => {
                let path = path.to_string_lossy().replace('%', "%25");
                format!("sqlite:{}", path.replace('?', "%3F"))
            }
            Self::Postgres(url) => url.clone(),
        }
    }
}

impl FromStr for Database {
    type Err = Error;

    fn from_str(url: &str) -> Result<Self> {
        let path = match url.split_once(':') {
            Some(("postgres" | "postgresql", _)) => return Ok(Self::Postgres(url.to_owned())),
            Some(("sqlite", path)) => path.strip_prefix("//").unwrap_or(path),
            Some((scheme, rest)) if rest.starts_with("//") => {
                return Err(Error::Scheme(scheme.to_owned()));
            }
            _ => url,
        };
        // An empty DATABASE_URL is what `DATABASE_URL= journal` leaves: as good as none.
        let path = if path.is_empty() { DEFAULT_PATH } else { path };
        Ok(Self::Sqlite(path.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_or_a_path_picks_the_database() {
        let sqlite = |path: &str| Some(Database::Sqlite(path.into()));
        for (url, expected) in [
            ("journal.db", sqlite("journal.db")),
            ("/var/lib/journal.db", sqlite("/var/lib/journal.db")),
            ("sqlite:notes.db", sqlite("notes.db")),
            ("sqlite://notes.db", sqlite("notes.db")),
            ("sqlite:///var/notes.db", sqlite("/var/notes.db")),
            ("sqlite::memory:", sqlite(":memory:")),
            (":memory:", sqlite(":memory:")),
            ("", sqlite("journal.db")),
        ] {
            assert_eq!(url.parse().ok(), expected, "{url}");
        }
        for url in ["postgres://db/journal", "postgresql://db/journal"] {
            let expected = Database::Postgres(url.to_owned());
            assert_eq!(url.parse().ok(), Some(expected), "{url}");
        }
        let refused = "postgre://me:secret@db/journal".parse::<Database>();
        let message = refused.err().map(|error| error.to_string());
        assert!(message.is_some_and(|message| !message.contains("secret")));
    }
}
