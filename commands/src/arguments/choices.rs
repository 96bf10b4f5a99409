//! What several commands let one choose.

use clap::builder::EnumValueParser;
use clap::{Args, ValueEnum};
use ingrain::{Consent, Dialect, Migrator, Newer, Order, Tool, Unmanaged};

use super::secret::NoUrl;

/// Yes, said beforehand.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct Confirmation {
    /// Do not ask
    #[arg(long, short)]
    pub yes: bool,

    /// Do it on a database that is stamped as production too
    #[arg(long)]
    pub production: bool,
}

/// What would be refused otherwise.
#[derive(Debug, Clone, Default, Args)]
pub struct Allowances {
    /// Allow what would be refused otherwise
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = NoUrl(EnumValueParser::<Allowance>::new()))]
    pub allow: Vec<Allowance>,
}

/// A refusal that can be waived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[non_exhaustive]
pub enum Allowance {
    /// Pending migrations below the last applied one
    OutOfOrder,
    /// Applied migrations that this program does not embed
    Newer,
    /// A database with tables but no history; for a baseline, one without tables
    Unmanaged,
}

impl Confirmation {
    pub(crate) fn consent(self) -> Consent {
        consent(self.production)
    }
}

/// What `--production` means.
pub(crate) fn consent(production: bool) -> Consent {
    match production {
        true => Consent::Given,
        false => Consent::Withheld,
    }
}

impl Allowances {
    pub(crate) fn given_to(&self, migrator: Migrator) -> Migrator {
        self.allow
            .iter()
            .fold(migrator, |migrator, allowance| match allowance {
                Allowance::OutOfOrder => migrator.order(Order::Any),
                Allowance::Newer => migrator.newer(Newer::Allow),
                Allowance::Unmanaged => migrator.unmanaged(Unmanaged::Allow),
            })
    }
}

/// A database's SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "clap would show it beside names that say it")]
pub enum DialectName {
    Sqlite,
    Postgres,
}

impl From<DialectName> for Dialect {
    fn from(name: DialectName) -> Dialect {
        match name {
            DialectName::Sqlite => Dialect::Sqlite,
            DialectName::Postgres => Dialect::Postgres,
        }
    }
}

/// A migration tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "clap would show it beside names that say it")]
pub enum ToolName {
    Refinery,
    Sqlx,
    Diesel,
}

impl From<ToolName> for Tool {
    fn from(name: ToolName) -> Tool {
        match name {
            ToolName::Refinery => Tool::Refinery,
            ToolName::Sqlx => Tool::Sqlx,
            ToolName::Diesel => Tool::Diesel,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dialect_and_every_tool_can_be_named() {
        let dialects = DialectName::value_variants()
            .iter()
            .map(|name| Dialect::from(*name));
        assert_eq!(dialects.collect::<Vec<_>>(), Dialect::ALL);
        let tools = ToolName::value_variants()
            .iter()
            .map(|name| Tool::from(*name));
        assert_eq!(tools.collect::<Vec<_>>(), Tool::ALL);
    }
}
