//! Whether somebody means what would be done.

use std::io::{self, BufRead as _};

use ingrain::{Code, Diagnostic};

use crate::{Confirmation, Console, Error, Exit};

/// Says `what` the command would do, a line each, and goes on if that is meant.
///
/// # Errors
///
/// When the answer is no, and where nobody is there to be asked, unless it was said beforehand.
pub(crate) fn confirm(
    command: &str,
    what: &str,
    confirmation: Confirmation,
    console: Console,
) -> Result<(), Error> {
    console.say(format_args!("`{command}` will"));
    console.say(what);
    if confirmation.yes {
        return Ok(());
    }
    if !console.is_attended() {
        let title = format!("`{command}` has to be confirmed, and nobody is there to be asked");
        let diagnostic = Diagnostic::new(Code::Unconfirmed, title)
            .note("nothing was done")
            .help("add `--yes`, once the plan above is what you mean");
        return Err(Error::new(Exit::Usage, diagnostic));
    }
    console.ask("go on? [y/N] ");
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    if read.is_ok() && is_yes(&answer) {
        return Ok(());
    }
    let diagnostic = Diagnostic::new(Code::Unconfirmed, format!("`{command}` was not confirmed"))
        .note("nothing was done")
        .help("answer `y`, or add `--yes`, once the plan above is what you mean");
    Err(Error::new(Exit::Refused, diagnostic))
}

fn is_yes(answer: &str) -> bool {
    ["y", "yes"].contains(&answer.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_yes_is_yes() {
        for (answer, expected) in [
            ("y\n", true),
            ("YES\r\n", true),
            ("\n", false),
            ("", false),
            ("n\n", false),
            ("yes, but\n", false),
        ] {
            assert_eq!(is_yes(answer), expected, "{answer:?}");
        }
    }
}
