//! What people declare, and no script does: baseline, repair, the environment.

use super::{Plan, Planner, Step};
use crate::record::Recorded;
use crate::refusal::Refusal;
use crate::{Declared, Direction, Environment, Target, Unmanaged, Version};

impl<'a> Planner<'_, 'a> {
    pub(super) fn baseline(&self, version: Version) -> Result<Plan<'a>, Box<Refusal>> {
        if self.chain.get(version).is_none() {
            return Err(Refusal::no_such_target(
                Target::Version(version),
                self.chain,
            ));
        }
        if !self.history().applied().is_empty() {
            return Err(Refusal::already_managed(self.history()));
        }
        self.whole()?;
        // Also where all was reverted: what a baseline would record is gone.
        let is_nothing_there = self.situation.strangers.is_empty();
        if is_nothing_there && self.policy.unmanaged == Unmanaged::Refuse {
            return Err(Refusal::nothing_to_baseline());
        }
        let steps = self
            .chain
            .migrations()
            .iter()
            .filter(|migration| migration.version <= version)
            .map(|migration| Step::Baseline(*migration));
        Ok(Plan {
            steps: steps.collect(),
            skipped: Vec::new(),
        })
    }

    /// Whoever accepts a divergence has not said what became of a script that is part-way.
    pub(super) fn repair(&self) -> Result<Plan<'a>, Box<Refusal>> {
        let divergent = self.divergent();
        Refusal::unacceptable(&divergent, self.chain, self.history())?;
        self.whole()?;
        let accepted = divergent
            .into_iter()
            .map(|(embedded, _)| Step::Repair(Recorded::of(embedded)));
        Ok(Plan {
            steps: accepted.chain(self.refresh()).collect(),
            skipped: Vec::new(),
        })
    }

    pub(super) fn repair_unfinished(&self, declared: Declared) -> Plan<'a> {
        let step = self.history().unfinished().map(|unfinished| {
            let begun = &unfinished.migration;
            let direction = unfinished.direction;
            match (declared, direction, self.chain.get(begun.version)) {
                (Declared::Undone, ..) => Step::Repair(begun.clone()),
                // Who says that it is done says so of the script that this binary embeds.
                (Declared::Done, Direction::Up, Some(embedded)) => Step::Finish {
                    migration: Recorded::of(embedded),
                    direction,
                },
                (Declared::Done, ..) => Step::Finish {
                    migration: begun.clone(),
                    direction,
                },
            }
        });
        Plan {
            steps: step.into_iter().collect(),
            skipped: Vec::new(),
        }
    }

    /// The row that it adds must not hide what a look at the last row would tell, nor make a history in what may
    /// be the wrong database.
    pub(super) fn environment(&self, to: Environment) -> Result<Plan<'a>, Box<Refusal>> {
        self.managed()?;
        self.whole()?;
        Ok(Plan {
            steps: vec![Step::Environment(to)],
            skipped: Vec::new(),
        })
    }
}
