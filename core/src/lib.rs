//! The pure part of Ingrain: names and bytes become a [`Chain`] or every [`Diagnostic`] at once,
//! and a history log becomes a [`Plan`] or a [`Refusal`].
//!
//! The way of the data, one module a step:
//!
//! | step | module |
//! |---|---|
//! | a folder on disk becomes names and text | `folder` (the only one that touches files), `text` |
//! | names become versions, texts become statements and directives | `name`, `config`, `split`, `directive`, `placement` |
//! | a directive, a statement and a key become one batch | `backfill` |
//! | all of it becomes one chain per dialect | `resolve`, `chain`, `digest` |
//! | the folder is compared with what is sealed, and sealed | `lock` |
//! | the build script's word spares the macro doing it twice | `watch` |
//! | scripts that are Rust meet their functions | `functions` |
//! | a chain becomes constants in a binary, and comes back | `embedded` |
//! | log rows become what is applied | `record`, `history` |
//! | what is applied, beside the chain, becomes how each migration stands | `standing` |
//! | another tool's rows become what was verified of it | `tool`, `adopt` |
//! | chain, history, target and policy become steps | `target`, `mode`, `environment`, `policy`, `plan`, `refusal`, `loss` |
//! | whatever went wrong becomes text, and what others wrote too | `code`, `diagnostic`, `printable` |
//!
//! Applications depend on `ingrain`, which re-exports what they need from here.

mod adopt;
mod backfill;
mod chain;
mod class;
mod code;
mod config;
mod diagnostic;
mod dialect;
mod digest;
mod directive;
mod duration;
pub mod embedded;
mod environment;
mod finding;
mod folder;
mod functions;
mod history;
mod lock;
mod loss;
mod mode;
mod name;
mod placement;
mod plan;
mod policy;
mod printable;
mod record;
mod refusal;
mod resolve;
mod rule;
mod settings;
mod shell;
mod split;
mod standing;
mod target;
mod text;
mod tool;
mod verdict;
mod version;
mod watch;

pub use adopt::{Outcome, ToolHistory, ToolRow};
pub use backfill::{Backfill, Batch, Filled, Key, NoKey, Walk};
pub use chain::{Chain, Down, Migration, Script};
pub use class::Class;
pub use code::Code;
pub use diagnostic::{
    Diagnostic, Either, Remedy, Setting, Style, Text, Voice, either, render, render_after_error,
    render_warning, sorted,
};
pub use dialect::{Dialect, Direction};
pub use digest::{ChainDigest, Checksum};
pub use directive::{Directives, ForeignKeys, Transaction};
pub use duration::duration;
pub use environment::Environment;
pub use finding::Finding;
pub use folder::{File, Folder, Links};
pub use functions::{Registered, Unmatched, unmatched};
pub use history::{Applied, Corrupt, History, Unfinished};
pub use lock::{Novelty, Seal, SealRequest, SealedMigration};
pub use loss::loses_data;
pub use mode::{Mode, ParseModeError};
pub use name::{Moment, NewFile, NewMigration, constant_names, nearest};
pub use placement::{runs_alone, sets_session};
pub use plan::{
    AtWork, Beyond, Plan, Situation, Skipped, SkippedBecause, Step, pending, plan, run_over,
};
pub use policy::{Command, Consent, Declared, Newer, Order, Policy, Unmanaged};
pub use printable::printable;
pub use record::{Entry, Event, Record, Recorded, StoredDown};
pub use refusal::Refusal;
pub use resolve::{Broken, Rest};
pub use rule::{Level, Rule};
pub use settings::leaves_settings;
pub use shell::shell_word;
pub use split::{Construct, Statement, Token, TokenKind, Unterminated, split};
pub use standing::{Standing, State, standings};
pub use target::{ParseTargetError, Target};
pub use tool::Tool;
pub use verdict::{Lints, Proof, Verdict};
pub use version::{ParseVersionError, Version, listed};
pub use watch::{Found, Profile, Watched};
