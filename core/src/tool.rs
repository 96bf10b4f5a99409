//! Other migration tools, and what a folder says it took over from one.

use std::fmt;

use crate::Version;

/// A migration tool that a folder and a database can be taken over from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tool {
    /// `refinery`.
    Refinery,
    /// `sqlx::migrate!` and `sqlx migrate`.
    Sqlx,
    /// `diesel_migrations` and `diesel migration`.
    Diesel,
}

impl Tool {
    /// Every tool there is.
    pub const ALL: [Tool; 3] = [Tool::Refinery, Tool::Sqlx, Tool::Diesel];

    /// The word for it in `ingrain.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Tool::Refinery => "refinery",
            Tool::Sqlx => "sqlx",
            Tool::Diesel => "diesel",
        }
    }

    /// The tool that `name` stands for, spelled exactly.
    pub fn from_name(name: &str) -> Option<Tool> {
        Tool::ALL.into_iter().find(|tool| tool.name() == name)
    }

    /// The table in which it records what is applied.
    pub const fn table(self) -> &'static str {
        match self {
            Tool::Refinery => "refinery_schema_history",
            Tool::Sqlx => "_sqlx_migrations",
            Tool::Diesel => "__diesel_schema_migrations",
        }
    }

    /// Its variant's name, for code that is to be pasted.
    pub(crate) const fn variant(self) -> &'static str {
        match self {
            Tool::Refinery => "Refinery",
            Tool::Sqlx => "Sqlx",
            Tool::Diesel => "Diesel",
        }
    }
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a folder says it took over: `adopted = { from = "sqlx", up-to = 12 }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Adopted {
    pub(crate) from: Tool,
    /// The last version that the tool wrote.
    pub(crate) up_to: Version,
}

impl Adopted {
    /// The tool, if it wrote the scripts of `version`.
    pub(crate) fn tool_of(self, version: Version) -> Option<Tool> {
        (version <= self.up_to).then_some(self.from)
    }
}

impl fmt::Display for Adopted {
    /// The line of `ingrain.toml`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Adopted { from, up_to } = self;
        write!(f, "adopted = {{ from = \"{from}\", up-to = {up_to} }}")
    }
}
