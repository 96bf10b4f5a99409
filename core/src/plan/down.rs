//! The way down: what is applied beyond the target, the last one first, unless one cannot be taken back.

use std::borrow::Cow;

use super::{Plan, Planner, Step};
use crate::chain::Migration;
use crate::history::{Applied, Unfinished};
use crate::record::{Recorded, StoredDown};
use crate::refusal::Refusal;
use crate::{Checksum, Direction, Directives, Target, Transaction};

impl<'a> Planner<'_, 'a> {
    pub(super) fn down(&self, target: Target) -> Result<Plan<'a>, Box<Refusal>> {
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
        // What is taken back may be another text by now; what stays under it may not.
        let (kept, reverted) = applied.split_at(kept);
        let last = kept.last().map(|last| last.migration.version);
        let mut divergent = self.divergent();
        divergent.retain(|(_, changed)| Some(changed.migration.version) <= last);
        if !divergent.is_empty() {
            return Err(Refusal::divergent(&divergent, self.chain, self.history()));
        }
        let mut steps = reverted
            .iter()
            .rev()
            .map(|applied| self.revert(applied))
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(unfinished) = self.history().unfinished() {
            let resumed = steps
                .first_mut()
                .is_some_and(|step| self.resume_down(unfinished, step));
            if !resumed {
                return Err(self.part_way(unfinished));
            }
        }
        Ok(Plan {
            steps,
            skipped: Vec::new(),
        })
    }

    /// The embedded down script, or the one that the log keeps, for a migration that is not embedded or was
    /// changed: that one fits what was applied.
    fn revert(&self, applied: &Applied) -> Result<Step<'a>, Box<Refusal>> {
        let migration = applied.migration.clone();
        let dialect = self.chain.dialect();
        let step = |sql, path, directives: Directives<'_>| Step::Revert {
            migration: migration.clone(),
            sql,
            path,
            transaction: directives.transaction,
            done: 0,
        };
        let embedded = self.chain.get(migration.version);
        let is_changed = |now: &&Migration<'_>| now.up.checksum != migration.checksum;
        let changed = embedded.filter(is_changed);
        match embedded.filter(|now| fits(now, &migration)) {
            Some(embedded) => match embedded.down_script() {
                Some(down) => {
                    let sql = Cow::Borrowed(down.text);
                    Ok(step(sql, Some(down.path), down.directives(dialect)))
                }
                None => Err(Refusal::irreversible(&migration, (embedded, dialect))),
            },
            None => match migration.down.clone().filter(|down| down.is_intact()) {
                Some(StoredDown { sql, .. }) => {
                    let directives = Directives::of(dialect, &sql);
                    Ok(step(Cow::Owned(sql.clone()), None, directives))
                }
                None => Err(Refusal::irreversible_as_recorded(&migration, changed)),
            },
        }
    }

    /// Lets `step` go on where the script stopped, if it is the one that is part-way.
    fn resume_down(&self, unfinished: &Unfinished, step: &mut Step<'_>) -> bool {
        let Step::Revert {
            migration,
            sql,
            transaction,
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
            && *transaction == Transaction::None;
        if resumable {
            *done = unfinished.statements;
        }
        resumable
    }
}

/// Whether the embedded down script takes back what was applied: with the same up script, or with a down script
/// that is the recorded one to the byte.
fn fits(embedded: &Migration<'_>, recorded: &Recorded) -> bool {
    let stored = recorded.down.as_ref().filter(|down| down.is_intact());
    let now = embedded.down_script().map(|down| down.checksum);
    embedded.up.checksum == recorded.checksum
        || stored.is_some_and(|stored| Some(stored.checksum) == now)
}
