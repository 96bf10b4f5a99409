//! Where to stop.

use std::fmt;
use std::str::FromStr;

use crate::Version;

/// The version to stop at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// The last version of the chain.
    Head,
    /// Before the first version.
    Base,
    /// This version: the last one that is to be applied.
    Version(Version),
    /// So many pending migrations further; written `+2`.
    Up(usize),
    /// So many applied migrations back; written `-1`.
    Down(usize),
}

impl From<Version> for Target {
    fn from(version: Version) -> Target {
        Target::Version(version)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Head => f.write_str("head"),
            Target::Base => f.write_str("base"),
            Target::Version(version) => version.fmt(f),
            Target::Up(count) => write!(f, "+{count}"),
            Target::Down(count) => write!(f, "-{count}"),
        }
    }
}

/// A text is not a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseTargetError(String);

impl fmt::Display for ParseTargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a target; write `head`, `base`, a version such as `7`, `+2` or `-1`",
            self.0
        )
    }
}

impl std::error::Error for ParseTargetError {}

impl FromStr for Target {
    type Err = ParseTargetError;

    fn from_str(text: &str) -> Result<Target, ParseTargetError> {
        let number = |digits: &str| {
            let digits = digits
                .bytes()
                .all(|byte| byte.is_ascii_digit())
                .then_some(digits)?;
            digits.parse::<u64>().ok()
        };
        let count = |digits: &str| number(digits).and_then(|count| usize::try_from(count).ok());
        let target = match (text, text.strip_prefix('+'), text.strip_prefix('-')) {
            ("head", ..) => Some(Target::Head),
            ("base", ..) => Some(Target::Base),
            (_, Some(digits), _) => count(digits).map(Target::Up),
            (_, _, Some(digits)) => count(digits).map(Target::Down),
            _ => number(text).and_then(Version::new).map(Target::Version),
        };
        target.ok_or_else(|| ParseTargetError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_target_is_read_as_it_is_written() {
        for target in [
            Target::Head,
            Target::Base,
            Target::Version(Version::embedded(7)),
            Target::Up(2),
            Target::Down(1),
        ] {
            assert_eq!(target.to_string().parse(), Ok(target));
        }
        assert_eq!("0007".parse(), Ok(Target::Version(Version::embedded(7))));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "+",
            "-",
            "Head",
            "1.5",
            "+-1",
            "--1",
            "7x",
            "99999999999999999999",
        ] {
            let error = text.parse::<Target>().expect_err(text);
            assert!(
                error
                    .to_string()
                    .starts_with(&format!("`{text}` is not a target; write `head`"))
            );
        }
    }
}
