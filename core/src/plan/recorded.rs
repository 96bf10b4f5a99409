//! What the log says of a step.

use super::Step;
use crate::Direction;
use crate::record::{Event, Recorded};

impl Step<'_> {
    /// What the log says when it is done: the event, and of which migration, unless it is about the database as
    /// a whole.
    pub fn recorded(&self) -> (Event, Option<Recorded>) {
        match self {
            Step::Apply { migration, .. } => (Event::Applied, Some(Recorded::of(migration))),
            Step::Revert { migration, .. } => (Event::Reverted, Some(migration.brief())),
            Step::Baseline(migration) => (Event::Stamped, Some(Recorded::of(migration))),
            Step::Adopt { migration, .. } => (Event::Adopted, Some(Recorded::of(migration))),
            Step::Repair(migration) | Step::Refresh(migration) => {
                (Event::Repaired, Some(migration.clone()))
            }
            Step::Finish {
                migration,
                direction: Direction::Up,
            } => (Event::Stamped, Some(migration.clone())),
            Step::Finish {
                migration,
                direction: Direction::Down,
            } => (Event::Reverted, Some(migration.brief())),
            Step::Environment(_) => (Event::Stamped, None),
        }
    }
}
