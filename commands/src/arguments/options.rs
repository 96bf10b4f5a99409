//! What holds for every command.

use clap::Args;

use crate::Format;

/// What holds for every command.
#[derive(Debug, Clone, Default, Args)]
pub struct Options {
    // Not parsed by clap, whose error would show the value, and a password in it.
    /// The database: postgres://user@host/database, sqlite:PATH or a path
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        value_name = "URL",
        global = true
    )]
    pub database_url: Option<String>,

    /// Give the result, or the error, as one JSON object
    #[arg(long, global = true)]
    pub json: bool,

    #[arg(skip)]
    pub(crate) default_url: Option<String>,
}

impl Options {
    /// What results are written as.
    pub fn format(&self) -> Format {
        match self.json {
            true => Format::Json,
            false => Format::Text,
        }
    }

    /// The URL of the database, if one was given.
    pub fn url(&self) -> Option<&str> {
        let given = self.database_url.as_deref().filter(|url| !url.is_empty());
        given.or(self.default_url.as_deref())
    }
}
