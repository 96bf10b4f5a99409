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
//! Command::Migrate(migrate) => return migrate.run(MIGRATIONS.migrator()),    // std::process::ExitCode
//! ```
//!
//! They open a connection of their own, to `--database-url`, else to `DATABASE_URL`, else to what
//! [`Migrate::default_url`] was given. An application with a `--database-url` of its own makes it `global = true`, so
//! that it may stand before `migrate` and after; one that hands a connection to its migrator has nothing to pass on
//! but the URL.
//!
//! What clap does not understand, `parse` of the application's own arguments says on standard error, as text, and ends
//! the program with 2. [`misunderstood`] says it as JSON too where `--json` is asked for, and repeats no URL.
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
mod wording;

pub use answer::Answer;
pub use arguments::{
    Allowance, Allowances, Command, Confirmation, DialectName, Migrate, Options, ParseRangeError,
    TargetRange, ToolName, without_urls,
};
pub use connect::{Access, connect};
pub use console::{Console, Format};
pub use error::Error;
pub use exit::Exit;
pub use migrations::migrations;
pub use misunderstood::misunderstood;
pub use session::Session;
pub use table::Table;
