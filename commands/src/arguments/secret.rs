//! A URL in the place of another argument: clap repeats what it cannot read, and a URL may hold a password.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{Error, ErrorKind};
use clap::{Arg, Command};

use crate::may_hold_a_password;

/// Reads what `P` reads, and refuses what may be the URL of a database without repeating it.
#[derive(Debug, Clone)]
pub struct NoUrl<P>(pub P);

impl<P: TypedValueParser> TypedValueParser for NoUrl<P> {
    type Value = P::Value;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<P::Value, Error> {
        let typed = value.to_string_lossy();
        let place = argument.map_or("this argument".to_owned(), |it| format!("`{it}`"));
        let text = match &*typed {
            typed if may_hold_a_password(typed) => format!(
                "what may be a URL stands in the place of {place}; it is not repeated here\n\n\
                 name the database with `--database-url URL`, or the environment variable DATABASE_URL\n"
            ),
            // They would do to the terminal whatever they say.
            typed if typed.contains(char::is_control) => {
                format!("{place} holds control characters; write it without them\n")
            }
            _ => return self.0.parse_ref(command, argument, value),
        };
        Err(Error::raw(ErrorKind::ValueValidation, text).with_cmd(command))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        self.0.possible_values()
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use crate::Migrate;

    #[derive(Debug, Parser)]
    struct Arguments {
        #[command(flatten)]
        _migrate: Migrate,
    }

    #[test]
    fn a_url_in_a_wrong_place_is_not_repeated() {
        for before in [
            "up",
            "down",
            "redo",
            "plan",
            "sql",
            "show",
            "baseline",
            "adopt",
            "environment",
            "history --limit",
            "up --allow",
            "show 1 --dialect",
        ] {
            for url in ["postgres://boss:hunter2@h/x", "host=h password=hun:ter2"] {
                let words = ["myapp"].into_iter().chain(before.split(' ')).chain([url]);
                let error = Arguments::try_parse_from(words).unwrap_err();
                let said = error.render().to_string();
                assert!(!said.contains("hun"), "{before}: {said}");
                assert!(said.contains("--database-url"), "{before}: {said}");
                assert_eq!(error.exit_code(), 2);
            }
        }
    }
}
