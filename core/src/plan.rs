//! The planner: embedded chain, folded history, command and policy become steps or a refusal.
//!
//! Nothing else decides what runs. It is a pure function: drivers and commands bring the situation and
//! carry out the steps.

mod adopt;
mod beyond;
mod by_hand;
mod down;
mod protected;
mod recorded;
mod redo;
mod refresh;
mod step;
mod up;

pub use self::beyond::{Beyond, run_over};
pub use self::step::{Skipped, SkippedBecause, Step};

use crate::adopt::ToolHistory;
use crate::chain::{Chain, Migration, Script};
use crate::directive::Transaction;
use crate::history::{Applied, History, Unfinished};
use crate::refusal::Refusal;
use crate::{Command, Direction, Mode, Policy, Target, Unmanaged, Version};

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
        Command::Environment(to) => planner.environment(to),
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
