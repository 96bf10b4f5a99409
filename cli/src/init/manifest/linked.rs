//! The rusqlite that fits a SQLite which the application links already, through sqlx, diesel or refinery.

use std::fs;
use std::path::Path;
use std::str::FromStr as _;

use toml_edit::{DocumentMut, Item, Table};

/// The minor versions of rusqlite 0 that `ingrain` accepts.
const ACCEPTED: std::ops::RangeInclusive<u64> = 32..=41;

/// rusqlite 0.32 takes libsqlite3-sys 0.30, and from there on each takes the next.
const AHEAD: u64 = 2;

/// The version of rusqlite for the workspace in this folder: cargo links one `libsqlite3-sys` only. The latest, where
/// none is linked yet.
pub(super) fn rusqlite(workspace: &Path) -> String {
    let lock = fs::read_to_string(workspace.join("Cargo.lock")).unwrap_or_default();
    let minor = linked(&lock).map(|minor| minor + AHEAD);
    let minor = minor.filter(|minor| ACCEPTED.contains(minor));
    format!("0.{}", minor.unwrap_or(*ACCEPTED.end()))
}

/// The minor version of `libsqlite3-sys` 0 in a Cargo.lock.
fn linked(lock: &str) -> Option<u64> {
    let lock = DocumentMut::from_str(lock).ok()?;
    let packages = lock.get("package").and_then(Item::as_array_of_tables)?;
    let text = |package: &Table, key| Some(package.get(key)?.as_str()?.to_owned());
    let is_it = |package: &&Table| text(package, "name").as_deref() == Some("libsqlite3-sys");
    let version = text(packages.iter().find(is_it)?, "version")?;
    version.strip_prefix("0.")?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = include_str!("../../../../Cargo.lock");
    const REFINERY: &str = include_str!("../../../../tests/adopt/refinery/Cargo.lock");

    /// Each lock file has a pair that cargo chose.
    #[test]
    fn rusqlite_is_two_ahead() {
        for lock in [OWN, REFINERY] {
            let (_, after) = lock
                .split_once("name = \"rusqlite\"\nversion = \"0.")
                .expect("it");
            let minor: u64 = after
                .split('.')
                .next()
                .expect("digits")
                .parse()
                .expect("digits");
            assert_eq!(linked(lock), Some(minor - AHEAD));
            assert!(ACCEPTED.contains(&minor));
        }
        assert_eq!(linked(""), None);
    }

    /// What is accepted is what the workspace says.
    #[test]
    fn the_range_is_that_of_the_runtime() {
        let range = format!(
            "rusqlite = {{ version = \">=0.{}, <0.{}\"",
            ACCEPTED.start(),
            ACCEPTED.end() + 1
        );
        assert!(
            include_str!("../../../../Cargo.toml").contains(&range),
            "{range}"
        );
    }
}
