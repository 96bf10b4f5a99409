//! Up, down, and up again, one migration at a time.

mod attempt;
mod rows;

use std::collections::BTreeSet;

use ingrain_core::{Finding, Rule, Script};

use self::attempt::{Attempt, Stood};
use self::rows::Rows;
use super::check::Told;
use super::differs;
use super::failed::{Setting, failed};
use super::outline::{Outline, made};
use super::perform::{Failure, LeftOut, Unknown, perform};
use super::schema::{self, Object, Schema, Scope};
use super::stage::Stage;

/// A migration to be rehearsed.
pub(super) struct Step<'a> {
    pub(super) up: Outline<'a>,
    pub(super) down: Option<Outline<'a>>,
    pub(super) proof: Proof,
}

/// Whether a migration is still to be proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    Missing,
    /// Its up script runs, for those after it.
    Given,
}

/// What comes after a migration.
enum Next {
    /// The next one, on this database if there is one.
    Continue(Option<Stage>),
    /// Nothing: what follows builds upon it.
    Stop,
}

/// What is known about a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Knowledge {
    UpToDate,
    Outdated,
}

/// The rehearsal of a chain, and what was found so far.
pub(super) struct Rehearsal<'r, 'a> {
    pub(super) steps: &'r [Step<'a>],
    pub(super) accepts: &'r dyn Fn(Script<'_>, Rule) -> bool,
    pub(super) findings: Vec<Finding>,
    /// The migration that it has come to.
    pub(super) at: usize,
    /// Every migration so far, on empty tables.
    bare: Stage,
    /// Whether it is known what is in there.
    knowledge: Knowledge,
    told: Told,
    unseeded: BTreeSet<String>,
    /// What does not exist because what makes it was left out, in lower case.
    absent: BTreeSet<String>,
    /// The names of columns that some script reads JSON from.
    json: BTreeSet<String>,
}

impl<'a> Step<'a> {
    fn scripts(&self) -> Vec<&Outline<'a>> {
        [&self.up].into_iter().chain(&self.down).collect()
    }
}

impl<'r, 'a> Rehearsal<'r, 'a> {
    pub(super) fn new(
        steps: &'r [Step<'a>],
        accepts: &'r dyn Fn(Script<'_>, Rule) -> bool,
    ) -> rusqlite::Result<Rehearsal<'r, 'a>> {
        let scripts = steps.iter().flat_map(Step::scripts);
        Ok(Rehearsal {
            steps,
            accepts,
            findings: Vec::new(),
            at: 0,
            bare: Stage::open()?,
            knowledge: Knowledge::UpToDate,
            told: Told::default(),
            unseeded: BTreeSet::new(),
            absent: BTreeSet::new(),
            json: scripts.flat_map(|script| &script.json).cloned().collect(),
        })
    }

    /// Proves what is not proven yet.
    pub(super) fn run(&mut self) -> rusqlite::Result<()> {
        let mut stage = None;
        for (at, step) in self.steps.iter().enumerate() {
            self.at = at;
            let next = match step.proof {
                Proof::Given => self.pass_by(step)?,
                Proof::Missing => {
                    let ready = match stage.take() {
                        Some(stage) => stage,
                        None => self.copy()?,
                    };
                    self.prove(ready, step)?
                }
            };
            stage = match next {
                Next::Stop => return Ok(()),
                Next::Continue(stage) => stage,
            };
        }
        Ok(())
    }

    /// Applies a migration that is proven already.
    fn pass_by(&mut self, step: &Step<'a>) -> rusqlite::Result<Next> {
        self.knowledge = Knowledge::Outdated;
        Ok(match self.runs_on_empty_tables(step, None)? {
            true => Next::Continue(None),
            false => Next::Stop,
        })
    }

    /// Runs an up script as a new installation does, and says whether it can be built upon. With rows it ran
    /// already, if it is not proven.
    fn runs_on_empty_tables(
        &mut self,
        step: &Step<'a>,
        with_rows: Option<&Attempt<'a>>,
    ) -> rusqlite::Result<bool> {
        let performed = perform(&self.bare, &step.up, self.left_out(&step.up))?;
        self.miss(&step.up, &performed.failures);
        if performed.failures.is_empty() {
            return Ok(true);
        }
        self.know()?;
        let later = match performed.stands {
            true => 0,
            false => self.steps.len() - self.at - 1,
        };
        for failure in &performed.failures {
            if self.follows(failure) {
                continue;
            }
            let setting = match with_rows {
                Some(attempt) if !attempt.fails_at(failure) => Setting::Empty { later },
                _ => Setting::Always { later },
            };
            let found = failed(&self.bare, &step.up, failure, setting);
            // That it fails with rows goes without saying then.
            self.findings
                .retain(|known| !found.iter().any(|finding| are_at_one_place(known, finding)));
            self.report(found);
        }
        Ok(performed.stands)
    }

    fn know(&mut self) -> rusqlite::Result<()> {
        if self.knowledge == Knowledge::Outdated {
            self.bare.know_all()?;
            self.knowledge = Knowledge::UpToDate;
        }
        Ok(())
    }

    /// A database of its own in the state that the empty one is in.
    fn copy(&mut self) -> rusqlite::Result<Stage> {
        self.know()?;
        self.bare.copy()
    }

    /// Proves a migration, and gives the database back with it applied, if it can be gone on with.
    fn prove(&mut self, stage: Stage, step: &Step<'a>) -> rusqlite::Result<Next> {
        let scope = Scope::of(&step.scripts());
        let base = schema::read(&stage.connection, &scope)?;
        let up = self.up(stage, step, &scope, &base)?;
        if !self.runs_on_empty_tables(step, Some(&up))? {
            return Ok(Next::Stop);
        }
        let bare = match &up {
            Attempt::Stood(stood) => stood.schema.clone(),
            Attempt::Failed(..) => schema::read(&self.bare.connection, &scope)?,
        };
        self.bare.catalog.change(&base, bare);
        let stage = match up {
            Attempt::Stood(stood) => self.back_and_forth(stood, step, &scope, &base)?,
            // What another tool has applied ran on the rows that were there then, and must not be edited.
            Attempt::Failed(..) if step.up.script.is_adopted() => None,
            Attempt::Failed(stage, failure) => {
                self.report_failure(&stage, &step.up, &failure, Setting::Rows);
                None
            }
        };
        Ok(Next::Continue(stage))
    }

    /// Runs the down script of a migration, if it has one, and the up script again.
    fn back_and_forth(
        &mut self,
        Stood {
            stage,
            schema: applied,
        }: Stood,
        step: &Step<'a>,
        scope: &Scope,
        base: &Schema,
    ) -> rusqlite::Result<Option<Stage>> {
        let Some(down) = &step.down else {
            return Ok(Some(stage));
        };
        // What others may refer to already stays as the up script left it: the down script may delete it.
        let is_new = |table: &Object| {
            base.get(&table.key())
                .is_none_or(|before| before.sql != table.sql)
        };
        self.fill(&stage, &step.scripts(), Rows::Repeating, is_new)?;
        let Some(Stood {
            stage,
            schema: reverted,
        }) = self.down(stage, step, down, scope, &applied)?
        else {
            return Ok(None);
        };
        if let Some(finding) = differs::not_taken_back(down, base, &reverted) {
            self.report([finding]);
            return Ok(None);
        }
        let Some(Stood { stage, schema }) = self.again(stage, step, scope, &reverted)? else {
            return Ok(None);
        };
        let finding = differs::not_the_same_again(&step.up, &applied, &schema);
        let goes_on = finding.is_none();
        self.report(finding);
        Ok(goes_on.then_some(stage))
    }

    fn left_out(&self, script: &Outline<'_>) -> LeftOut<'_> {
        LeftOut {
            unknown: match (self.accepts)(script.script, Rule::UnknownFunction) {
                true => Unknown::IsLeftOut,
                false => Unknown::Stops,
            },
            absent: &self.absent,
        }
    }

    /// Takes down what does not exist because the statement that makes it was left out.
    fn miss(&mut self, script: &Outline<'_>, failures: &[Failure<'_>]) {
        let is_left_out = self.left_out(script).unknown == Unknown::IsLeftOut;
        let left_out = failures.iter().filter(|failure| {
            is_left_out && failure.cause.is_unknown() || failure.cause.is_lack_of(&self.absent)
        });
        let statements = left_out.filter_map(|failure| failure.statement);
        let names: Vec<String> = statements
            .filter_map(|statement| made(&statement))
            .map(|made| made.name)
            .collect();
        self.absent.extend(names);
    }

    /// Whether it is told already what the failure comes from.
    fn follows(&self, failure: &Failure<'_>) -> bool {
        let came_upon = failure.cause.came_upon();
        came_upon.is_some_and(|name| self.told.broken.contains(&name))
            || failure.cause.is_lack_of(&self.absent)
    }

    fn report_failure(
        &mut self,
        stage: &Stage,
        script: &Outline<'a>,
        failure: &Failure<'a>,
        setting: Setting,
    ) {
        if !self.follows(failure) {
            self.report(failed(stage, script, failure, setting));
        }
    }

    /// Adds what was not found before: scripts run more than once.
    fn report(&mut self, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            let is_known = |known: &Finding| known == &finding || are_at_one_place(known, &finding);
            if !self.findings.iter().any(is_known) {
                self.findings.push(finding);
            }
        }
    }
}

/// Whether both are about the same statement that fails.
fn are_at_one_place(one: &Finding, other: &Finding) -> bool {
    let place = |finding: &Finding| {
        let at = &finding.diagnostic;
        (at.path().map(str::to_owned), at.line_and_column())
    };
    let rules = [Rule::RehearsalFails, Rule::UnknownFunction];
    let fail = |finding: &Finding| rules.contains(&finding.rule);
    fail(one) && fail(other) && place(one) == place(other)
}
