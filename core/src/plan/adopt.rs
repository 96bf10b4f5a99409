//! Taking over what another tool has applied: every row of its table, or none.

use std::collections::BTreeMap;

use super::{Plan, Planner, Step};
use crate::Tool;
use crate::adopt::{Outcome, ToolHistory, Verified};
use crate::refusal::{Refusal, Unadoptable};

impl<'a> Planner<'_, 'a> {
    pub(super) fn adopt(&self, tool: Tool) -> Result<Plan<'a>, Box<Refusal>> {
        let Some(taken) = self.situation.tool.filter(|taken| taken.tool == tool) else {
            return Err(Refusal::no_table(tool, self.situation.strangers));
        };
        let steps = self.verified(taken)?;
        if self.history().applied().is_empty() {
            self.whole()?;
            return Ok(Plan {
                steps,
                skipped: Vec::new(),
            });
        }
        // Another process may have been first.
        let is_applied = |version| self.history().get(version).is_some();
        match steps.iter().filter_map(Step::version).all(is_applied) {
            true => Ok(Plan::default()),
            false => Err(Refusal::already_managed(self.history())),
        }
    }

    /// A step for each row, if each was applied there as it is embedded here.
    fn verified(&self, taken: &ToolHistory) -> Result<Vec<Step<'a>>, Box<Refusal>> {
        let tool = taken.tool;
        let mut found = Unadoptable::default();
        let mut by_version = BTreeMap::new();
        for row in &taken.rows {
            let version = row.version.parse().ok();
            let embedded = version.filter(|version| self.chain.get(*version).is_some());
            match embedded {
                _ if row.outcome == Outcome::Failed => found.failed.push(row),
                Some(version) if !by_version.contains_key(&version) => {
                    by_version.insert(version, row);
                }
                _ => found.unknown.push(row),
            }
        }
        let mut steps = Vec::new();
        for (version, row) in &by_version {
            let Some(migration) = self.chain.get(*version) else {
                continue;
            };
            match row.verified(tool, migration) {
                Verified::Different => found.different.push(*migration),
                verified => steps.push(Step::Adopt {
                    migration: *migration,
                    note: row.note(tool, verified),
                }),
            }
        }
        match steps.len() == taken.rows.len() && !steps.is_empty() {
            true => Ok(steps),
            false => Err(Refusal::unadoptable(tool, &found, self.chain)),
        }
    }
}
