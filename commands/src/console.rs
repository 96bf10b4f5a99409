//! The two streams of a terminal: results to standard output, talk to standard error. Nothing else prints.

use std::ffi::OsStr;
use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;

use ingrain_core::Style;

use crate::{Answer, Error, Exit};

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

    /// Writes what a person may want to know, and a script need not.
    pub fn say(&self, text: impl Display) {
        // Who closed standard error does not want to know.
        let _ = writeln!(anstream::stderr(), "{text}");
    }

    /// Writes a question, whose answer stands on the same line.
    pub(crate) fn ask(&self, question: &str) {
        let mut stderr = anstream::stderr().lock();
        let _ = write!(stderr, "{question}").and_then(|()| stderr.flush());
    }

    /// Writes how a command ended, and gives its exit code.
    pub fn end(&self, result: Result<Answer, Error>) -> ExitCode {
        match result {
            Ok(answer) => match self.write(&answer) {
                Ok(()) => answer.exit.into(),
                // `… | head` has seen enough.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => answer.exit.into(),
                Err(error) => {
                    self.say(format_args!(
                        "error: standard output cannot be written: {error}"
                    ));
                    Exit::Failed.into()
                }
            },
            Err(error) => {
                if self.format == Format::Json
                    && let Ok(json) = serde_json::to_string(&error)
                {
                    let _ = writeln!(io::stdout(), "{json}");
                }
                self.say(error.render(Style::Coloured));
                error.exit().into()
            }
        }
    }

    fn write(&self, answer: &Answer) -> io::Result<()> {
        let mut stdout = anstream::stdout().lock();
        match self.format {
            Format::Json => writeln!(stdout, "{}", answer.json)?,
            Format::Text if answer.text.is_empty() => {}
            Format::Text => writeln!(stdout, "{}", answer.text.trim_end())?,
        }
        stdout.flush()
    }
}
