//! The two streams of a terminal: results to standard output, talk to standard error. Nothing else prints.

use std::ffi::OsStr;
use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;

use ingrain_core::Style;

use crate::typed::Hidden;
use crate::{Answer, Error, Exit, terminal};

/// What results are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Text for people.
    #[default]
    Text,
    /// One JSON object on one line.
    Json,
}

impl Format {
    /// What these arguments ask for, if nobody understands them: JSON if `--json` is among them.
    pub fn typed(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Format {
        let mut arguments = arguments.into_iter();
        match arguments.any(|argument| argument.as_ref() == "--json") {
            true => Format::Json,
            false => Format::Text,
        }
    }
}

/// The two streams of a terminal: results go to standard output, talk goes to standard error.
///
/// Colours are left out where a stream is no terminal; `NO_COLOR` and `CLICOLOR_FORCE` go before that.
#[derive(Debug, Clone, Copy)]
pub struct Console {
    format: Format,
    audience: Audience,
}

/// Whether somebody is there to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    Somebody,
    Nobody,
}

impl Console {
    /// A console that gives results in this format.
    pub fn new(format: Format) -> Console {
        let audience = match io::stdin().is_terminal() && io::stderr().is_terminal() {
            true => Audience::Somebody,
            false => Audience::Nobody,
        };
        Console { format, audience }
    }

    /// The same, for tests: whoever runs them is not asked.
    #[cfg(test)]
    pub(crate) fn unattended(format: Format) -> Console {
        Console {
            format,
            audience: Audience::Nobody,
        }
    }

    /// Whether somebody is there to be asked: standard input and standard error are a terminal.
    pub fn is_attended(&self) -> bool {
        self.audience == Audience::Somebody
    }

    /// Writes what a person may want to know, and a script need not. What was typed and may hold a password is not
    /// repeated, and of control characters only colours pass.
    pub fn say(&self, text: impl Display) {
        let text = self.fit(&text.to_string());
        // Who closed standard error does not want to know.
        let _ = writeln!(anstream::stderr(), "{text}");
    }

    /// Writes a question, whose answer stands on the same line.
    pub(crate) fn ask(&self, question: &str) {
        let mut stderr = anstream::stderr().lock();
        let _ = write!(stderr, "{question}").and_then(|()| stderr.flush());
    }

    /// A message, fit to be said.
    pub(crate) fn fit(&self, text: &str) -> String {
        terminal::coloured(&Hidden::of_this_process().out_of(text))
    }

    /// Writes how a command ended, and gives its exit code. An error is said as [`Console::say`] says it.
    pub fn end(&self, result: Result<Answer, Error>) -> ExitCode {
        self.ended(result).into()
    }

    pub(crate) fn ended(&self, result: Result<Answer, Error>) -> Exit {
        match result {
            Ok(answer) => match self.write(&answer) {
                Ok(()) => answer.exit,
                // `… | head` has seen enough.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => answer.exit,
                Err(error) => {
                    let error = unwritten(&error);
                    self.say(error.render(Style::Coloured));
                    error.exit()
                }
            },
            Err(error) => {
                if self.format == Format::Json
                    && let Ok(json) = serde_json::to_string(&error)
                {
                    let json = Hidden::of_this_process().out_of(&terminal::json(&json));
                    let _ = writeln!(io::stdout(), "{json}");
                }
                self.say(error.render(Style::Coloured));
                error.exit()
            }
        }
    }

    fn write(&self, answer: &Answer) -> io::Result<()> {
        if self.format == Format::Text
            && !io::stdout().is_terminal()
            && let Some(script) = &answer.script
        {
            // Not through what takes out colours: it would take out of the script what looks like one.
            let mut stdout = io::stdout().lock();
            writeln!(stdout, "{}", script.trim_end())?;
            return stdout.flush();
        }
        let mut stdout = anstream::stdout().lock();
        match self.format {
            Format::Json => writeln!(stdout, "{}", terminal::json(&answer.json))?,
            Format::Text if answer.text.is_empty() => {}
            Format::Text => writeln!(stdout, "{}", answer.text.trim_end())?,
        }
        stdout.flush()
    }
}

/// What the command did is done all the same.
fn unwritten(cause: &io::Error) -> Error {
    let title = format!("standard output cannot be written: {cause}");
    Error::of_the_command(title, "look at where it leads: is the disk full?")
        .note("the command has done its work; what it had to say is lost")
}
