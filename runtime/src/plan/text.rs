//! A plan as people read it.

use std::fmt;

use ingrain_core::{Environment, Transaction};

use super::{Action, Plan, PlannedStep, Replaced};

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            writeln!(f, "{step}")?;
        }
        match (self.steps.is_empty(), self.current) {
            (false, _) => Ok(()),
            (true, Some(current)) => {
                write!(f, "nothing to do: the database is at version {current}")
            }
            (true, None) => f.write_str("nothing to do: no migration is applied"),
        }
    }
}

impl fmt::Display for PlannedStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "-- {}", self.action.name())?;
        if let (Some(version), Some(description)) = (self.version, &self.description) {
            write!(f, " {version} {description}")?;
        }
        if let Some(about) = self.about() {
            write!(f, ": {about}")?;
        }
        if self.direction().is_some() {
            match (self.transaction, &self.batches) {
                (Transaction::Wrapped, _) => f.write_str(", in a transaction")?,
                (Transaction::None, None) => f.write_str(", outside transactions")?,
                (Transaction::None, Some(batches)) => write!(f, ", in batches of {batches}")?,
            }
        }
        if let Some(revision) = &self.rust {
            write!(f, ", by a Rust function, {revision:?}")?;
        }
        if self.loses_data {
            f.write_str(", loses data")?;
        }
        if let Some(Replaced { from, to }) = self.replaces {
            write!(f, "\n-- from {from}\n-- to   {to}")?;
        }
        for statement in &self.statements {
            write!(f, "\n{statement};")?;
        }
        Ok(())
    }
}

impl PlannedStep {
    /// What a step is about that runs no script, for people: `its down script has changed`. Nothing where the action
    /// says it.
    pub fn about(&self) -> Option<&'static str> {
        match (self.action, self.replaces, self.environment) {
            (Action::Repair, Some(_), _) => Some("its up script has changed"),
            (Action::Repair, None, _) => Some("a script of it stopped part-way"),
            (Action::Refresh, ..) => Some("its down script has changed"),
            (_, _, Some(Environment::Production)) => Some("stamps the database as production"),
            (_, _, Some(Environment::Other)) => {
                Some("stamps the database as one that is not production")
            }
            _ => None,
        }
    }
}
