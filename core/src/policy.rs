//! What is asked for, and the decisions that are the user's.

use crate::{Target, Version};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Bring the database to the head, as at start-up.
    Run,
    /// Apply up to the target.
    Up(Target),
    /// Revert down to the target, which itself stays applied.
    Down(Target),
    /// Take everything up to this version for applied, without running it.
    Baseline(Version),
    /// Accept divergences; declare an unfinished script undone.
    Repair,
    /// Name the environment that the database belongs to.
    Environment,
}

/// Whether pending migrations are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// They are: for development, and for the one process that migrates.
    #[default]
    Apply,
    /// They refuse the start, and nothing is ever written.
    Verify,
}

/// What becomes of a pending migration below the last applied one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// It is refused.
    #[default]
    Strict,
    /// It is applied late.
    Any,
}

/// What becomes of applied migrations above the embedded head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Newer {
    /// The start goes on if all of them are compatible.
    #[default]
    Compatible,
    /// They are refused.
    Refuse,
    /// The start goes on.
    Allow,
}

/// What becomes of a database that has tables but no history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unmanaged {
    /// It is refused.
    #[default]
    Refuse,
    /// The whole chain is applied beside what is there.
    Allow,
}

/// Whether destructive commands may run on a database stamped as production.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Consent {
    /// They are refused.
    #[default]
    Withheld,
    /// They may.
    Given,
}

/// The decisions that are the user's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Policy {
    /// Whether pending migrations are applied.
    pub mode: Mode,
    /// What becomes of pending migrations out of order.
    pub order: Order,
    /// What becomes of newer ones.
    pub newer: Newer,
    /// What becomes of a database without history.
    pub unmanaged: Unmanaged,
    /// Whether production may lose data.
    pub consent: Consent,
}
