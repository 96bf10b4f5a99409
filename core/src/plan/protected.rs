//! What a database that is stamped as production is protected from.

use super::{Plan, Planner};
use crate::refusal::Refusal;
use crate::{Command, Consent};

impl Planner<'_, '_> {
    /// Whoever reverts, or has the log say what no script did, has to mean a database that is stamped as
    /// production.
    pub(super) fn meant(&self, command: Command, plan: &Plan<'_>) -> Result<(), Box<Refusal>> {
        let is_guarded = match command {
            Command::Down(_)
            | Command::Redo(_)
            | Command::Baseline(_)
            | Command::Repair
            | Command::RepairUnfinished(_) => !plan.steps.is_empty(),
            Command::Run | Command::Up(_) | Command::Adopt(_) | Command::Environment => false,
        };
        match self.policy.consent {
            Consent::Withheld if is_guarded && self.history().is_production() => {
                Err(Refusal::protected(&plan.steps))
            }
            Consent::Withheld | Consent::Given => Ok(()),
        }
    }
}
