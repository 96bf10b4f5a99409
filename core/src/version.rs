//! The ordering key of a migration.

use std::fmt;
use std::str::FromStr;

/// The ordering key of a migration: a whole number, 0 to 9,223,372,036,854,775,807, so that it fits
/// the signed 64-bit columns of both databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u64);

impl Version {
    /// The largest version there can be.
    pub const MAX: Version = Version(i64::MAX as u64);

    /// The version `number`, or nothing if it is larger than [`Version::MAX`].
    pub const fn new(number: u64) -> Option<Version> {
        if number <= Version::MAX.0 {
            Some(Version(number))
        } else {
            None
        }
    }

    /// What `versions!` expands to. The macro has already made the version from a file's name; any other
    /// caller gets no version above [`Version::MAX`].
    #[doc(hidden)]
    pub const fn embedded(number: u64) -> Version {
        match Version::new(number) {
            Some(version) => version,
            None => Version::MAX,
        }
    }

    /// From here on a version is a timestamp (a date has eight digits), and numbering may leave gaps.
    pub(crate) const FIRST_TIMESTAMP: Version = Version(10_000_000);

    /// Whether it counts, rather than being a timestamp.
    pub(crate) fn counts(self) -> bool {
        self < Version::FIRST_TIMESTAMP
    }

    /// The version that counting wants in its place: the one after `previous`. It may begin at 0 or 1.
    pub(crate) fn due(self, previous: Option<Version>) -> u64 {
        previous.map_or(self.0.min(1), |previous| previous.0 + 1)
    }

    /// The number itself.
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A text is not a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseVersionError(String);

impl fmt::Display for ParseVersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a version; a version is a whole number from 0 to {}, in decimal digits",
            self.0,
            Version::MAX
        )
    }
}

impl std::error::Error for ParseVersionError {}

impl FromStr for Version {
    type Err = ParseVersionError;

    /// Reads decimal digits; leading zeros, as file names have them, do not count.
    fn from_str(text: &str) -> Result<Version, ParseVersionError> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.then(|| text.parse().ok()).flatten();
        number
            .and_then(Version::new)
            .ok_or_else(|| ParseVersionError(text.to_owned()))
    }
}

/// `versions` in a sentence: `2`, `2 and 3`, `2, 3 and 4`; of many, the first eight and how many more.
pub fn listed(versions: &[Version]) -> String {
    const SHOWN: usize = 8;
    let mut words: Vec<String> = versions
        .iter()
        .take(SHOWN)
        .map(Version::to_string)
        .collect();
    if versions.len() > SHOWN {
        words.push(format!("{} more", versions.len() - SHOWN));
    }
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "none".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_version_lies_above_the_largest() {
        assert_eq!(Version::embedded(u64::MAX), Version::MAX);
        assert_eq!(Version::embedded(i64::MAX as u64 + 1), Version::MAX);
        assert_eq!(Version::embedded(7).number(), 7);
        assert_eq!(Version::new(u64::MAX), None);
    }

    #[test]
    fn a_date_is_no_count() {
        assert!(Version::embedded(9_999_999).counts());
        assert!(!Version::embedded(10_000_000).counts());
    }

    #[test]
    fn of_many_versions_some_are_listed() {
        let up_to = |last| (1..=last).map(Version::embedded).collect::<Vec<_>>();
        assert_eq!(listed(&[]), "none");
        assert_eq!(listed(&up_to(1)), "1");
        assert_eq!(listed(&up_to(3)), "1, 2 and 3");
        assert_eq!(listed(&up_to(8)), "1, 2, 3, 4, 5, 6, 7 and 8");
        assert_eq!(listed(&up_to(10)), "1, 2, 3, 4, 5, 6, 7, 8 and 2 more");
    }

    #[test]
    fn a_version_is_read_as_it_is_written() {
        for version in [
            Version::embedded(0),
            Version::embedded(20_261_120_101_500),
            Version::MAX,
        ] {
            assert_eq!(version.to_string().parse(), Ok(version));
        }
        assert_eq!("0007".parse(), Ok(Version::embedded(7)));
    }

    #[test]
    fn anything_else_is_no_version() {
        for text in [
            "",
            "+7",
            "-1",
            " 7",
            "7x",
            "1.5",
            "head",
            "\u{0667}",
            "9223372036854775808",
            "99999999999999999999",
        ] {
            let error = text.parse::<Version>().expect_err(text).to_string();
            assert_eq!(
                error,
                format!(
                    "`{text}` is not a version; a version is a whole number from 0 to 9223372036854775807, in decimal digits"
                )
            );
        }
    }
}
