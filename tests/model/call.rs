//! What is done to a database.

use ingrain::{Code, Command, Direction, Transactions};

use crate::database::Statement;

#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Somebody changes the database without Ingrain.
    ByHand(Statement),
    /// A binary asks how things stand.
    Look {
        binary: usize,
    },
    Call(Call),
}

/// A call of a binary.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) binary: usize,
    pub(crate) command: Command,
    /// The name of an environment, or a reason.
    pub(crate) note: &'static str,
    pub(crate) policy: ingrain_core::Policy,
    pub(crate) transactions: Transactions,
    /// The connection dies after so many of SQLite's steps.
    pub(crate) dies_after: Option<u64>,
}

/// What a call has done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Done {
    pub(crate) ran: Vec<(u64, Direction)>,
    pub(crate) recorded: Vec<u64>,
    pub(crate) skipped: Vec<(u64, &'static str)>,
    pub(crate) current: Option<u64>,
}

/// Why it did not go on, and what it had done before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failed {
    pub(crate) code: Code,
    pub(crate) ran: Vec<(u64, Direction)>,
    pub(crate) recorded: Vec<u64>,
}

pub(crate) type Outcome = Result<Done, Failed>;
