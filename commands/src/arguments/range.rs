//! From one version to another.

use std::fmt;
use std::str::FromStr;

use ingrain::{ParseTargetError, Target};

/// From one version to another: `base:head`, `3:7`, `7:3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetRange {
    /// Where the database is.
    pub from: Target,
    /// Where it is to be.
    pub to: Target,
}

/// A text is not a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseRangeError(String);

impl fmt::Display for ParseRangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParseRangeError {}

impl FromStr for TargetRange {
    type Err = ParseRangeError;

    fn from_str(text: &str) -> Result<TargetRange, ParseRangeError> {
        let Some((from, to)) = text.split_once(':') else {
            return Err(ParseRangeError(format!(
                "`{text}` is not a range; write `FROM:TO`, such as `base:head`, `3:7` or `7:3`"
            )));
        };
        let target = |text: &str| match text.parse() {
            Ok(Target::Up(_) | Target::Down(_)) => Err(ParseRangeError(format!(
                "`{text}` counts from where a database is, and a script does not know that; write a version, `base` or `head`"
            ))),
            parsed => parsed.map_err(|error: ParseTargetError| ParseRangeError(error.to_string())),
        };
        Ok(TargetRange {
            from: target(from)?,
            to: target(to)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use ingrain::Version;

    use super::*;

    #[test]
    fn a_range_has_two_ends() {
        let version = |number| Version::new(number).map(Target::Version);
        for (text, from, to) in [
            ("base:head", Some(Target::Base), Some(Target::Head)),
            ("3:7", version(3), version(7)),
            ("0007:3", version(7), version(3)),
        ] {
            let range: TargetRange = text.parse().unwrap();
            assert_eq!((Some(range.from), Some(range.to)), (from, to), "{text}");
        }
    }

    #[test]
    fn anything_else_is_told_what_to_write() {
        for (text, words) in [
            ("7", "write `FROM:TO`"),
            ("", "write `FROM:TO`"),
            (":7", "is not a target; write `head`"),
            ("base:latest", "`latest` is not a target; write `head`"),
            ("+1:head", "`+1` counts from where a database is"),
        ] {
            let error = text.parse::<TargetRange>().unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
    }
}
