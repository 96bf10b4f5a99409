//! The three ways of naming scripts.

use crate::{Dialect, Direction};

/// How a folder's files are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Layout {
    /// `0001_create_notes.up.sql` and `0001_create_notes.down.sql`.
    FlatPair,
    /// `2026-11-20-101500_create_notes/up.sql` and `…/down.sql`.
    DirectoryPair,
    /// `V1__create_notes.sql` and `V1__create_notes.down.sql`.
    Prefixed,
}

impl Layout {
    /// What diagnostics call it.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Layout::FlatPair => "flat pairs (`0001_name.up.sql`)",
            Layout::DirectoryPair => "directory pairs (`0001_name/up.sql`)",
            Layout::Prefixed => "prefixed names (`V1__name.sql`)",
        }
    }

    /// What both scripts of a migration are called: `0001_name`, or `V1__name` when prefixed.
    pub(crate) fn stem(self, digits: &str, description: &str) -> String {
        match self {
            Layout::FlatPair | Layout::DirectoryPair => format!("{digits}_{description}"),
            Layout::Prefixed => format!("V{}__{description}", digits.replace('-', "")),
        }
    }

    /// The file name of a script whose migration is called `stem`, as [`Layout::stem`] gives it.
    pub(crate) fn file_name(
        self,
        stem: &str,
        dialect: Option<Dialect>,
        direction: Direction,
    ) -> String {
        let dialect = dialect
            .map(|dialect| format!("{dialect}."))
            .unwrap_or_default();
        match (self, direction) {
            (Layout::FlatPair, _) => format!("{stem}.{dialect}{direction}.sql"),
            (Layout::DirectoryPair, _) => format!("{stem}/{dialect}{direction}.sql"),
            (Layout::Prefixed, Direction::Up) => format!("{stem}.{dialect}sql"),
            (Layout::Prefixed, Direction::Down) => format!("{stem}.{dialect}down.sql"),
        }
    }
}
