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
        command,
    } = arguments;
    let place = || Place::find(&whereabouts);
    let result = match command {
        Command::Init(asked) => init::init(&asked, &whereabouts),
        Command::New(asked) => place().and_then(|place| new::new(&asked, &place)),
        Command::Check(asked) => place().and_then(|place| check::check(&asked, &place, console)),
        Command::Seal(asked) => {
            place().and_then(|place| seal::seal(&asked, &place, &options, console))
        }
        Command::Completions { shell } => completions::completions(shell),
        Command::Database(command) => match place().and_then(|place| embedded(&place.read()?)) {
            Ok(migrations) => return command.run(options, migrations.migrator()),
            Err(error) => Err(error),
        },
    };
    console.end(result)
}

fn embedded(folder: &Folder) -> Result<Migrations, Error> {
    migrations(APPLICATION, folder).map_err(failed::mistakes)
}
