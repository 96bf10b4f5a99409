//! The commands, one file each. Those on a database are those of `ingrain-cli`.

mod check;
mod completions;
mod new;
mod proving;
mod seal;

use std::process::ExitCode;

use ingrain::Migrations;
use ingrain_cli::{Console, Error, migrations};
use ingrain_core::Folder;

use crate::arguments::{Arguments, Command};
use crate::project::Place;
use crate::{failed, init};

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
            let migrations = place().and_then(|place| embedded(place.read()?, &command));
            match migrations {
                Ok(migrations) => {
                    return command.run(options.of_a_folder(), whose.named(migrations.migrator()));
                }
                Err(error) => Err(error),
            }
        }
    };
    console.end(result)
}

/// What looks, and what takes back, has no use for the lock file: it is the way out where a sealed script has
/// changed. What the history holds is compared all the same.
fn embedded(folder: Folder, command: &ingrain_cli::Command) -> Result<Migrations, Error> {
    use ingrain_cli::Command as Asked;
    let is_let_through = matches!(
        command,
        Asked::Down { .. }
            | Asked::Redo { .. }
            | Asked::Repair { .. }
            | Asked::Status
            | Asked::Plan { .. }
            | Asked::History { .. }
            | Asked::Show { .. }
    );
    migrations(APPLICATION, &folder)
        .or_else(|found| match is_let_through {
            true => migrations(APPLICATION, &folder.without_lock()).map_err(|_| found),
            false => Err(found),
        })
        .map_err(failed::mistakes)
}
