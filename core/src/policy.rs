//! What is asked for, and the decisions that are the user's.

use crate::history::History;
use crate::plan::{Plan, Step};
use crate::{Direction, Environment, Mode, Target, Tool, Version};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Command {
    /// Bring the database to the head, as at start-up.
    Run,
    /// Apply up to the target.
    Up(Target),
    /// Revert down to the target, which itself stays applied.
    Down(Target),
    /// Revert down to the target, and apply the same again.
    Redo(Target),
    /// Take everything up to this version for applied, without running it.
    Baseline(Version),
    /// Take everything that another tool has applied for applied.
    Adopt(Tool),
    /// Accept divergences.
    Repair,
    /// Say how a script ended that stopped part-way.
    RepairUnfinished(Declared),
    /// Stamp the database with an environment, which is one like this.
    Environment(Environment),
}

impl Command {
    /// The same, once it was planned: a target that counts becomes the version that it came to, so that
    /// planning again after a part was carried out does not count from there.
    pub fn settled(self, plan: &Plan<'_>, history: &History) -> Command {
        match self {
            Command::Up(Target::Up(_)) => match plan.last(Direction::Up) {
                Some(last) => Command::Up(last.into()),
                None => self,
            },
            Command::Down(Target::Down(_)) => Command::Down(kept(plan, history)),
            Command::Redo(Target::Down(_)) => Command::Redo(kept(plan, history)),
            _ => self,
        }
    }
}

/// What stays applied under the reverts of `plan`.
fn kept(plan: &Plan<'_>, history: &History) -> Target {
    let reverts = plan.steps.iter().map(Step::direction);
    let reverts = reverts.filter(|direction| *direction == Some(Direction::Down));
    let kept = history.applied().len().saturating_sub(reverts.count());
    let last = kept
        .checked_sub(1)
        .and_then(|last| history.applied().get(last));
    last.map_or(Target::Base, |last| last.migration.version.into())
}

/// How a script ended that stopped part-way, once somebody has seen to it by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Declared {
    /// The rest of it was done: an up script counts as applied, a down script as reverted.
    Done,
    /// What it had done was taken back: it is as if it had never begun.
    Undone,
}

/// What becomes of a pending migration below the last applied one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Order {
    /// It is refused.
    #[default]
    Strict,
    /// It is applied late.
    Any,
}

/// What becomes of applied migrations above the embedded head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
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
#[non_exhaustive]
pub enum Unmanaged {
    /// It is refused.
    #[default]
    Refuse,
    /// The whole chain is applied beside what is there.
    Allow,
}

/// Whether a database whose environment is production (its name begins with `prod`) may be reverted, may lose
/// data on the way up, or may be stamped as another environment, and whether its log may say what no script did:
/// a baseline, a repair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Consent {
    /// It is refused.
    #[default]
    Withheld,
    /// It may.
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
    /// Whether production may be reverted, lose data, or be left unprotected.
    pub consent: Consent,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AtWork, Folder, Situation, plan};

    #[test]
    fn a_target_that_counts_is_settled_by_its_first_plan() {
        let files = (1..=3).flat_map(|version| {
            ["up", "down"].map(|way| (format!("{version}_x.{way}.sql"), b"SELECT 1".to_vec()))
        });
        let folder = Folder::new("m", files);
        let chains = folder.chains().unwrap();
        let mut history = History::default();
        let planned = |command: Command, history: &History| {
            let situation = Situation {
                history,
                strangers: &[],
                tool: None,
                at_work: AtWork::Nobody,
            };
            let plan = plan(&chains[0], situation, command, Policy::default()).unwrap();
            (command.settled(&plan, history), plan.steps.len())
        };
        let version = Version::embedded;
        let up = Command::Up(Target::Up(2));
        assert_eq!(planned(up, &history), (Command::Up(version(2).into()), 2));
        for migration in chains[0].migrations() {
            let recorded = crate::Recorded::of(migration);
            history
                .record(crate::Event::Applied, Some(recorded), None, None)
                .unwrap();
        }
        assert_eq!(planned(up, &history), (up, 0));
        let down = |count| Command::Down(Target::Down(count));
        assert_eq!(
            planned(down(2), &history),
            (Command::Down(version(1).into()), 2)
        );
        assert_eq!(planned(down(9), &history), (Command::Down(Target::Base), 3));
        let redo = Command::Redo(Target::Down(1));
        let settled = Command::Redo(version(2).into());
        assert_eq!(planned(redo, &history), (settled, 2));
    }
}
