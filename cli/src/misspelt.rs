//! Commands that do not exist.

use clap::CommandFactory as _;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use ingrain_core::nearest;

use crate::arguments::Arguments;

/// The error with the command that was probably meant, where clap sees none: it finds `nwe` too far from `new`.
pub(crate) fn explained(mut error: Error) -> Error {
    let is_told = error.get(ContextKind::SuggestedSubcommand).is_some();
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand) else {
        return error;
    };
    if error.kind() != ErrorKind::InvalidSubcommand || is_told {
        return error;
    }
    let command = Arguments::command();
    let known: Vec<&str> = command
        .get_subcommands()
        .map(clap::Command::get_name)
        .collect();
    if let Some(meant) = nearest(typed, &known) {
        let meant = ContextValue::Strings(vec![meant.to_owned()]);
        error.insert(ContextKind::SuggestedSubcommand, meant);
    }
    error
}
