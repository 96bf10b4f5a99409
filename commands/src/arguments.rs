//! What can be typed: every command with its arguments.

mod choices;
mod json;
mod options;
mod range;
mod secret;
mod text;

use std::num::NonZeroUsize;
use std::process::ExitCode;

use clap::builder::{ArgPredicate, EnumValueParser};
use clap::{Args, Subcommand};
use ingrain::{Migrator, ParseTargetError, Target, Version};

pub(crate) use self::choices::consent;
pub use self::choices::{Allowance, Allowances, Confirmation, DialectName, ToolName};
pub use self::options::Options;
pub use self::range::{ParseRangeError, TargetRange};
pub use self::secret::NoUrl;
pub use self::text::reason;

use crate::{Exit, run};

/// The commands as one argument of an application: `myapp migrate …`.
#[derive(Debug, Clone, Args)]
#[command(after_help = Exit::help())]
pub struct Migrate {
    /// What holds for every command.
    #[command(flatten)]
    pub options: Options,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

impl Migrate {
    /// The database that is meant where neither `--database-url` nor `DATABASE_URL` says it.
    #[must_use]
    pub fn default_url(mut self, url: impl Into<String>) -> Migrate {
        self.options.default_url = Some(url.into());
        self
    }

    /// Does what was asked for, says how it went, and gives the exit code for the process to end with.
    ///
    /// It has a thread of its own, and so may be called inside an async runtime and outside. Ctrl-C is
    /// heeded: what runs is taken back.
    pub fn run(self, migrator: Migrator) -> ExitCode {
        self.command.run(self.options, migrator)
    }
}

/// The commands that work on a database.
#[derive(Debug, Clone, Subcommand)]
#[non_exhaustive]
pub enum Command {
    /// Apply what is pending
    ///
    /// Each migration has a transaction of its own on Postgres, all share one on SQLite; Ctrl-C takes back what
    /// runs. A SQLite file that is not there is created, a Postgres database is not.
    #[command(after_long_help = Exit::help_below(json::REPORT))]
    Up {
        /// head, a version, or +2 for the next two
        #[arg(default_value = "head", allow_negative_numbers = true, value_parser = target())]
        target: Target,
        /// What would be refused otherwise.
        #[command(flatten)]
        allowances: Allowances,
        /// Lose data on a database that is stamped as production too
        #[arg(long)]
        production: bool,
    },
    /// Revert down to a version, which itself stays applied
    ///
    /// It says what it would do and asks; where nobody can be asked, it wants --yes. It does what it has said, or
    /// nothing, if another process was first meanwhile.
    #[command(after_long_help = Exit::help_below(json::DOWN))]
    Down {
        /// A version, base, or -1 for the last one
        #[arg(allow_negative_numbers = true, value_parser = target())]
        target: Target,
        /// Yes, said beforehand.
        #[command(flatten)]
        confirmation: Confirmation,
    },
    /// Revert down to a version, and apply the same again
    ///
    /// For the last one, while it is being written. It says what it would do and asks, as `down` does.
    #[command(after_long_help = Exit::help_below(json::REDO))]
    Redo {
        /// A version, base, or -1 for the last one
        #[arg(default_value = "-1", allow_negative_numbers = true, value_parser = target())]
        target: Target,
        /// Yes, said beforehand.
        #[command(flatten)]
        confirmation: Confirmation,
    },
    /// Show what `up` would do, or `down`, with its SQL
    ///
    /// It exits with 3 where something is pending.
    #[command(after_long_help = Exit::help_below(json::PLAN))]
    Plan {
        /// head, a version or +2; base and -1 are planned downwards
        #[arg(default_value = "head", default_value_if("down", ArgPredicate::IsPresent, "-1"), allow_negative_numbers = true, value_parser = target())]
        target: Target,
        /// Plan downwards: to a version, else -1
        #[arg(long)]
        down: bool,
        /// What would be refused otherwise.
        #[command(flatten)]
        allowances: Allowances,
        /// Plan as if it were meant on a database that is stamped as production
        #[arg(long)]
        production: bool,
    },
    /// Print a script that does by itself what `up` or `down` would do
    ///
    /// For psql or sqlite3; the rows of the history are part of it. No database is looked at.
    #[command(after_long_help = Exit::help_below(json::SQL))]
    Sql {
        /// From where to where, each a version, base or head: base:head, 3:7, 7:3
        #[arg(value_name = "FROM:TO", value_parser = NoUrl(str::parse::<TargetRange>))]
        range: TargetRange,
        /// For which database, where no URL says it
        #[arg(long, value_parser = NoUrl(EnumValueParser::<DialectName>::new()))]
        dialect: Option<DialectName>,
        /// Let a script that reverts, or loses data, run on a database that is stamped as production
        #[arg(long)]
        production: bool,
    },
    /// Show how the database stands
    ///
    /// It exits with 3 where something is pending, and with 4 where `up` would be refused.
    #[command(after_long_help = Exit::help_below(json::STATUS))]
    Status,
    /// Show what was recorded, the newest first
    #[command(after_long_help = Exit::help_below(json::HISTORY))]
    History {
        /// So many rows at the most
        #[arg(long, short = 'n', value_name = "COUNT", value_parser = NoUrl(text::count))]
        limit: Option<NonZeroUsize>,
    },
    /// Show a migration: its scripts, and what is recorded of it
    ///
    /// Without a database, or with --dialect, it shows what is embedded.
    #[command(after_long_help = Exit::help_below(json::SHOW))]
    Show {
        /// Its version
        #[arg(value_parser = NoUrl(str::parse::<Version>))]
        version: Version,
        /// For which database, where no URL says it
        #[arg(long, value_parser = NoUrl(EnumValueParser::<DialectName>::new()))]
        dialect: Option<DialectName>,
    },
    /// Take everything up to a version for applied, without running it
    ///
    /// For a database whose schema was made by other means and is that of this version.
    #[command(after_long_help = Exit::help_below(json::RECORDED))]
    Baseline {
        /// The version that the schema is at
        #[arg(value_parser = NoUrl(str::parse::<Version>))]
        version: Version,
        /// Why, for the history
        #[arg(long, value_name = "TEXT", value_parser = text::reason)]
        reason: String,
        /// What would be refused otherwise.
        #[command(flatten)]
        allowances: Allowances,
        /// Yes, said beforehand.
        #[command(flatten)]
        confirmation: Confirmation,
    },
    /// Accept that applied migrations differ, or say how an unfinished one ended
    ///
    /// Down scripts that were mended since replace those that the history keeps.
    #[command(after_long_help = Exit::help_below(json::RECORDED))]
    Repair {
        /// The unfinished migration was finished by hand
        #[arg(long, conflicts_with = "undone")]
        done: bool,
        /// What the unfinished migration had done was taken back by hand
        #[arg(long)]
        undone: bool,
        /// Why, for the history
        #[arg(long, value_name = "TEXT", value_parser = text::reason)]
        reason: String,
        /// Yes, said beforehand.
        #[command(flatten)]
        confirmation: Confirmation,
    },
    /// Take over the history of another migration tool
    ///
    /// Its checksums are verified where it keeps any; its table is left as it is.
    #[command(after_long_help = Exit::help_below(json::RECORDED))]
    Adopt {
        /// The tool that has migrated the database until now
        #[arg(value_parser = NoUrl(EnumValueParser::<ToolName>::new()))]
        tool: ToolName,
    },
    /// Record which environment the database belongs to
    ///
    /// One whose name begins with `prod` is not reverted or repaired, and loses no data, without --production. To
    /// give it a name that begins otherwise needs --production too, and is asked about.
    #[command(after_long_help = Exit::help_below(json::ENVIRONMENT))]
    Environment {
        /// production, staging, development and so on
        #[arg(value_parser = NoUrl(text::environment))]
        name: String,
        /// Yes, said beforehand.
        #[command(flatten)]
        confirmation: Confirmation,
    },
}

impl Command {
    /// Does it; see [`Migrate::run`].
    pub fn run(self, options: Options, migrator: Migrator) -> ExitCode {
        run::run(self, options, migrator)
    }
}

type ParseTarget = fn(&str) -> Result<Target, ParseTargetError>;

fn target() -> NoUrl<ParseTarget> {
    NoUrl(str::parse::<Target>)
}
