//! What a database that is stamped as production is protected from.

use super::{Plan, Planner, Step};
use crate::directive::allowed;
use crate::refusal::Refusal;
use crate::{Command, Consent, Dialect, Environment, Mode, loses_data, split};

impl Planner<'_, '_> {
    /// Whoever reverts, loses data on the way up, has the log say what no script did, or takes the stamp away
    /// that asks for all this, has to mean a database that is stamped as production.
    pub(super) fn meant(&self, command: Command, plan: &Plan<'_>) -> Result<(), Box<Refusal>> {
        let is_protected =
            self.policy.consent == Consent::Withheld && self.history().is_production();
        if !is_protected {
            return Ok(());
        }
        match command {
            Command::Down(_)
            | Command::Redo(_)
            | Command::Baseline(_)
            | Command::Repair
            | Command::RepairUnfinished(_) => match plan.steps.is_empty() {
                true => Ok(()),
                false => Err(Refusal::protected(&plan.steps)),
            },
            Command::Environment(Environment::Other) => Err(Refusal::ends_protection()),
            // Who only verifies is told that they are pending, and could not consent.
            Command::Run | Command::Up(_) if self.policy.mode == Mode::Apply => {
                let dialect = self.chain.dialect();
                let losing = plan
                    .steps
                    .iter()
                    .filter(|step| step.loses_data_unasked(dialect));
                let losing: Vec<&Step<'_>> = losing.collect();
                match losing.is_empty() {
                    true => Ok(()),
                    false => Err(Refusal::loses_data(&losing, dialect)),
                }
            }
            Command::Run
            | Command::Up(_)
            | Command::Adopt(_)
            | Command::Environment(Environment::Production) => Ok(()),
        }
    }
}

impl Step<'_> {
    /// Whether it applies a script that takes data away, and that nobody has consented to by saying in it
    /// `allow` and a rule about losing data.
    pub fn loses_data_unasked(&self, dialect: Dialect) -> bool {
        let Step::Apply { migration, done } = self else {
            return false;
        };
        let text = migration.up.text;
        if allowed(dialect, text).any(|allowed| allowed.rule.is_about_loss()) {
            return false;
        }
        let done = match migration.up.directives(dialect).backfill {
            // What is done of it are batches of its one statement.
            Some(_) => 0,
            None => usize::try_from(*done).unwrap_or(usize::MAX),
        };
        let statements = split(dialect, text).unwrap_or_default();
        loses_data(dialect, statements.get(done..).unwrap_or_default())
    }
}
