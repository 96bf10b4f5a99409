//! From a command to its exit code.

use std::any::Any;
use std::io;
use std::process::ExitCode;
use std::thread;

use ingrain::{Migrator, Mode};

use crate::commands::Context;
use crate::{Command, Console, Error, Options, commands};

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
        Err(cause) => Err(without_thread(&cause)),
    };
    console.end(result.map_err(|error| error.said_by(voice)))
}

fn without_thread(cause: &io::Error) -> Error {
    let title = format!("the system gives no thread: {cause}");
    let help = "look at the limits of this process, such as `ulimit -u`";
    Error::of_the_command(title, help).note("nothing was done")
}

/// A function of the application's, or a hook, is as good as any other failure for whoever reads the JSON.
fn panicked(panic: &(dyn Any + Send)) -> Error {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    let title = format!(
        "the program panicked: {}",
        text.unwrap_or("it said nothing")
    );
    let where_it_was = "the lines above say where it was: in a function or a hook of the application's, mend it \
                        there; elsewhere, please report it as a bug of Ingrain";
    Error::of_the_command(title, where_it_was)
        .note("what was committed before stays; a transaction that was open is rolled back")
        .help("`status` says how the database stands, and what is left to do")
}

#[cfg(test)]
mod tests {
    use ingrain_core::Code;

    use super::*;
    use crate::Exit;

    #[track_caller]
    fn check(error: &Error, words: &str) {
        let (exit, code) = (Exit::Failed, Some(Code::CommandFailed));
        assert_eq!((error.exit(), error.code()), (exit, code), "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }

    #[test]
    fn a_panic_is_an_error_like_any_other() {
        let said: [Box<dyn Any + Send>; 2] = [
            Box::new("no such rate"),
            Box::new("no such rate".to_owned()),
        ];
        for said in said {
            check(&panicked(said.as_ref()), "panicked: no such rate");
        }
    }

    #[test]
    fn what_the_system_withholds_is_no_setting() {
        let cause = io::Error::other("no more of them");
        check(&without_thread(&cause), "no thread: no more of them");
    }

    #[test]
    #[cfg(feature = "rusqlite")]
    fn a_hook_that_panics_takes_nothing_with_it() {
        let files = [
            ("ingrain.toml", "dialects = ['sqlite']"),
            ("1_a.up.sql", "CREATE TABLE a (id integer)"),
            ("1_a.down.sql", "DROP TABLE a"),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        let folder = ingrain_core::Folder::new("migrations", files);
        let migrations = crate::migrations("a test 0.0.0", &folder).unwrap();
        let directory = tempfile::tempdir().unwrap();
        let database = directory.path().join("test.db");
        let up = |migrator| {
            let options = Options {
                database_url: Some(database.display().to_string()),
                json: true,
                ..Options::default()
            };
            let command = Command::Up {
                target: ingrain::Target::Head,
                allowances: crate::Allowances::default(),
                production: false,
            };
            run(command, options, migrator)
        };
        let panics = migrations
            .migrator()
            .before_each(|_| panic!("no such rate"));
        assert_eq!(up(panics), ExitCode::from(Exit::Failed));
        assert_eq!(up(migrations.migrator()), ExitCode::SUCCESS);
    }
}
