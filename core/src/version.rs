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

    /// Whether it may stand next to `previous` in a chain: above it, and where it counts, right above.
    pub(crate) fn follows(self, previous: Option<Version>) -> bool {
        Some(self) > previous && (!self.counts() || self.0 == self.due(previous))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn follow(numbers: &[u64]) -> bool {
        let mut previous = None;
        numbers.iter().all(|&number| {
            let version = Version::embedded(number);
            version.follows(previous.replace(version))
        })
    }

    #[test]
    fn counting_leaves_nothing_out_and_timestamps_may() {
        for sound in [
            &[0, 1, 2][..],
            &[1, 2, 3],
            &[20_261_120, 20_261_230],
            &[1, 2, 20_261_120],
            &[0, 20_261_120],
        ] {
            assert!(follow(sound), "{sound:?}");
        }
        for unsound in [
            &[2][..],
            &[0, 2],
            &[1, 3],
            &[1, 1],
            &[2, 1],
            &[20_261_120, 20_261_120],
            &[20_261_120, 1],
        ] {
            assert!(!follow(unsound), "{unsound:?}");
        }
    }
}
