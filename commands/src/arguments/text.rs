//! Texts that the history keeps for ever, which say something; and numbers.

use std::num::NonZeroUsize;

/// Reads a reason, which is not blank.
///
/// # Errors
///
/// What is wrong with it, and what to do.
pub fn reason(text: &str) -> Result<String, &'static str> {
    match text {
        text if text.trim().is_empty() => {
            Err("the reason is empty; say why, for whoever reads it later")
        }
        text if text.contains('\0') => Err("the reason holds a NUL; write it without"),
        text => Ok(text.to_owned()),
    }
}

/// The name of an environment, which stands in the middle of a line wherever it is shown.
pub(super) fn environment(text: &str) -> Result<String, &'static str> {
    match text {
        text if text.trim().is_empty() => {
            Err("the name is empty; write one such as `production` or `staging`")
        }
        text if text.contains(char::is_control) => {
            Err("the name holds control characters; write one such as `production` or `staging`")
        }
        text => Ok(text.to_owned()),
    }
}

/// How many rows.
pub(super) fn count(text: &str) -> Result<NonZeroUsize, &'static str> {
    text.parse().map_err(|_| "write a whole number, from 1 on")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_something() {
        assert!(
            reason(" \n").is_err()
                && reason("a\0b").is_err()
                && reason("a comment\nof two lines").is_ok()
        );
        for name in ["", " ", "prod\nuction", "\u{1b}[31mred", "stag\ting"] {
            assert!(environment(name).is_err(), "{name:?}");
        }
        assert_eq!(environment("qa-eu 2"), Ok("qa-eu 2".to_owned()));
    }
}
