//! The commands, one file each. Those on a database are those of `ingrain-cli`.

mod check;
mod completions;
mod embedded;
mod new;
mod proving;
mod seal;

use std::process::ExitCode;

use ingrain_cli::Console;

use crate::arguments::{Arguments, Command};
use crate::init;
use crate::project::Place;

/// What the history calls whoever runs a migration by this command.
pub(crate) const APPLICATION: &str = concat!("cargo-ingrain ", env!("CARGO_PKG_VERSION"));

/// Does what was asked for.
pub(crate) fn perform(arguments: Arguments, console: Console) -> ExitCode {
    let Arguments {
        options,
        whereabouts,
        whose,
        command,
    } = arguments;
    let place = || Place::find(&whereabouts);
    let result = match command {
        Command::Init(asked) => init::init(&asked, &whereabouts),
        Command::New(asked) => place().and_then(|place| new::new(&asked, &place)),
        Command::Check(asked) => place().and_then(|place| check::check(&asked, &place, console)),
        Command::Seal(asked) => {
            let database = seal::Database {
                options: &options,
                whose: &whose,
                typed: whereabouts.typed(),
            };
            place().and_then(|place| seal::seal(&asked, &place, &database, console))
        }
        Command::Completions { shell } => completions::completions(shell),
        Command::Database(command) => {
            let embedded = embedded::embedded(&command, place, console);
            match embedded {
                Ok(embedded) => {
                    let options = match embedded.unbuilt {
                        Some(unbuilt) => options.of_a_folder().of_the_rest(unbuilt),
                        None => options.of_a_folder(),
                    };
                    return command.run(options, whose.named(embedded.migrations.migrator()));
                }
                Err(error) => Err(error),
            }
        }
    };
    console.end(result)
}
