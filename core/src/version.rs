//! The ordering key of a migration.

use std::fmt;

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

    /// What `versions!` expands to. The macro has already made the version from a file's name.
    #[doc(hidden)]
    pub const fn embedded(number: u64) -> Version {
        Version(number)
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
