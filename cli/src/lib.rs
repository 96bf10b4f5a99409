//! The developer's command of Ingrain, as a library: `cargo ingrain init`, `new`, `check`, `seal`, and the
//! commands of `ingrain-cli` on a folder that is not embedded yet.
//!
//! | step | module |
//! |---|---|
//! | what was typed, and `.env` | `arguments`, `environment` |
//! | which package and which folder are meant | `project` |
//! | the commands, one file each | `commands`; `init` has more of them |

mod arguments;
mod commands;
mod environment;
mod failed;
mod init;
mod misspelt;
mod project;
mod usage;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use ingrain_cli::{Console, Format};

use self::arguments::Arguments;
use self::environment::Unread;

/// Does what the arguments ask for, the program's name first; as cargo passes them, or without its `ingrain`.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments::without_cargo(arguments).collect();
    let format = Format::typed(&arguments);
    let (arguments, unread) = match understood(&arguments) {
        Ok(understood) => understood,
        Err(error) => {
            let error = misspelt::explained(usage::in_full(error));
            return ingrain_cli::misunderstood(error, format);
        }
    };
    let console = Console::new(arguments.options.format());
    if let Some(warning) = unread {
        console.say(warning);
    }
    commands::perform(arguments, console)
}

/// The arguments together with what `.env` says. Where that is the arguments themselves tell, so they are read twice.
fn understood(arguments: &[OsString]) -> Result<(Arguments, Option<Unread>), clap::Error> {
    let typed = Arguments::try_parse_from(arguments)?;
    let file = environment::load(&typed.whereabouts);
    let mut together = Arguments::try_parse_from(arguments)?;
    if typed.options.database_url.is_none()
        && let Some(folder) = &file.folder
    {
        together.options = together.options.written_in(folder);
    }
    Ok((together, file.unread))
}

/// The command line as clap knows it, for pages that are made from it.
pub fn command() -> clap::Command {
    Arguments::command()
}
