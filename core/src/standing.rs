//! How each migration stands in a database: for people. What is to be done about it, the planner says.

use std::fmt;

use crate::chain::{Chain, Migration};
use crate::history::{Applied, History};
use crate::record::Recorded;
use crate::{Checksum, Version};

/// How a migration stands in a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum State {
    /// Recorded as it is embedded.
    Applied,
    /// Embedded, and not recorded.
    Pending,
    /// Pending, below the last applied one.
    OutOfOrder,
    /// Recorded, and its up script differs from the embedded one.
    Divergent,
    /// Recorded and not embedded, below the embedded head.
    Missing,
    /// Recorded and not embedded, above the embedded head.
    Newer,
    /// A script of it runs outside transactions and stopped part-way.
    Unfinished,
    /// It is in a folder, where it has a mistake, recorded or not: told by tools that work on a folder, since a binary
    /// embeds none like it.
    Broken,
}

impl State {
    /// The word for it: `applied`, `pending`, `out_of_order`, `divergent`, `missing`, `newer`, `unfinished`, `broken`.
    pub const fn name(self) -> &'static str {
        match self {
            State::Applied => "applied",
            State::Pending => "pending",
            State::OutOfOrder => "out_of_order",
            State::Divergent => "divergent",
            State::Missing => "missing",
            State::Newer => "newer",
            State::Unfinished => "unfinished",
            State::Broken => "broken",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            State::OutOfOrder => "out of order",
            state => state.name(),
        })
    }
}

/// A migration that is embedded or recorded, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<'s, 'a> {
    /// Its version.
    pub version: Version,
    /// How it stands.
    pub state: State,
    /// As it is embedded.
    pub embedded: Option<Migration<'a>>,
    /// As it was applied, if it is.
    pub applied: Option<&'s Applied>,
    /// As the log has it: as it was applied, or begun if it is part-way.
    pub recorded: Option<&'s Recorded>,
}

impl Standing<'_, '_> {
    /// Whether the log keeps another down script than the one that is embedded. Nothing unless it is applied
    /// and embedded.
    pub fn down_differs(&self) -> Option<bool> {
        let (embedded, applied) = (self.embedded.as_ref()?, self.applied?);
        let checksum = |recorded: &Recorded| recorded.down.as_ref().map(|down| down.checksum);
        let kept: Option<Checksum> = checksum(&applied.migration);
        Some(checksum(&Recorded::of(embedded)) != kept)
    }
}

/// Every migration that is embedded or recorded, versions rising.
pub fn standings<'s, 'a>(chain: &Chain<'a>, history: &'s History) -> Vec<Standing<'s, 'a>> {
    let unfinished = history.unfinished().map(|unfinished| &unfinished.migration);
    let mut versions: Vec<Version> = chain.migrations().iter().map(|it| it.version).collect();
    versions.extend(history.applied().iter().map(|it| it.migration.version));
    versions.extend(unfinished.map(|it| it.version));
    versions.sort_unstable();
    versions.dedup();
    let standing = |version| {
        let embedded = chain.get(version);
        let applied = history.get(version);
        let unfinished = unfinished.filter(|it| it.version == version);
        let state = match (unfinished, embedded, applied) {
            (Some(_), ..) => State::Unfinished,
            (None, Some(embedded), Some(applied)) => {
                match embedded.up.checksum == applied.migration.checksum {
                    true => State::Applied,
                    false => State::Divergent,
                }
            }
            (None, Some(_), None) if Some(version) < history.current() => State::OutOfOrder,
            (None, Some(_), None) => State::Pending,
            (None, None, _) if Some(version) < chain.head() => State::Missing,
            (None, None, _) => State::Newer,
        };
        Standing {
            version,
            state,
            embedded: embedded.copied(),
            applied,
            recorded: applied.map(|it| &it.migration).or(unfinished),
        }
    };
    versions.into_iter().map(standing).collect()
}
