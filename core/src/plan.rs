//! The planner: embedded chain, folded history, command and policy become steps or a refusal.
//!
//! Nothing else decides what runs. It is a pure function: drivers and commands bring the situation and
//! carry out the steps.

mod adopt;
mod beyond;
mod down;
mod protected;
mod recorded;
mod redo;
mod refresh;
mod up;

pub use self::beyond::{Beyond, run_over};

use std::borrow::Cow;
use std::fmt;

use crate::adopt::ToolHistory;
use crate::chain::{Chain, Migration, Script};
use crate::directive::Transaction;
use crate::history::{Applied, History, Unfinished};
use crate::record::Recorded;
use crate::refusal::Refusal;
use crate::{
    Command, Declared, Dialect, Direction, Directives, Mode, Policy, Target, Unmanaged, Version,
};

/// What was found in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Situation<'h> {
    /// The folded log; empty if there is none.
    pub history: &'h History,
    /// Tables that are there although no migration is applied.
    pub strangers: &'h [String],
    /// What another tool recorded, for [`Command::Adopt`]; nothing if its table is not there.
    pub tool: Option<&'h ToolHistory>,
    /// Who is seen at the script that is part-way, if one is.
    pub at_work: AtWork,
}

/// Whether a process is at work on the script that is part-way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtWork {
    /// None is: it stopped.
    Nobody,
    /// One is, and may be done with it soon.
    Somebody,
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
        /// Where it runs.
        transaction: Transaction,
        /// How many of its statements are done already.
        done: u64,
    },
    /// Record a migration as applied.
    Baseline(Migration<'a>),
    /// Record a migration as applied by another tool.
    Adopt {
        /// Which.
        migration: Migration<'a>,
        /// What the log keeps of the tool's row.
        note: String,
    },
    /// Record that a divergence is accepted, or an unfinished script undone.
    Repair(Recorded),
    /// Record that an unfinished script was finished by hand.
    Finish {
        /// Of this migration.
        migration: Recorded,
        /// Which of its scripts.
        direction: Direction,
    },
    /// Record the embedded down script in place of the one that the log keeps.
    Refresh(Recorded),
    /// Record the environment.
    Environment,
}

impl Step<'_> {
    /// The version it is about, unless it is about the database as a whole.
    pub fn version(&self) -> Option<Version> {
        match self {
            Step::Apply { migration, .. }
            | Step::Baseline(migration)
            | Step::Adopt { migration, .. } => Some(migration.version),
            Step::Revert { migration, .. }
            | Step::Repair(migration)
            | Step::Refresh(migration)
            | Step::Finish { migration, .. } => Some(migration.version),
            Step::Environment => None,
        }
    }

    /// The revision of the function that it calls, if what it runs is Rust.
    pub fn rust(&self, dialect: Dialect) -> Option<&str> {
        match self {
            Step::Apply { migration, .. } => migration.up.rust(dialect),
            Step::Revert { sql, .. } => Directives::of(dialect, sql).rust,
            _ => None,
        }
    }

    /// Which script it runs, if it runs one.
    pub fn direction(&self) -> Option<Direction> {
        match self {
            Step::Apply { .. } => Some(Direction::Up),
            Step::Revert { .. } => Some(Direction::Down),
            Step::Baseline(_)
            | Step::Adopt { .. }
            | Step::Repair(_)
            | Step::Finish { .. }
            | Step::Refresh(_)
            | Step::Environment => None,
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
#[non_exhaustive]
pub enum SkippedBecause {
    /// It is pending, but lies beyond the target.
    BeyondTarget,
    /// It is applied and this binary does not embed it.
    NotEmbedded,
}

impl SkippedBecause {
    /// The word for it: `beyond_target`, `not_embedded`.
    pub const fn name(self) -> &'static str {
        match self {
            SkippedBecause::BeyondTarget => "beyond_target",
            SkippedBecause::NotEmbedded => "not_embedded",
        }
    }
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

impl Plan<'_> {
    /// The version of the last step that goes this way.
    pub fn last(&self, direction: Direction) -> Option<Version> {
        let mut steps = self.steps.iter().rev();
        steps
            .find(|step| step.direction() == Some(direction))
            .and_then(Step::version)
    }
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
        Command::Redo(target) => planner.redo(target),
        Command::Baseline(version) => planner.baseline(version),
        Command::Adopt(tool) => planner.adopt(tool),
        Command::Repair => planner.repair(),
        Command::RepairUnfinished(declared) => Ok(planner.repair_unfinished(declared)),
        Command::Environment(_) => planner.environment(),
    }?;
    planner.meant(command, &plan)?;
    match policy.mode {
        Mode::Verify if !plan.steps.is_empty() => {
            let unfinished = situation.history.unfinished();
            let at_work = situation.at_work;
            Err(Refusal::only_verifies(&plan.steps, unfinished, at_work))
        }
        Mode::Verify => Ok(plan),
        Mode::Apply => planner.runnable(&plan.steps).map(|()| plan),
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

    fn divergent(&self) -> Vec<(&'p Migration<'a>, &'p Applied)> {
        let applied = self.history().applied().iter();
        applied
            .filter_map(|applied| Some((self.chain.get(applied.migration.version)?, applied)))
            .filter(|(embedded, applied)| embedded.up.checksum != applied.migration.checksum)
            .collect()
    }

    fn managed(&self) -> Result<(), Box<Refusal>> {
        let unmanaged = !self.history().is_managed() && !self.situation.strangers.is_empty();
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
            Some(unfinished) => Err(self.part_way(unfinished)),
            None => Ok(()),
        }
    }

    fn part_way(&self, unfinished: &Unfinished) -> Box<Refusal> {
        match self.situation.at_work {
            AtWork::Nobody => Refusal::unfinished(unfinished, self.chain),
            AtWork::Somebody => Refusal::at_work(unfinished),
        }
    }

    fn is_stepwise(&self, script: Script<'_>) -> bool {
        script.directives(self.chain.dialect()).transaction == Transaction::None
    }

    /// There is a function for every script that is Rust.
    fn runnable(&self, steps: &[Step<'_>]) -> Result<(), Box<Refusal>> {
        let dialect = self.chain.dialect();
        let absent = |step: &&Step<'_>| {
            let Some((version, direction)) = step.version().zip(step.direction()) else {
                return false;
            };
            // The log keeps what a function is called, not the function.
            let is_embedded = !matches!(step, Step::Revert { path: None, .. });
            let has_function = is_embedded && self.chain.has_function(version, direction);
            step.rust(dialect).is_some() && !has_function
        };
        let absences: Vec<_> = steps.iter().filter(absent).collect();
        match absences.is_empty() {
            true => Ok(()),
            false => {
                let before = steps
                    .iter()
                    .take_while(|step| !absent(step))
                    .filter(|step| step.direction() == Some(Direction::Up));
                let before = before.last().and_then(Step::version);
                Err(Refusal::rust_absent(&absences, before, dialect))
            }
        }
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
    fn repair(&self) -> Result<Plan<'a>, Box<Refusal>> {
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

    fn repair_unfinished(&self, declared: Declared) -> Plan<'a> {
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
