//! Why an attempt comes to its end before it has done what it was to do.

use ingrain_core::Refusal;

use super::waiting::Delay;
use crate::Error;
use crate::driver::{Failure, FailureKind};
use crate::log::Log;

/// Why an attempt ended without a report.
pub(super) enum Stop {
    /// For good.
    Failed(Error),
    /// To be begun again, at once.
    Again,
    /// To be begun again when what is in the way may be gone.
    Later(Box<Delay>),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Failed(error)
    }
}

impl From<Delay> for Stop {
    fn from(delay: Delay) -> Stop {
        Stop::Later(Box::new(delay))
    }
}

impl From<Box<Refusal>> for Stop {
    fn from(refusal: Box<Refusal>) -> Stop {
        Stop::Failed(refusal.into())
    }
}

/// What another process is about to clear away is waited for.
pub(super) fn refused(refusal: Box<Refusal>, log: &Log) -> Stop {
    if !refusal.is_passing() {
        return refusal.into();
    }
    Stop::later_than(refusal.title(), Some(log.leaders().unwrap_or_default()))
}

pub(super) fn reading(failure: Failure) -> Stop {
    match failure.kind {
        FailureKind::Aborted => inside_transaction().into(),
        FailureKind::Busy => {
            Stop::later(format!("the history cannot be read: {}", failure.message))
        }
        _ => Error::database("the history cannot be read", failure).into(),
    }
}

pub(super) fn inside_transaction() -> Error {
    let title = "the connection is inside a transaction".to_owned();
    Error::settings(
        title,
        "commit it, or roll it back, before running migrations",
    )
}
