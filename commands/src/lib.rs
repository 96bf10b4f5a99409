//! Ingrain's commands as a library: an application mounts them beside its own, and so needs no second tool.
//!
//! ```ignore
//! #[derive(clap::Subcommand)]
//! enum Command {
//!     Serve,
//!     /// Migrate the database
//!     Migrate(ingrain_cli::Migrate),
//! }
//!
//! let arguments: Arguments = ingrain_cli::parse();    // in the place of clap's: no URL is repeated, JSON for `--json`
//!
//! Command::Migrate(migrate) => return migrate.run(MIGRATIONS.migrator()),    // std::process::ExitCode
//! ```
//!
//! They open a connection of their own, to `--database-url`, else to `DATABASE_URL`, else to what
//! [`Migrate::default_url`] was given. An application with a `--database-url` of its own makes it `global = true`, so
//! that it may stand before `migrate` and after; one that hands a connection to its migrator has nothing to pass on
//! but the URL.
//!
//! What clap does not understand, clap's own `parse` repeats, with the password in a URL. [`parse`] does not, and says it
//! as JSON too where `--json` is asked for.
//!
//! `cargo ingrain` is made of the same commands.
//!
//! # Features
//!
//! | feature | for |
//! |---|---|
//! | `rusqlite` | SQLite URLs |
//! | `tokio-postgres` | Postgres URLs |
//! | `tls` | with `tokio-postgres`: encrypted connections, through rustls; on by default |
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(any(feature = "rusqlite", feature = "tokio-postgres")),
    allow(
        dead_code,
        unused_variables,
        reason = "without a driver there is no connection to do anything on"
    )
)]

mod answer;
mod arguments;
mod commands;
mod confirm;
mod connect;
mod console;
mod error;
mod exit;
mod highlight;
mod interrupt;
mod migrations;
mod misunderstood;
mod progress;
mod run;
mod session;
mod table;
mod terminal;
mod typed;
mod unbuilt;

pub use answer::Answer;
pub use arguments::{
    Allowance, Allowances, Command, Confirmation, DialectName, Migrate, NoUrl, Options,
    ParseRangeError, TargetRange, ToolName, reason,
};
pub use connect::{Access, connect, sqlite_file};
pub use console::{Console, Format};
pub use error::Error;
pub use exit::Exit;
pub use migrations::migrations;
pub use misunderstood::{misunderstood, parse};
pub use session::Session;
pub use table::Table;
pub use typed::may_hold_a_password;
pub use unbuilt::Unbuilt;
