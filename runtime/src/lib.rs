//! SQL migrations compiled into the application.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod driver;
mod engine;
mod error;
mod log;
mod migrations;
mod migrator;
mod patience;
mod report;
mod status;
mod trace;

pub use driver::Database;
pub use error::Error;
pub use ingrain_core::{
    Chain, ChainDigest, Checksum, Code, Consent, Dialect, Direction, Down, Migration, Mode, Newer,
    Order, ParseTargetError, Refusal, Script, Skipped, SkippedBecause, Style, Target, Unmanaged,
    Version,
};
pub use ingrain_macros::{embed, versions};
pub use migrations::Migrations;
pub use migrator::{Migrator, Transactions};
pub use report::{Ran, Report};
pub use status::Status;

/// What the macros expand to. Not for use by hand: it may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use crate::migrations::{EmbeddedChain, migrations};
}
