//! File names: layout, version, description, dialect and direction.

mod adopted;
mod constant;
mod convention;
mod layout;
mod next;
mod suggest;

use crate::tool::Adopted;
use crate::{Dialect, Direction, Version};

pub(crate) use self::adopted::{is_refinerys, is_simple, is_sqlxs};
pub use self::constant::constant_names;
pub(crate) use self::convention::Convention;
pub(crate) use self::layout::Layout;
pub use self::next::{Moment, NewFile, NewMigration};
pub use self::suggest::nearest;
pub(crate) use self::suggest::{Meant, edits};
use self::suggest::{direction_meant, suggest};

/// A file name that was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name<'a> {
    pub(crate) layout: Layout,
    pub(crate) version: Version,
    /// The version's digits as they stand in the name, without hyphens left out.
    pub(crate) digits: &'a str,
    pub(crate) description: &'a str,
    /// The part of the name that both scripts of a migration share.
    pub(crate) stem: &'a str,
    pub(crate) dialect: Option<Dialect>,
    pub(crate) direction: Direction,
}

/// Why a file name cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misnamed {
    /// What is wrong with it.
    pub(crate) why: String,
    /// What it was probably meant to be.
    pub(crate) meant: Option<Meant>,
}

/// Understands `path`, a `.sql` file's name relative to the folder, with `/` between its parts.
pub(crate) fn parse(path: &str, adopted: Option<Adopted>) -> Result<Name<'_>, Misnamed> {
    if let Some(name) = adopted.and_then(|adopted| adopted::understand(path, adopted)) {
        return Ok(name);
    }
    let name = understand(path).map_err(|why| Misnamed {
        why,
        meant: suggest(path),
    })?;
    match adopted.and_then(|adopted| adopted::left_out(&name, adopted)) {
        Some(why) => Err(Misnamed { why, meant: None }),
        None => Ok(name),
    }
}

fn understand(path: &str) -> Result<Name<'_>, String> {
    let (directory, file) = match path.rsplit_once('/') {
        Some((directory, file)) => (Some(directory), file),
        None => (None, path),
    };
    if directory.is_some_and(|directory| directory.contains('/')) {
        return Err("it stands two folders deep".to_owned());
    }
    let base = file
        .strip_suffix(".sql")
        .ok_or("its extension is not the lower-case `.sql`")?;
    let mut parts: Vec<&str> = base.split('.').collect();
    let direction = match parts.last() {
        Some(&"up") => Some(Direction::Up),
        Some(&"down") => Some(Direction::Down),
        _ => None,
    };
    parts.truncate(parts.len() - usize::from(direction.is_some()));
    let (layout, stem) = match (directory, parts.is_empty()) {
        (Some(_), _) if direction.is_none() => {
            return Err("a directory holds `up.sql` and `down.sql`".to_owned());
        }
        (Some(directory), _) => (Layout::DirectoryPair, directory),
        (None, true) => return Err("it has no version".to_owned()),
        (None, false) => match parts.remove(0) {
            stem if prefixed(stem).is_some() => (Layout::Prefixed, stem),
            stem => (Layout::FlatPair, stem),
        },
    };
    let dialect = match parts.as_slice() {
        [] => None,
        [.., last] if direction.is_none() && direction_meant(last).is_some() => {
            return Err(format!("`{last}` is neither `up` nor `down`"));
        }
        [dialect] => Some(known_dialect(dialect)?),
        _ => return Err("it has too many parts between dots".to_owned()),
    };
    let (digits, description) = match layout {
        Layout::Prefixed => prefixed(stem).unwrap_or_default(),
        Layout::FlatPair | Layout::DirectoryPair => versioned(stem)?,
    };
    let direction = match (direction, layout) {
        (Some(direction), _) => direction,
        (None, Layout::Prefixed) => Direction::Up,
        (None, _) => return Err("it says neither `.up` nor `.down`".to_owned()),
    };
    let version = version(digits)?;
    check_description(description)?;
    Ok(Name {
        layout,
        version,
        digits,
        description,
        stem,
        dialect,
        direction,
    })
}

fn known_dialect(name: &str) -> Result<Dialect, String> {
    Dialect::from_name(name).ok_or_else(|| {
        format!("`{name}` is not a dialect (those are `sqlite` and `postgres`), and a description holds no dot")
    })
}

/// `V1__create_notes` → `1`, `create_notes`.
fn prefixed(stem: &str) -> Option<(&str, &str)> {
    let (digits, description) = stem.strip_prefix('V')?.split_once("__")?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some((digits, description))
}

/// `0001_create_notes` → `0001`, `create_notes`.
fn versioned(stem: &str) -> Result<(&str, &str), String> {
    const NO_VERSION: &str = "it does not begin with a version";
    if !stem.starts_with(|first: char| first.is_ascii_digit()) {
        return Err(NO_VERSION.to_owned());
    }
    let (digits, description) = stem
        .split_once('_')
        .ok_or("no `_` separates version and description")?;
    let number = |digits: &str| {
        digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    };
    if !number(digits) {
        return Err(NO_VERSION.to_owned());
    }
    Ok((digits, description))
}

fn version(digits: &str) -> Result<Version, String> {
    if !digits.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err("it does not begin with a version".to_owned());
    }
    digits
        .bytes()
        .filter(|&byte| byte != b'-')
        .try_fold(0_u64, |number, digit| {
            number.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
        })
        .and_then(Version::new)
        .ok_or_else(|| format!("its version is larger than {}", Version::MAX))
}

fn check_description(description: &str) -> Result<(), String> {
    if description.is_empty() {
        return Err("it has no description".to_owned());
    }
    match description
        .chars()
        .find(|&c| c.is_control() || c == '\\' || c == char::REPLACEMENT_CHARACTER)
    {
        Some(c) => Err(format!("its description holds {c:?}")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
