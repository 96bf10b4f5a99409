//! Down and up again, as one plan: nothing is reverted that could not be applied again.

use super::{Plan, Planner, Step};
use crate::chain::Migration;
use crate::refusal::Refusal;
use crate::{Target, Version};

impl<'a> Planner<'_, 'a> {
    pub(super) fn redo(&self, target: Target) -> Result<Plan<'a>, Box<Refusal>> {
        let mut plan = self.down(target)?;
        let reverted: Vec<Version> = plan.steps.iter().filter_map(Step::version).collect();
        let unknown: Vec<Version> = reverted
            .iter()
            .filter(|version| self.chain.get(**version).is_none())
            .copied()
            .collect();
        if !unknown.is_empty() {
            return Err(Refusal::cannot_redo(unknown, self.chain));
        }
        let again = reverted
            .iter()
            .rev()
            .filter_map(|version| self.chain.get(*version));
        let apply = |migration: &Migration<'a>| Step::Apply {
            migration: *migration,
            done: 0,
        };
        plan.steps.extend(again.map(apply));
        Ok(plan)
    }
}
