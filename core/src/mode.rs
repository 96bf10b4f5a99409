//! Whether a process applies what is pending, and the words for it.

use std::fmt;
use std::str::FromStr;

/// Whether pending migrations are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Mode {
    /// They are: for development, and for the one process that migrates.
    #[default]
    Apply,
    /// They refuse the start, and nothing is ever written.
    Verify,
}

impl Mode {
    const ALL: [Mode; 2] = [Mode::Apply, Mode::Verify];

    /// The word for it: `apply`, `verify`.
    pub const fn name(self) -> &'static str {
        match self {
            Mode::Apply => "apply",
            Mode::Verify => "verify",
        }
    }

    /// The mode of a process in the environment of this name.
    ///
    /// `development`, `dev` and `test` apply. Any other verifies: `staging` and `production`, but also a
    /// name that nobody has thought of, since a process that only verifies changes nothing by mistake. White
    /// space around a name and the case of its letters do not count.
    pub fn of_environment(name: &str) -> Mode {
        const APPLIES: [&str; 3] = ["development", "dev", "test"];
        let name = name.trim();
        match APPLIES.iter().any(|word| name.eq_ignore_ascii_case(word)) {
            true => Mode::Apply,
            false => Mode::Verify,
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A text is not a mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseModeError(String);

impl fmt::Display for ParseModeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a mode; write `apply` or `verify`",
            self.0.escape_debug()
        )
    }
}

impl std::error::Error for ParseModeError {}

impl FromStr for Mode {
    type Err = ParseModeError;

    fn from_str(text: &str) -> Result<Mode, ParseModeError> {
        let mode = Mode::ALL.into_iter().find(|mode| mode.name() == text);
        mode.ok_or_else(|| ParseModeError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_is_read_as_it_is_written_and_nothing_else_is() {
        for mode in Mode::ALL {
            assert_eq!(mode.to_string().parse(), Ok(mode));
        }
        for text in ["", "Apply", " verify", "yes", "apply\n"] {
            let error = text.parse::<Mode>().expect_err(text).to_string();
            let expected = format!(
                "`{}` is not a mode; write `apply` or `verify`",
                text.escape_debug()
            );
            assert_eq!(error, expected);
        }
    }

    #[test]
    fn only_environments_that_are_known_to_be_harmless_apply() {
        for name in ["development", "dev", "test", " Dev\n", "TEST"] {
            assert_eq!(Mode::of_environment(name), Mode::Apply, "{name:?}");
        }
        let verify = [
            "staging",
            "stag-eu",
            "production",
            "PROD",
            "prod-eu",
            "",
            "developers",
            "testing",
            "qa",
        ];
        for name in verify {
            assert_eq!(Mode::of_environment(name), Mode::Verify, "{name:?}");
        }
    }
}
