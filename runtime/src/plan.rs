//! What a call would do.

mod replaced;
mod text;

pub use self::replaced::Replaced;

use ingrain_core::{
    Class, Dialect, Direction, Environment, History, Recorded, Skipped, Step, Transaction, Version,
    loses_data,
};

use crate::Error;
use crate::engine::script;

/// What a call would do, in order, with the SQL that it would run; made by
/// [`Migrator::plan`](crate::Migrator::plan).
///
/// Its text is for people: a heading for each step, then its statements. With the feature `serde` it
/// serialises; its JSON has always these keys, and later releases may add some:
///
/// ```json
/// {
///   "current": 7,
///   "steps": [{
///     "action": "apply", "version": 8, "description": "add_author", "class": "additive",
///     "path": "migrations/0008_add_author.up.sql", "in_transaction": true, "loses_data": false,
///     "statements": ["ALTER TABLE notes ADD COLUMN author text"], "rust": null, "environment": null
///   }],
///   "skipped": [{"version": 9, "because": "beyond_target"}]
/// }
/// ```
///
/// `action` is what [`Action::name`] gives, `environment` what [`Environment::name`] does; what a step has not is `null`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    current: Option<Version>,
    steps: Vec<PlannedStep>,
    skipped: Vec<Skipped>,
    /// The last row of the history that it was made on; 0 if there is none.
    last_seq: u64,
}

/// One thing that a call would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStep {
    action: Action,
    version: Option<Version>,
    description: Option<String>,
    class: Option<Class>,
    path: Option<String>,
    transaction: Transaction,
    batches: Option<String>,
    statements: Vec<String>,
    rust: Option<String>,
    replaces: Option<Replaced>,
    loses_data: bool,
    environment: Option<Environment>,
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Runs an up script.
    Apply,
    /// Runs a down script.
    Revert,
    /// Records a migration as applied.
    Baseline,
    /// Records a migration as applied by another tool.
    Adopt,
    /// Records that a divergence is accepted, or how a script ended that stopped part-way.
    Repair,
    /// Records a down script that has changed since it was recorded.
    Refresh,
    /// Records the environment.
    Environment,
}

impl Action {
    /// The word for it: `apply`, `revert`, `baseline`, `adopt`, `repair`, `refresh`, `environment`.
    pub const fn name(self) -> &'static str {
        match self {
            Action::Apply => "apply",
            Action::Revert => "revert",
            Action::Baseline => "baseline",
            Action::Adopt => "adopt",
            Action::Repair => "repair",
            Action::Refresh => "refresh",
            Action::Environment => "environment",
        }
    }
}

impl Plan {
    /// The last applied version, as it is now.
    pub fn current(&self) -> Option<Version> {
        self.current
    }

    /// What would be done, in that order.
    pub fn steps(&self) -> &[PlannedStep] {
        &self.steps
    }

    /// What would be left alone, and why.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Whether nothing would be written.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    pub(crate) fn last_seq(&self) -> u64 {
        self.last_seq
    }

    pub(crate) fn of(
        plan: &ingrain_core::Plan<'_>,
        history: &History,
        dialect: Dialect,
    ) -> Result<Plan, Error> {
        let steps = plan.steps.iter().map(|step| {
            let replaces = Replaced::by(step, history);
            let step = PlannedStep::of(step, dialect)?;
            Ok::<_, Error>(PlannedStep { replaces, ..step })
        });
        Ok(Plan {
            current: history.current(),
            steps: steps.collect::<Result<_, _>>()?,
            skipped: plan.skipped.clone(),
            last_seq: history.last_seq(),
        })
    }
}

impl PlannedStep {
    /// What it does.
    pub fn action(&self) -> Action {
        self.action
    }

    /// Which script it runs, if it runs one.
    pub fn direction(&self) -> Option<Direction> {
        match self.action {
            Action::Apply => Some(Direction::Up),
            Action::Revert => Some(Direction::Down),
            _ => None,
        }
    }

    /// The migration's version, unless the step is about the database as a whole.
    pub fn version(&self) -> Option<Version> {
        self.version
    }

    /// The migration's description, unless the step is about the database as a whole.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// Whether a binary that does not know the migration may run over it.
    pub fn class(&self) -> Option<Class> {
        self.class
    }

    /// The file that the script was embedded from; nothing for a script out of the history, and where none runs.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// Whether the script runs inside a transaction, or statement by statement outside any.
    pub fn transaction(&self) -> Transaction {
        self.transaction
    }

    /// The statements of the script, without semicolons; of one that goes on where it stopped, those that
    /// are left. Empty if no script runs.
    pub fn statements(&self) -> &[String] {
        &self.statements
    }

    /// The revision of the application's function that runs in place of statements, if the script is Rust:
    /// what it does is known to nobody but the function.
    pub fn rust(&self) -> Option<&str> {
        self.rust.as_deref()
    }

    /// What is recorded now and what is recorded instead, if the step accepts another script: the up script of a
    /// repair, the down script of a refresh.
    pub fn replaces(&self) -> Option<Replaced> {
        self.replaces
    }

    /// Whether a statement drops or empties a table, drops a column or deletes rows, as far as its words
    /// show: an estimate, for people to look twice.
    pub fn loses_data(&self) -> bool {
        self.loses_data
    }

    /// What the database is stamped as, if that is what the step does. A plan does not have the very name.
    pub fn environment(&self) -> Option<Environment> {
        self.environment
    }

    fn of(step: &Step<'_>, dialect: Dialect) -> Result<PlannedStep, Error> {
        let migration = step.recorded().1;
        let mut planned = PlannedStep {
            action: match step {
                Step::Apply { .. } => Action::Apply,
                Step::Revert { .. } => Action::Revert,
                Step::Baseline(_) => Action::Baseline,
                Step::Adopt { .. } => Action::Adopt,
                Step::Repair(_) | Step::Finish { .. } => Action::Repair,
                Step::Refresh(_) => Action::Refresh,
                Step::Environment(_) => Action::Environment,
            },
            version: step.version(),
            class: migration.as_ref().map(Recorded::class),
            description: migration.map(|migration| migration.description),
            path: None,
            transaction: Transaction::Wrapped,
            batches: None,
            statements: Vec::new(),
            rust: None,
            replaces: None,
            loses_data: false,
            environment: match step {
                Step::Environment(environment) => Some(*environment),
                _ => None,
            },
        };
        if let Some(script) = script(step, dialect) {
            let backfill = script.directives.backfill;
            let done = match backfill {
                // What is done of it are batches of its one statement.
                Some(_) => 0,
                None => usize::try_from(script.done).unwrap_or(usize::MAX),
            };
            planned.batches = backfill
                .map(|backfill| format!("{} rows along {}", backfill.rows(), backfill.along()));
            let statements = script.statements(dialect)?;
            let rest = statements.get(done..).unwrap_or_default();
            planned.path = script.path.map(str::to_owned);
            planned.transaction = script.directives.transaction;
            planned.statements = rest
                .iter()
                .map(|statement| statement.text().to_owned())
                .collect();
            planned.rust = script.directives.rust.map(str::to_owned);
            planned.loses_data = loses_data(dialect, rest);
        }
        Ok(planned)
    }
}
