//! From a command to its exit code.

use std::panic::resume_unwind;
use std::process::ExitCode;
use std::thread;

use ingrain::{Migrator, Mode};
use ingrain_core::{Code, Diagnostic};

use crate::commands::Context;
use crate::{Command, Console, Error, Exit, Options, commands};

/// Does what was asked for, on a thread of its own: inside an async runtime nobody may wait for another.
pub(crate) fn run(command: Command, options: Options, migrator: Migrator) -> ExitCode {
    let console = Console::new(options.format());
    // Who types `up` wants it applied, whatever the application does when it starts.
    let migrator = migrator.mode(Mode::Apply);
    let context = Context {
        options,
        migrator,
        console,
    };
    let work = move || commands::perform(command, context);
    let thread = thread::Builder::new()
        .name("migrate".to_owned())
        .spawn(work);
    let result = match thread.map(thread::JoinHandle::join) {
        Ok(Ok(result)) => result,
        Ok(Err(panic)) => resume_unwind(panic),
        Err(cause) => {
            let title = format!("the system gives no thread: {cause}");
            let help = "look at the limits of this process, such as `ulimit -u`";
            Err(Error::new(
                Exit::Failed,
                Diagnostic::new(Code::Settings, title).help(help),
            ))
        }
    };
    console.end(result)
}
