//! SQL migrations compiled into the application: the build checks the chain, the binary carries it, and
//! at start-up it is applied on SQLite or Postgres.
//!
//! ```toml
//! [dependencies]
//! ingrain = { version = "0.1", features = ["rusqlite"] }      # and/or "tokio-postgres"
//! [build-dependencies]
//! ingrain-build = "0.1"
//! ```
//! ```ignore
//! // build.rs
//! fn main() { ingrain_build::watch("migrations"); }
//! ```
//! ```ignore
//! static MIGRATIONS: ingrain::Migrations = ingrain::embed!("migrations");
//!
//! let report = MIGRATIONS.migrator().run(&mut connection)?;          // rusqlite::Connection
//! let report = MIGRATIONS.migrator().run(&mut client).await?;        // tokio_postgres::Client
//! ```
//!
//! [`embed!`] says how a folder is read, [`Migrator`] what can be done with it, [`backup`] what can be
//! saved before, `tenants` how to do it for many databases, [`Error`] what a failure looks like.
//!
//! # Features
//!
//! | feature | for |
//! |---|---|
//! | `rusqlite` | SQLite: `rusqlite::Connection`, versions 0.32 to 0.41 |
//! | `serde` | `Serialize` for [`Status`], [`History`], [`Report`] and [`Plan`]; their documentation shows the JSON |
//! | `tokio-postgres` | Postgres: `tokio_postgres::Client` |
//! | `tracing` | a span around every call, and events for what ran, waited or failed |
//!
//! Without features it depends on no driver, no async runtime and no SQL parser.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod backup;
mod driver;
mod engine;
mod error;
mod function;
mod history;
mod hooks;
mod log;
mod migrations;
mod migrator;
mod patience;
mod plan;
mod report;
#[cfg(feature = "serde")]
mod serialise;
mod status;
#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
pub mod tenants;
mod trace;

pub use driver::Database;
pub use error::Error;
pub use history::{History, HistoryEvent, Standing};
pub use hooks::{Planned, Upcoming};
pub use ingrain_core::{
    Backfill, Chain, ChainDigest, Checksum, Class, Code, Command, Consent, Declared, Diagnostic,
    Dialect, Direction, Directives, Down, Environment, Event, ForeignKeys, Migration, Mode, Newer,
    Order, ParseModeError, ParseTargetError, ParseVersionError, Refusal, Script, Skipped,
    SkippedBecause, State, Style, Target, Text, Tool, Transaction, Unmanaged, Version, Voice,
};
/// Compiles a folder of migrations into the application: stands for a constant [`Migrations`].
///
/// The folder is named relative to the package's Cargo.toml.
///
/// ```ignore
/// static MIGRATIONS: ingrain::Migrations = ingrain::embed!("migrations");
/// ```
///
/// # Errors
///
/// Everything that is wrong with the folder, each mistake as a compile error with its file, its place in
/// it and what to do; `docs/errors.md` has an entry for each code. Among them is a folder that the
/// package's build script does not watch: cargo would not notice a file added to it. Where there can be
/// no build script, `embed!("migrations", unwatched)` does without.
///
/// Where a script says `-- ingrain: rust "revision 1"`, a function runs in its place, in the transaction of
/// its history row. Which one, stands behind the folder, for each such script and database; one that is
/// missing, one too many and one of another type are compile errors. `docs/rust-migrations.md` has the rules.
///
/// ```ignore
/// static MIGRATIONS: ingrain::Migrations = ingrain::embed!("migrations", rust = {
///     7 => {
///         sqlite: { up: slugs::fill, down: slugs::clear },        // fn(&rusqlite::Connection) -> Result<(), E>
///         postgres: { up: slugs::fill_there },                    // async fn(&tokio_postgres::Client) -> Result<(), E>
///     },
/// });
/// ```
///
/// A folder with a lock file, `ingrain.lock`, is compared with it: a sealed migration that was edited,
/// deleted or renumbered, or one put below it, is a mistake, and so is in a release build whatever is not
/// sealed. Nobody tells the profile of an `unwatched` folder, so that this last mistake is not found there.
pub use ingrain_macros::embed;
/// Declares a constant for each version of a folder, named after its files, so that a typo in a target
/// is a compile error.
///
/// ```ignore
/// mod version {
///     ingrain::versions!("migrations");      // pub const V0007_ADD_EMAIL: ingrain::Version, …
/// }
/// MIGRATIONS.migrator().down(&mut connection, version::V0007_ADD_EMAIL)?;
/// ```
///
/// What is wrong with the folder is left to [`embed!`] to say.
pub use ingrain_macros::versions;
pub use migrations::Migrations;
pub use migrator::{Migrator, Pooling, Transactions};
pub use plan::{Action, Plan, PlannedStep, Replaced};
pub use report::{Ran, Report};
pub use status::Status;

/// What the macros expand to. Not for use by hand: it may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use crate::function::{Function, Outcome, Returned, outcome};
    #[cfg(feature = "tokio-postgres")]
    pub use crate::function::{Running, running};
    pub use crate::migrations::{EmbeddedChain, migrations};
    pub use crate::{
        __postgres_function as postgres_function, __sqlite_function as sqlite_function,
    };
}
