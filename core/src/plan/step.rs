//! What is done, one thing at a time, and what is left alone.

use std::borrow::Cow;
use std::fmt;

use crate::chain::Migration;
use crate::diagnostic::{Voice, either};
use crate::directive::Transaction;
use crate::record::Recorded;
use crate::{Dialect, Direction, Directives, Environment, Version};

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step<'a> {
    /// Run an up script.
    Apply {
        /// Of this migration.
        migration: Migration<'a>,
        /// How many of its statements are done already.
        done: u64,
    },
    /// Run a down script.
    Revert {
        /// Of this migration, as it is recorded.
        migration: Recorded,
        /// The script's text.
        sql: Cow<'a, str>,
        /// The file it was embedded from, or nothing for a script out of the history.
        path: Option<&'a str>,
        /// Where it runs.
        transaction: Transaction,
        /// How many of its statements are done already.
        done: u64,
    },
    /// Record a migration as applied.
    Baseline(Migration<'a>),
    /// Record a migration as applied by another tool.
    Adopt {
        /// Which.
        migration: Migration<'a>,
        /// What the log keeps of the tool's row.
        note: String,
    },
    /// Record that a divergence is accepted, or an unfinished script undone.
    Repair(Recorded),
    /// Record that an unfinished script was finished by hand.
    Finish {
        /// Of this migration.
        migration: Recorded,
        /// Which of its scripts.
        direction: Direction,
    },
    /// Record the embedded down script in place of the one that the log keeps.
    Refresh(Recorded),
    /// Record the environment.
    Environment(Environment),
}

impl Step<'_> {
    /// The version it is about, unless it is about the database as a whole.
    pub fn version(&self) -> Option<Version> {
        match self {
            Step::Apply { migration, .. }
            | Step::Baseline(migration)
            | Step::Adopt { migration, .. } => Some(migration.version),
            Step::Revert { migration, .. }
            | Step::Repair(migration)
            | Step::Refresh(migration)
            | Step::Finish { migration, .. } => Some(migration.version),
            Step::Environment(_) => None,
        }
    }

    /// The revision of the function that it calls, if what it runs is Rust.
    pub fn rust(&self, dialect: Dialect) -> Option<&str> {
        match self {
            Step::Apply { migration, .. } => migration.up.rust(dialect),
            Step::Revert { sql, .. } => Directives::of(dialect, sql).rust,
            _ => None,
        }
    }

    /// Which script it runs, if it runs one.
    pub fn direction(&self) -> Option<Direction> {
        match self {
            Step::Apply { .. } => Some(Direction::Up),
            Step::Revert { .. } => Some(Direction::Down),
            Step::Baseline(_)
            | Step::Adopt { .. }
            | Step::Repair(_)
            | Step::Finish { .. }
            | Step::Refresh(_)
            | Step::Environment(_) => None,
        }
    }
}

/// A migration that is left alone, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skipped {
    /// Its version.
    pub version: Version,
    /// Why it is left alone.
    pub because: SkippedBecause,
}

/// Why a migration is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SkippedBecause {
    /// It is pending, but lies beyond the target.
    BeyondTarget,
    /// It is applied and this binary does not embed it.
    NotEmbedded,
}

impl SkippedBecause {
    /// What `voice` says of it.
    pub const fn said_by(self, voice: Voice) -> &'static str {
        match self {
            SkippedBecause::BeyondTarget => "pending, beyond the target",
            SkippedBecause::NotEmbedded => {
                let because = either(
                    "applied, not embedded in this binary",
                    "applied, not in the folder",
                );
                because.said_by(voice)
            }
        }
    }

    /// The word for it: `beyond_target`, `not_embedded`.
    pub const fn name(self) -> &'static str {
        match self {
            SkippedBecause::BeyondTarget => "beyond_target",
            SkippedBecause::NotEmbedded => "not_embedded",
        }
    }
}

impl fmt::Display for SkippedBecause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.said_by(Voice::Library))
    }
}
