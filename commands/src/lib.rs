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
mod progress;
mod run;
mod session;
mod table;
mod wording;

pub use answer::Answer;
pub use arguments::{
    Allowance, Allowances, Command, Confirmation, DialectName, Migrate, Options, ParseRangeError,
    TargetRange, ToolName,
};
pub use connect::{Access, connect};
pub use console::{Console, Format};
pub use error::Error;
pub use exit::Exit;
pub use migrations::migrations;
pub use session::Session;
pub use table::Table;
