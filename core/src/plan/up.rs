//! The way up: what is pending, as far as the target, unless the recorded history forbids it.

use super::{Plan, Planner, Skipped, SkippedBecause, Step, pending};
use crate::chain::Migration;
use crate::history::{Applied, Unfinished};
use crate::refusal::Refusal;
use crate::{Direction, Newer, Order, Target};

impl<'p, 'a> Planner<'p, 'a> {
    pub(super) fn up(&self, target: Target) -> Result<Plan<'a>, Box<Refusal>> {
        let pending = pending(self.chain, self.history());
        let wanted = self.wanted(&pending, target)?;
        self.same_past()?;
        let newer = self.newer()?;
        let (now, later) = pending.split_at(wanted);
        if !now.is_empty() {
            self.managed()?;
        }
        self.in_order(now)?;
        let done = match self.history().unfinished() {
            Some(unfinished) if now.is_empty() && self.runs_over(unfinished) => 0,
            Some(unfinished) => self.resumed_up(unfinished, now)?,
            None => 0,
        };
        let resumed = |at: usize| if at == 0 { done } else { 0 };
        let steps = now.iter().enumerate().map(|(at, migration)| Step::Apply {
            migration: **migration,
            done: resumed(at),
        });
        let beyond = later
            .iter()
            .map(|migration| (migration.version, SkippedBecause::BeyondTarget));
        let newer = newer
            .into_iter()
            .map(|applied| (applied.migration.version, SkippedBecause::NotEmbedded));
        let skipped = beyond
            .chain(newer)
            .map(|(version, because)| Skipped { version, because });
        // Looking writes nothing, so that a run with nothing pending leaves stale down scripts alone.
        let refresh = (!now.is_empty()).then(|| self.refresh());
        Ok(Plan {
            steps: steps.chain(refresh.into_iter().flatten()).collect(),
            skipped: skipped.collect(),
        })
    }

    /// How many of the pending migrations the target takes in.
    fn wanted(&self, pending: &[&Migration<'a>], target: Target) -> Result<usize, Box<Refusal>> {
        match target {
            Target::Head => Ok(pending.len()),
            Target::Up(count) => Ok(count.min(pending.len())),
            Target::Version(version) if self.chain.get(version).is_some() => {
                Ok(pending.partition_point(|migration| migration.version <= version))
            }
            Target::Version(_) => Err(Refusal::no_such_target(target, self.chain)),
            Target::Base | Target::Down(_) => Err(Refusal::wrong_way(target, Direction::Up)),
        }
    }

    /// Every embedded migration that is applied was applied as it is embedded, and none is missing.
    fn same_past(&self) -> Result<(), Box<Refusal>> {
        let divergent = self.divergent();
        if !divergent.is_empty() {
            return Err(Refusal::divergent(&divergent, self.chain, self.history()));
        }
        let missing: Vec<_> = self
            .unknown()
            .filter(|applied| Some(applied.migration.version) < self.chain.head())
            .collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(Refusal::missing(
                &missing,
                &pending(self.chain, self.history()),
            ))
        }
    }

    /// What is applied and not embedded.
    fn unknown(&self) -> impl Iterator<Item = &'p Applied> {
        self.history()
            .applied()
            .iter()
            .filter(|applied| self.chain.get(applied.migration.version).is_none())
    }

    fn newer(&self) -> Result<Vec<&'p Applied>, Box<Refusal>> {
        let newer: Vec<_> = self
            .unknown()
            .filter(|applied| Some(applied.migration.version) > self.chain.head())
            .collect();
        let refused: Vec<_> = match self.policy.newer {
            Newer::Allow => Vec::new(),
            Newer::Refuse => newer.clone(),
            Newer::Compatible => newer
                .iter()
                .filter(|applied| !applied.migration.compatible)
                .copied()
                .collect(),
        };
        if refused.is_empty() {
            Ok(newer)
        } else {
            Err(Refusal::newer(&refused, self.chain))
        }
    }

    /// Whether the script that is part-way is that of a newer release, over which this binary may run whether
    /// it is done or not.
    fn runs_over(&self, unfinished: &Unfinished) -> bool {
        let migration = &unfinished.migration;
        let is_allowed = match self.policy.newer {
            Newer::Allow => true,
            Newer::Compatible => migration.compatible,
            Newer::Refuse => false,
        };
        unfinished.direction == Direction::Up
            && Some(migration.version) > self.chain.head()
            && is_allowed
    }

    fn in_order(&self, now: &[&Migration<'a>]) -> Result<(), Box<Refusal>> {
        let Some(last) = self
            .history()
            .applied()
            .last()
            .map(|applied| applied.migration.version)
        else {
            return Ok(());
        };
        let late = &now[..now.partition_point(|migration| migration.version < last)];
        match self.policy.order {
            Order::Strict if !late.is_empty() => Err(Refusal::out_of_order(late, last)),
            Order::Strict | Order::Any => Ok(()),
        }
    }

    /// How many statements of the first of `now` are done, if it is the script that is part-way.
    fn resumed_up(
        &self,
        unfinished: &Unfinished,
        now: &[&Migration<'a>],
    ) -> Result<u64, Box<Refusal>> {
        let first = now
            .first()
            .filter(|first| first.version == unfinished.migration.version);
        let same = first.filter(|first| first.up.checksum == unfinished.migration.checksum);
        match same {
            Some(first) if unfinished.direction == Direction::Up && self.is_stepwise(first.up) => {
                Ok(unfinished.statements)
            }
            _ => Err(self.part_way(unfinished)),
        }
    }
}
