//! How a migrator runs.

use std::sync::Arc;
use std::time::Duration;

use ingrain_core::{Dialect, ParseModeError, Policy};

use super::environment;
use crate::hooks::Hooks;
use crate::{Error, Plan};

/// How to run.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) table: String,
    pub(crate) schema: Option<String>,
    pub(crate) application: String,
    pub(crate) policy: Policy,
    /// What `INGRAIN_POLICY` says, where it was asked for and means nothing.
    pub(crate) misread: Option<ParseModeError>,
    pub(crate) transactions: Option<Transactions>,
    pub(crate) lock_timeout: Duration,
    pub(crate) statement_timeout: Option<Duration>,
    pub(crate) wait: Duration,
    pub(crate) pooling: Pooling,
    /// The plan that a call is bound to.
    pub(crate) confirmed: Option<Arc<Plan>>,
    pub(crate) hooks: Hooks,
}

/// How many migrations share a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transactions {
    /// Each has its own: what went well before a failure stays. The default on Postgres.
    Each,
    /// All of a run share one, apart from those that say `no-transaction` or `foreign-keys off`: all or
    /// nothing. The default on SQLite, where it is ten times faster.
    Together,
}

/// What is known of a connection pooler between the application and Postgres.
///
/// Pools inside the application (deadpool, bb8) hand out whole connections, and do not matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Pooling {
    /// Nothing: a migration that says `no-transaction` is refused where there is one. All others run
    /// through it as they do without.
    #[default]
    Unknown,
    /// If there is one, it keeps one session of the server for as long as the client is connected.
    Session,
}

impl Transactions {
    pub(crate) fn default_of(dialect: Dialect) -> Transactions {
        match dialect {
            Dialect::Sqlite => Transactions::Together,
            Dialect::Postgres => Transactions::Each,
        }
    }
}

impl Settings {
    /// The defaults for an application of this name.
    pub(super) fn of(application: &str) -> Settings {
        Settings {
            table: "ingrain_history".to_owned(),
            schema: None,
            application: application.to_owned(),
            policy: Policy::default(),
            misread: None,
            transactions: None,
            lock_timeout: Duration::from_secs(5),
            statement_timeout: None,
            wait: Duration::from_secs(300),
            pooling: Pooling::default(),
            confirmed: None,
            hooks: Hooks::default(),
        }
    }

    pub(crate) fn transactions(&self, dialect: Dialect) -> Transactions {
        self.transactions
            .unwrap_or(Transactions::default_of(dialect))
    }

    /// The settings can be used as they are.
    pub(crate) fn check(&self, note: Option<&str>, dialect: Dialect) -> Result<(), Error> {
        if let Some(misread) = &self.misread {
            return Err(Error::settings(
                format!(
                    "the environment variable {}: {misread}",
                    environment::VARIABLE
                ),
                "`apply` applies what is pending, `verify` only checks; without the variable the application decides",
            ));
        }
        // Postgres cuts longer names off, and then they are other names.
        const LONGEST: usize = 63;
        for name in [Some(&self.table), self.schema.as_ref()]
            .into_iter()
            .flatten()
        {
            if name.is_empty() || name.len() > LONGEST || name.contains('\0') {
                let help = "choose a name of 1 to 63 bytes, such as `ingrain_history`";
                return Err(Error::settings(
                    format!("the history cannot be called {name:?}"),
                    help,
                ));
            }
        }
        if self.schema.is_some() && dialect == Dialect::Sqlite {
            let help = "leave `history_schema` out, or choose another `history_table`";
            return Err(Error::settings(
                "SQLite has no schemas to put the history in".to_owned(),
                help,
            ));
        }
        for limit in [Some(self.lock_timeout), self.statement_timeout]
            .into_iter()
            .flatten()
        {
            // Postgres counts milliseconds in 32 bits, and takes 0 for no limit at all.
            if !(1..=i32::MAX as u128).contains(&limit.as_millis()) {
                let title = format!("a time limit cannot be {limit:?}");
                return Err(Error::settings(
                    title,
                    "choose one from 1 millisecond to 24 days",
                ));
            }
        }
        if note.is_some_and(|note| note.trim().is_empty() || note.contains('\0')) {
            return Err(Error::settings(
                "the reason is empty".to_owned(),
                "say why, for whoever reads the history later",
            ));
        }
        if self.application.contains('\0') {
            return Err(Error::settings(
                "the application's name holds a NUL character".to_owned(),
                "leave it out",
            ));
        }
        self.hooks.check(dialect)
    }
}
