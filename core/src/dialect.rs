//! The two databases, and the two ways a script can point.

use std::fmt;

use crate::diagnostic::{BUILD_AGAIN, Text, either};
use crate::{Code, Diagnostic};

/// A database's SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// SQLite, through rusqlite.
    Sqlite,
    /// PostgreSQL, through tokio-postgres.
    Postgres,
}

impl Dialect {
    /// Every dialect there is.
    pub const ALL: [Dialect; 2] = [Dialect::Sqlite, Dialect::Postgres];

    /// The word for it in file names and in `ingrain.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Dialect::Sqlite => "sqlite",
            Dialect::Postgres => "postgres",
        }
    }

    /// What people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Dialect::Sqlite => "SQLite",
            Dialect::Postgres => "Postgres",
        }
    }

    /// A text as it stands in a statement, quotes included.
    pub fn literal(self, text: &str) -> String {
        let doubled = text.replace('\'', "''");
        match self {
            Dialect::Sqlite => format!("'{doubled}'"),
            // With E in front it means the same whatever standard_conforming_strings is set to.
            Dialect::Postgres => format!("E'{}'", doubled.replace('\\', "\\\\")),
        }
    }

    /// What is said where the folder at `path` is not embedded for it.
    pub fn not_embedded(self, path: &str) -> Diagnostic {
        let title = Text::from(format!("`{path}` "))
            + either("is not embedded for", "has no migrations for")
            + format!(" {self}");
        let help = format!(
            "add \"{self}\" to `dialects` in `{path}/ingrain.toml`, or create that file with the line \
             `dialects = [\"{self}\"]`; then "
        );
        Diagnostic::new(Code::DialectNotEmbedded, title).help(Text::from(help) + BUILD_AGAIN)
    }

    /// The dialect that `name` stands for, spelled exactly.
    pub fn from_name(name: &str) -> Option<Dialect> {
        Dialect::ALL
            .into_iter()
            .find(|dialect| dialect.name() == name)
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Which way a script points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Forward: the script that makes the change.
    Up,
    /// Reverse: the script that takes it back.
    Down,
}

impl Direction {
    /// The word for it in file names.
    pub const fn name(self) -> &'static str {
        match self {
            Direction::Up => "up",
            Direction::Down => "down",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
