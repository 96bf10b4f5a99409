//! Units of steps become the lines of a script.

use ingrain_core::{Remedy, Step, Text};

use super::script::Script;
use crate::engine::Stop;
use crate::engine::compose::Written;
use crate::engine::sequence::{Doing, actions};
use crate::engine::work::{Piece, Role, Unit, script, units};
use crate::log::Flush;
use crate::{Consent, Error, Unmanaged, Version};

/// A script that grows with each unit of steps.
pub(super) struct Writer<'m> {
    pub(super) script: Script,
    pub(super) written: Written<'m>,
    /// Where it begins, in words.
    pub(super) from: String,
    /// Whether the script may run on a database stamped as production.
    pub(super) consent: Consent,
    /// Whether the first transaction has begun.
    pub(super) opened: bool,
}

impl Writer<'_> {
    /// Writes down all that the steps come to.
    pub(super) fn write(&mut self, steps: &[Step<'_>]) -> Result<(), Stop> {
        let Written { log, settings, .. } = &self.written;
        let dialect = log.dialect();
        let transactions = settings.transactions(dialect);
        if !steps.is_empty() {
            self.statements(&self.written.log.save());
        }
        for unit in units(steps, transactions, dialect) {
            match unit {
                Unit::Transaction(steps) => {
                    self.script.title(steps, dialect);
                    self.transaction(steps, None)?;
                }
                Unit::WithoutForeignKeys(step) => {
                    self.script.title(std::slice::from_ref(step), dialect);
                    self.script.statement("PRAGMA foreign_keys = OFF");
                    let consistent = self.written.log.is_consistent();
                    self.transaction(std::slice::from_ref(step), Some(consistent))?;
                    self.script.statement("PRAGMA foreign_keys = ON");
                }
                Unit::Stepwise(step) => self.stepwise(step)?,
            }
        }
        Ok(())
    }

    /// One transaction, which commits only if `last` holds at its end.
    fn transaction(&mut self, steps: &[Step<'_>], last: Option<&str>) -> Result<(), Stop> {
        let demands = self.demands();
        let mut pieces = Vec::new();
        self.written
            .transaction(steps, None, Flush::AtCommit, &mut pieces)?;
        self.pieces(&pieces, &demands);
        if let Some(condition) = last {
            let message =
                "ingrain: rows violate a foreign key; `PRAGMA foreign_key_check` shows them";
            self.statements(&self.written.log.demand(condition, message));
        }
        self.script.statement("COMMIT");
        Ok(())
    }

    fn stepwise(&mut self, step: &Step<'_>) -> Result<(), Stop> {
        let dialect = self.written.log.dialect();
        let Some(script) = script(step, dialect) else {
            return Ok(());
        };
        if script.directives.backfill.is_some() {
            return Err(in_batches(script.version).into());
        }
        let statements = script.statements(dialect)?;
        self.script.title(std::slice::from_ref(step), dialect);
        if let Some(leads) = self.written.log.is_led() {
            let message =
                "ingrain: another process is migrating; run the script again when it is done";
            self.statements(&self.written.log.demand(&leads, message));
        }
        let limits = self.written.session_limits(script, &statements);
        self.pieces(&limits, &[]);
        for action in actions(step, script, &statements, false, dialect) {
            match action {
                Doing::Alone(statement) => self.script.statement(statement.text()),
                Doing::Write(row) => {
                    let demands = self.demands();
                    let (pieces, _) = self.written.row(*row, None)?;
                    self.pieces(&pieces, &demands);
                }
            }
        }
        self.statements(&self.written.leave_session(&statements));
        Ok(())
    }

    /// Writes down the statements, and after one that begins a transaction what it demands.
    fn pieces(&mut self, pieces: &[Piece<'_>], demands: &[String]) {
        for piece in pieces {
            self.script.statement(&piece.sql);
            if matches!(piece.role, Role::Begin) {
                self.statements(demands);
            }
        }
    }

    fn statements(&mut self, statements: &[String]) {
        for statement in statements {
            self.script.statement(statement);
        }
    }

    /// What the next transaction demands: that nobody has written to the log since the one before it.
    fn demands(&mut self) -> Vec<String> {
        let mut statements = match std::mem::replace(&mut self.opened, true) {
            false => self.first_demands(),
            true => Vec::new(),
        };
        let Written {
            log, history, rows, ..
        } = &self.written;
        statements.extend(log.hold());
        let message = match rows.last() {
            None => format!(
                "ingrain: the database is not at {} of this chain",
                self.from
            ),
            Some(_) => "ingrain: another process has written to the history meanwhile".to_owned(),
        };
        let follows = log.ends_with(rows.last(), history.digest());
        statements.extend(log.demand(&follows, &message));
        statements
    }

    /// What the engine would look at, and the planner refuse.
    fn first_demands(&self) -> Vec<String> {
        let Written {
            log,
            history,
            settings,
            ..
        } = &self.written;
        let mut statements = Vec::new();
        if settings.schema.is_none()
            && let Some(found) = log.is_found_unnamed()
        {
            let message = "ingrain: the history is not in the schema public; make the script with `history_schema`";
            statements.extend(log.demand(&found, message));
        }
        if history.current().is_none() {
            statements.push(log.create());
            if settings.policy.unmanaged == Unmanaged::Refuse {
                let message =
                    "ingrain: the database has tables, but no history of migrations (ING0107)";
                statements.extend(log.demand(&log.is_managed(), message));
            }
        }
        if self.consent == Consent::Withheld {
            let message = "ingrain: the database is stamped as production; make the script with consent (ING0108)";
            statements.extend(log.demand(&log.is_no_production(), message));
        }
        statements
    }
}

/// How many batches there are, and where each ends, only the database knows.
fn in_batches(version: Version) -> Error {
    Error::settings(
        format!(
            "version {version} runs in batches, which a script for psql or sqlite3 cannot hold: only the database \
             knows how many there are"
        ),
        Text::from("make a script that ends before it, let the application run that version (")
            + Remedy::Apply
            + "), and make another one that begins with it",
    )
}
