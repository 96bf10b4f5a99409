//! One script on rows, and what is done when it fails.

use ingrain_core::{Direction, Rule};

use super::rows::{Rows, alternatives, writes_values};
use super::{Rehearsal, Step};
use crate::sqlite::check;
use crate::sqlite::failed::{Setting, not_unique};
use crate::sqlite::outline::Outline;
use crate::sqlite::perform::{Failure, perform};
use crate::sqlite::schema::{self, Schema, Scope};
use crate::sqlite::stage::Stage;

/// A script that is to run.
struct Run<'s, 'a> {
    script: &'s Outline<'a>,
    direction: Direction,
    /// The scripts whose tables are to hold rows.
    fills: Vec<&'s Outline<'a>>,
    rows: Rows,
    scope: &'s Scope,
    /// What there is in this scope before it.
    schema: &'s Schema,
}

/// How it fared.
pub(super) enum Attempt<'a> {
    Stood(Stood),
    Failed(Stage, Failure<'a>),
}

/// What a script has left, and the part of the schema that was looked at.
pub(super) struct Stood {
    pub(super) stage: Stage,
    pub(super) schema: Schema,
}

impl Attempt<'_> {
    /// Whether the script failed where `other` did.
    pub(super) fn fails_at(&self, other: &Failure<'_>) -> bool {
        let start = |failure: &Failure<'_>| failure.statement.map(|statement| statement.start());
        matches!(self, Attempt::Failed(_, failure) if start(failure) == start(other))
    }
}

impl<'a> Rehearsal<'_, 'a> {
    /// Runs the up script on rows; where they are in each other's way, on others too.
    pub(super) fn up(
        &mut self,
        stage: Stage,
        step: &Step<'a>,
        scope: &Scope,
        base: &Schema,
    ) -> rusqlite::Result<Attempt<'a>> {
        let run = |rows: Rows| Run {
            script: &step.up,
            direction: Direction::Up,
            fills: step.scripts(),
            rows,
            scope,
            schema: base,
        };
        let (stage, failure) = match self.attempt(stage, run(Rows::Repeating))? {
            Attempt::Stood(stood) => return Ok(Attempt::Stood(stood)),
            Attempt::Failed(stage, failure) => (stage, failure),
        };
        for &rows in alternatives(&step.up, &failure, &stage.catalog) {
            let ready = self.copy()?;
            if let Attempt::Stood(stood) = self.attempt(ready, run(rows))? {
                if !writes_values(&step.up, &failure, &stage.catalog) {
                    self.report([not_unique(&step.up, &failure)]);
                }
                return Ok(Attempt::Stood(stood));
            }
        }
        Ok(Attempt::Failed(stage, failure))
    }

    pub(super) fn down(
        &mut self,
        stage: Stage,
        step: &Step<'a>,
        down: &Outline<'a>,
        scope: &Scope,
        applied: &Schema,
    ) -> rusqlite::Result<Option<Stood>> {
        let run = || Run {
            script: down,
            direction: Direction::Down,
            fills: Vec::new(),
            rows: Rows::AsTheyAre,
            scope,
            schema: applied,
        };
        let (stage, failure) = match self.attempt(stage, run())? {
            Attempt::Stood(stood) => return Ok(Some(stood)),
            Attempt::Failed(stage, failure) => (stage, failure),
        };
        if failure.cause.is_unique_failure() {
            let ready = self.copy()?;
            self.fill(&ready, &[&step.up, down], Rows::Distinct, |_| true)?;
            if let Attempt::Stood(stood) = self.attempt(ready, run())? {
                self.report([not_unique(down, &failure)]);
                return Ok(Some(stood));
            }
        }
        let bare = self.copy()?;
        let setting = match perform(&bare, down, self.left_out(down))?.stands {
            true => Setting::Rows,
            false => Setting::Down,
        };
        self.report_failure(&stage, down, &failure, setting);
        Ok(None)
    }

    /// Runs the up script for the second time.
    pub(super) fn again(
        &mut self,
        stage: Stage,
        step: &Step<'a>,
        scope: &Scope,
        reverted: &Schema,
    ) -> rusqlite::Result<Option<Stood>> {
        let run = Run {
            script: &step.up,
            direction: Direction::Up,
            fills: Vec::new(),
            rows: Rows::AsTheyAre,
            scope,
            schema: reverted,
        };
        match self.attempt(stage, run)? {
            Attempt::Stood(stood) => Ok(Some(stood)),
            Attempt::Failed(stage, failure) => {
                self.report_failure(&stage, &step.up, &failure, Setting::Again);
                Ok(None)
            }
        }
    }

    fn attempt(&mut self, mut stage: Stage, run: Run<'_, 'a>) -> rusqlite::Result<Attempt<'a>> {
        let Run { script, rows, .. } = run;
        self.fill(&stage, &run.fills, rows, |_| true)?;
        let before = check::before(&stage, script)?;
        let performed = perform(&stage, script, self.left_out(script))?;
        self.miss(script, &performed.failures);
        if !performed.stands {
            let failure = performed.failures.into_iter().next_back();
            let failure = failure.ok_or(rusqlite::Error::InvalidQuery)?;
            return Ok(Attempt::Failed(stage, failure));
        }
        for failure in &performed.failures {
            self.report_failure(&stage, script, failure, Setting::Rows);
        }
        let schema = schema::read(&stage.connection, run.scope)?;
        let broken = self.told.broken.clone();
        let findings = check::after(
            &mut stage,
            &self.bare,
            &mut self.told,
            (script, run.direction),
            (&before, &performed.taken),
            (run.schema, &schema),
        )?;
        // What comes of that is not told otherwise.
        if (self.accepts)(script.script, Rule::ReferenceBroken) {
            self.told.broken = broken;
        }
        self.report(findings);
        Ok(Attempt::Stood(Stood { stage, schema }))
    }
}
