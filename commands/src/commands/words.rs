//! Values as people read them in tables.

use ingrain::{Checksum, Direction, Target, Version};
pub(super) use ingrain_core::duration;

/// A time of the history, to the second: `2026-11-20 10:15:00`, UTC.
pub(super) fn moment(at: &str) -> String {
    let seconds = at.split_once('.').map_or(at, |(seconds, _)| seconds);
    seconds.trim_end_matches('Z').replacen('T', " ", 1)
}

/// The first twelve hexadecimal digits, as many as tell one from another.
pub(super) fn start(checksum: Checksum) -> String {
    let text = checksum.to_string();
    let digits = text
        .split_once(':')
        .map_or(text.as_str(), |(_, digits)| digits);
    digits.chars().take(12).collect()
}

/// Behind `nothing to do`: the command that leads to the target, where this one goes the other way.
pub(super) fn other_way(way: Direction, target: Target, current: Option<Version>) -> String {
    let Target::Version(version) = target else {
        return String::new();
    };
    match way {
        Direction::Up if Some(version) < current => {
            format!("; `down {version}` reverts what is applied down to there")
        }
        Direction::Down if Some(version) > current => {
            format!("; `up {version}` applies what is pending up to there")
        }
        Direction::Up | Direction::Down => String::new(),
    }
}

/// `1 migration is`, `2 migrations are`.
pub(super) fn migrations(count: usize) -> String {
    match count {
        1 => "1 migration is".to_owned(),
        count => format!("{count} migrations are"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_to_the_second() {
        assert_eq!(moment("2026-11-20T10:15:00.123Z"), "2026-11-20 10:15:00");
        assert_eq!(moment("yesterday"), "yesterday");
    }

    #[test]
    fn checksums_begin_with_their_digits() {
        let whole = Checksum::of("").to_string();
        assert_eq!(format!("sha256:{}", start(Checksum::of(""))), whole[..19]);
    }
}
