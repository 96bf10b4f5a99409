//! Down and up again, as one plan: nothing is reverted that could not be applied again.

use super::{Plan, Planner, Situation, Step};
use crate::refusal::Refusal;
use crate::{Target, Version};

impl<'a> Planner<'_, 'a> {
    /// Down to the target, and up again as far as it was: with what is pending on the way, as after a way down
    /// and a way up that are asked for one by one. So it comes to the same whether the two share a transaction
    /// or are planned apart.
    pub(super) fn redo(&self, target: Target) -> Result<Plan<'a>, Box<Refusal>> {
        let mut plan = self.down(target)?;
        let reverted: Vec<Version> = plan.steps.iter().filter_map(Step::version).collect();
        let Some(last) = reverted.first() else {
            return Ok(plan);
        };
        let unknown: Vec<Version> = reverted
            .iter()
            .filter(|version| self.chain.get(**version).is_none())
            .copied()
            .collect();
        if !unknown.is_empty() {
            return Err(Refusal::cannot_redo(unknown, self.chain));
        }
        let after = Planner {
            situation: Situation {
                history: &self.history().without(&reverted),
                ..self.situation
            },
            ..*self
        };
        let again = after.up(Target::Version(*last))?;
        plan.steps.extend(again.steps);
        plan.skipped = again.skipped;
        Ok(plan)
    }
}
