//! From a command to its exit code.

use std::any::Any;
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
    let voice = options.voice;
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
        Ok(Err(panic)) => Err(panicked(panic.as_ref())),
        Err(cause) => {
            let title = format!("the system gives no thread: {cause}");
            let help = "look at the limits of this process, such as `ulimit -u`";
            Err(Error::new(
                Exit::Failed,
                Diagnostic::new(Code::Settings, title).help(help),
            ))
        }
    };
    console.end(result.map_err(|error| error.said_by(voice)))
}

/// A function of the application's, or a hook, is as good as any other failure for whoever reads the JSON.
fn panicked(panic: &(dyn Any + Send)) -> Error {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    let title = format!(
        "the program panicked: {}",
        text.unwrap_or("it said nothing")
    );
    let diagnostic = Diagnostic::new(Code::StatementFailed, title)
        .note("what was committed before stays, what ran is taken back by the database")
        .help("look at the lines above for where it was; `status` says how the database stands");
    Error::new(Exit::Failed, diagnostic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_like_any_other() {
        let said: [Box<dyn Any + Send>; 2] = [
            Box::new("no such rate"),
            Box::new("no such rate".to_owned()),
        ];
        for said in said {
            let error = panicked(said.as_ref());
            assert_eq!(error.exit(), Exit::Failed);
            assert!(error.to_string().contains("no such rate"), "{error}");
        }
    }
}
