//! The commands, one file each.

mod status;
mod up;

use ingrain::Migrator;
use ingrain_core::{Code, Diagnostic};

use crate::connect::{Access, connect};
use crate::{Answer, Command, Console, Error, Exit, Options, Session};

/// Does what was asked for.
pub(crate) fn perform(
    command: Command,
    options: &Options,
    migrator: &Migrator,
    console: Console,
) -> Result<Answer, Error> {
    let session = |access| session(options, access);
    match command {
        Command::Up { target } => up::up(session(Access::Write)?, migrator, target, console),
        _ => status::status(session(Access::Read)?, migrator),
    }
}

fn session(options: &Options, access: Access) -> Result<Session, Error> {
    let Some(url) = options.url() else {
        let title = "no database was named";
        let help = "name it: `--database-url URL`, or the environment variable DATABASE_URL";
        let diagnostic = Diagnostic::new(Code::DatabaseUrl, title).help(help);
        return Err(Error::new(Exit::Usage, diagnostic));
    };
    connect(url, access)
}
