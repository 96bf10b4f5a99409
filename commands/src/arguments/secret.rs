//! A URL in the place of another argument: clap repeats what it cannot read, and a URL may hold a password.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, Command};

/// What is shown for it.
const HIDDEN: &str = "<a URL, which is not repeated here>";

/// Reads what `P` reads, and repeats no URL.
#[derive(Clone)]
pub(super) struct NoUrl<P>(pub(super) P);

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
            typed if is_url(typed) => format!(
                "a URL stands in the place of {place}; it is not repeated here\n\n\
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

/// The same error of clap's, without any URL that it repeats.
///
/// For whoever parses the command line: an argument too many, or a command that there is not, is met before
/// any value is read.
#[must_use]
pub fn without_urls(mut error: Error) -> Error {
    let hidden = |text: &String| match is_url(text) {
        true => HIDDEN.to_owned(),
        false => text.clone(),
    };
    let found: Vec<(ContextKind, ContextValue)> = error
        .context()
        .filter_map(|(kind, value)| {
            let value = match value {
                ContextValue::String(text) if is_url(text) => ContextValue::String(hidden(text)),
                ContextValue::Strings(texts) if texts.iter().any(|text| is_url(text)) => {
                    ContextValue::Strings(texts.iter().map(hidden).collect())
                }
                ContextValue::StyledStr(text) if is_url(&text.to_string()) => ContextValue::None,
                ContextValue::StyledStrs(texts)
                    if texts.iter().any(|text| is_url(&text.to_string())) =>
                {
                    ContextValue::None
                }
                _ => return None,
            };
            Some((kind, value))
        })
        .collect();
    for (kind, value) in found {
        error.insert(kind, value);
    }
    error
}

fn is_url(text: &str) -> bool {
    text.contains("://")
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

    const URL: &str = "postgres://boss:hunter2@h/x";

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
            let words = ["myapp"].into_iter().chain(before.split(' ')).chain([URL]);
            let error = Arguments::try_parse_from(words).unwrap_err();
            let said = error.render().to_string();
            assert!(!said.contains("hunter2"), "{before}: {said}");
            assert!(said.contains("--database-url"), "{before}: {said}");
            assert_eq!(error.exit_code(), 2);
        }
    }

    #[test]
    fn nor_is_one_too_many() {
        for before in ["", "status", "up 3", "history"] {
            let words = ["myapp"].into_iter().chain(before.split_whitespace());
            let error = Arguments::try_parse_from(words.chain([URL])).unwrap_err();
            let said = super::without_urls(error).render().to_string();
            assert!(!said.contains("hunter2"), "{before}: {said}");
            assert!(said.contains("not repeated"), "{before}: {said}");
        }
    }
}
