//! The usage that an error shows.

use clap::CommandFactory as _;
use clap::error::{ContextKind, ContextValue, Error};

use crate::arguments::Arguments;

/// The error with the usage of its command in full. Clap shows the arguments that were given, those that variables of
/// the environment give too: as if nobody could do without `--database-url` where DATABASE_URL is set.
pub(crate) fn in_full(mut error: Error) -> Error {
    let Some(ContextValue::StyledStr(shown)) = error.get(ContextKind::Usage) else {
        return error;
    };
    let mut command = Arguments::command();
    command.build();
    let words = shown.to_string();
    let mut names = words.split_whitespace();
    let name = names.find(|name| command.find_subcommand(name).is_some());
    if let Some(below) = name.and_then(|name| command.find_subcommand_mut(name)) {
        let usage = below.render_usage();
        error.insert(ContextKind::Usage, ContextValue::StyledStr(usage));
    }
    error
}
