//! Why a table could not be given a row, in plain words.

use std::fmt;

/// What stood in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// No values were found that a constraint lets in.
    Constraint(String),
    NoParent(String),
    EmptyParent(String),
    /// Tables that need each other's rows.
    Circle(Vec<String>),
    /// The row would have been one more of the same.
    NothingNew,
    /// SQLite's own words.
    Sqlite(String),
}

impl Obstacle {
    /// The reason, for a table that holds so many rows all the same.
    pub(super) fn why(&self, rows: u32) -> String {
        match self {
            Self::Constraint(what) if rows > 0 => format!("{what} lets in no second row"),
            other => other.to_string(),
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constraint(what) => write!(formatter, "no values were found that satisfy {what}"),
            Self::NoParent(parent) => {
                write!(formatter, "its parent table `{parent}` does not exist")
            }
            Self::EmptyParent(parent) => {
                write!(
                    formatter,
                    "its parent table `{parent}` holds no row to refer to"
                )
            }
            Self::Circle(tables) => write!(
                formatter,
                "the tables `{}` refer to each other, and no rows were found that satisfy them all",
                tables.join("`, `")
            ),
            Self::NothingNew => formatter.write_str("another row would bring nothing new"),
            Self::Sqlite(message) => write!(formatter, "SQLite says: {message}"),
        }
    }
}

/// Why no row was added: for the table's sake, or for SQLite's.
#[derive(Debug)]
pub(super) enum Stop {
    Obstacle(Obstacle),
    Broken(rusqlite::Error),
}

impl Stop {
    /// SQLite refused to compile a statement: a function or a column that it needs is not there.
    pub(super) fn unprepared(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::SqlInputError { msg, .. } => Obstacle::Sqlite(msg).into(),
            rusqlite::Error::SqliteFailure(_, Some(message)) => Obstacle::Sqlite(message).into(),
            other => Self::Broken(other),
        }
    }

    /// Only what is broken goes on as an error.
    pub(super) fn obstacle(self) -> rusqlite::Result<Obstacle> {
        match self {
            Self::Obstacle(obstacle) => Ok(obstacle),
            Self::Broken(error) => Err(error),
        }
    }
}

impl From<Obstacle> for Stop {
    fn from(obstacle: Obstacle) -> Self {
        Self::Obstacle(obstacle)
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Self::Broken(error)
    }
}
