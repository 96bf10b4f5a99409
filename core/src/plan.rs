//! The planner: embedded chain, folded history, command and policy become steps or a refusal.
//!
//! Nothing else decides what runs. It is a pure function: drivers and commands bring the situation and
//! carry out the steps.

use std::borrow::Cow;
use std::fmt;

use crate::chain::{Chain, Migration};
use crate::directive::{Directives, Transaction};
use crate::history::{Applied, History, Unfinished};
use crate::record::Recorded;
use crate::refusal::Refusal;
use crate::{Checksum, Direction, Target, Version};

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

/// What was found in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Situation<'h> {
    /// The folded log; empty if there is none.
    pub history: &'h History,
    /// Tables that are there although there is no history.
    pub strangers: &'h [String],
}

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
        /// How many of its statements are done already.
        done: u64,
    },
    /// Record a migration as applied.
    Baseline(Migration<'a>),
    /// Record that a divergence is accepted, or an unfinished script undone.
    Repair(Recorded),
    /// Record the environment.
    Environment,
}

impl Step<'_> {
    /// The version it is about, unless it is about the database as a whole.
    pub fn version(&self) -> Option<Version> {
        match self {
            Step::Apply { migration, .. } | Step::Baseline(migration) => Some(migration.version),
            Step::Revert { migration, .. } | Step::Repair(migration) => Some(migration.version),
            Step::Environment => None,
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
pub enum SkippedBecause {
    /// It is pending, but lies beyond the target.
    BeyondTarget,
    /// It is applied and this binary does not embed it.
    NotEmbedded,
}

impl fmt::Display for SkippedBecause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SkippedBecause::BeyondTarget => "pending, beyond the target",
            SkippedBecause::NotEmbedded => "applied, not embedded in this binary",
        })
    }
}

/// What to do, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan<'a> {
    /// The steps.
    pub steps: Vec<Step<'a>>,
    /// What is left alone.
    pub skipped: Vec<Skipped>,
}

/// Plans `command`.
///
/// # Errors
///
/// A [`Refusal`], when going on could lose data or is not what the policy allows.
pub fn plan<'a>(
    chain: &Chain<'a>,
    situation: Situation<'_>,
    command: Command,
    policy: Policy,
) -> Result<Plan<'a>, Box<Refusal>> {
    let planner = Planner {
        chain,
        situation,
        policy,
    };
    let plan = match command {
        Command::Run => planner.up(Target::Head),
        Command::Up(target) => planner.up(target),
        Command::Down(target) => planner.down(target),
        Command::Baseline(version) => planner.baseline(version),
        Command::Repair => Ok(planner.repair()),
        Command::Environment => planner.environment(),
    }?;
    match policy.mode {
        Mode::Verify if !plan.steps.is_empty() => Err(Refusal::only_verifies(&plan.steps)),
        Mode::Verify | Mode::Apply => Ok(plan),
    }
}

struct Planner<'p, 'a> {
    chain: &'p Chain<'a>,
    situation: Situation<'p>,
    policy: Policy,
}

impl<'p, 'a> Planner<'p, 'a> {
    fn history(&self) -> &'p History {
        self.situation.history
    }

    fn up(&self, target: Target) -> Result<Plan<'a>, Box<Refusal>> {
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
        Ok(Plan {
            steps: steps.collect(),
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
            return Err(Refusal::divergent(&divergent));
        }
        let missing: Vec<_> = self
            .unknown()
            .filter(|applied| Some(applied.migration.version) < self.chain.head())
            .collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(Refusal::missing(&missing))
        }
    }

    fn divergent(&self) -> Vec<(&'p Migration<'a>, &'p Applied)> {
        let applied = self.history().applied().iter();
        applied
            .filter_map(|applied| Some((self.chain.get(applied.migration.version)?, applied)))
            .filter(|(embedded, applied)| embedded.up.checksum != applied.migration.checksum)
            .collect()
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

    fn managed(&self) -> Result<(), Box<Refusal>> {
        let unmanaged = self.history().is_empty() && !self.situation.strangers.is_empty();
        match self.policy.unmanaged {
            Unmanaged::Refuse if unmanaged => {
                Err(Refusal::unmanaged(self.situation.strangers, self.chain))
            }
            Unmanaged::Refuse | Unmanaged::Allow => Ok(()),
        }
    }

    /// No script is part-way.
    fn whole(&self) -> Result<(), Box<Refusal>> {
        match self.history().unfinished() {
            Some(unfinished) => Err(Refusal::unfinished(unfinished, self.chain)),
            None => Ok(()),
        }
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
            Some(first)
                if unfinished.direction == Direction::Up && self.is_stepwise(first.up.text) =>
            {
                Ok(unfinished.statements)
            }
            _ => Err(Refusal::unfinished(unfinished, self.chain)),
        }
    }

    fn is_stepwise(&self, script: &str) -> bool {
        Directives::of(self.chain.dialect(), script).transaction == Transaction::None
    }

    fn down(&self, target: Target) -> Result<Plan<'a>, Box<Refusal>> {
        let applied = self.history().applied();
        let kept = match target {
            Target::Base => 0,
            Target::Down(count) => applied.len().saturating_sub(count),
            Target::Version(version) => {
                if self.chain.get(version).is_none() && self.history().get(version).is_none() {
                    return Err(Refusal::no_such_target(target, self.chain));
                }
                applied.partition_point(|applied| applied.migration.version <= version)
            }
            Target::Head | Target::Up(_) => {
                return Err(Refusal::wrong_way(target, Direction::Down));
            }
        };
        let divergent = self.divergent();
        if !divergent.is_empty() {
            return Err(Refusal::divergent(&divergent));
        }
        let mut steps = applied[kept..]
            .iter()
            .rev()
            .map(|applied| self.revert(applied))
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(unfinished) = self.history().unfinished() {
            let resumed = steps
                .first_mut()
                .is_some_and(|step| self.resume_down(unfinished, step));
            if !resumed {
                return Err(Refusal::unfinished(unfinished, self.chain));
            }
        }
        let production = self.history().environment() == Some("production");
        if production && self.policy.consent == Consent::Withheld && !steps.is_empty() {
            return Err(Refusal::protected(&steps));
        }
        Ok(Plan {
            steps,
            skipped: Vec::new(),
        })
    }

    /// The embedded down script, or for a migration that is not embedded the one that the log keeps.
    fn revert(&self, applied: &Applied) -> Result<Step<'a>, Box<Refusal>> {
        let migration = applied.migration.clone();
        let step = |sql, path| Step::Revert {
            migration: migration.clone(),
            sql,
            path,
            done: 0,
        };
        match self.chain.get(migration.version) {
            Some(embedded) => match embedded.down_script() {
                Some(down) => Ok(step(Cow::Borrowed(down.text), Some(down.path))),
                None => Err(Refusal::irreversible(
                    &migration,
                    Some((embedded, self.chain.dialect())),
                )),
            },
            None => match migration.down.clone().filter(|down| down.is_intact()) {
                Some(down) => Ok(step(Cow::Owned(down.sql), None)),
                None => Err(Refusal::irreversible(&migration, None)),
            },
        }
    }

    /// Lets `step` go on where the script stopped, if it is the one that is part-way.
    fn resume_down(&self, unfinished: &Unfinished, step: &mut Step<'_>) -> bool {
        let Step::Revert {
            migration,
            sql,
            done,
            ..
        } = step
        else {
            return false;
        };
        let began = unfinished.migration.down.as_ref().map(|down| down.checksum);
        let resumable = unfinished.direction == Direction::Down
            && migration.version == unfinished.migration.version
            && began == Some(Checksum::of(sql))
            && self.is_stepwise(sql);
        if resumable {
            *done = unfinished.statements;
        }
        resumable
    }

    fn baseline(&self, version: Version) -> Result<Plan<'a>, Box<Refusal>> {
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

    fn repair(&self) -> Plan<'a> {
        let unfinished = self
            .history()
            .unfinished()
            .map(|unfinished| Step::Repair(unfinished.migration.clone()));
        let accepted = self
            .divergent()
            .into_iter()
            .map(|(embedded, _)| Step::Repair(Recorded::of(embedded, self.chain.dialect())));
        Plan {
            steps: unfinished.into_iter().chain(accepted).collect(),
            skipped: Vec::new(),
        }
    }

    /// The row that it adds must not hide what a look at the last row, or at an empty log, would tell.
    fn environment(&self) -> Result<Plan<'a>, Box<Refusal>> {
        self.managed()?;
        self.whole()?;
        Ok(Plan {
            steps: vec![Step::Environment],
            skipped: Vec::new(),
        })
    }
}

/// What is embedded and not applied, versions rising.
pub fn pending<'c, 'a>(chain: &'c Chain<'a>, history: &History) -> Vec<&'c Migration<'a>> {
    chain
        .migrations()
        .iter()
        .filter(|migration| history.get(migration.version).is_none())
        .collect()
}

#[cfg(test)]
mod tests;
