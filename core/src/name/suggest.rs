//! What was probably meant.

use super::{Convention, Layout, Name, understand, version};
use crate::{Dialect, Direction, Version};

/// What a misnamed file was probably meant to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meant {
    pub(crate) version: Version,
    pub(super) digits: String,
    pub(crate) description: String,
    /// The layout that its name comes nearest to.
    layout: Layout,
    dialect: Option<Dialect>,
    direction: Direction,
}

impl Meant {
    /// The same as an up script.
    pub(crate) fn forward(self) -> Meant {
        Meant {
            direction: Direction::Up,
            ..self
        }
    }

    /// Its name in a folder of this convention, if the folder has one.
    pub(crate) fn file_name(&self, convention: Option<&Convention>) -> String {
        let own = Convention::of_one(self.layout, &self.digits);
        convention.unwrap_or(&own).file_name(
            &self.digits,
            &self.description,
            self.dialect,
            self.direction,
        )
    }
}

impl From<Name<'_>> for Meant {
    fn from(name: Name<'_>) -> Meant {
        Meant {
            version: name.version,
            digits: name.digits.to_owned(),
            description: name.description.to_owned(),
            layout: name.layout,
            dialect: name.dialect,
            direction: name.direction,
        }
    }
}

/// What `path` was probably meant to be. A file that is only too deep is meant as it is called.
pub(super) fn suggest(path: &str) -> Option<Meant> {
    let inner = |path: &'_ str| Some(understand(path.split_once('/')?.1).ok()?.into());
    inner(path)
        .or_else(|| inner(path.split_once('/')?.1))
        .or_else(|| guess(path))
}

fn guess(path: &str) -> Option<Meant> {
    let base = path
        .strip_suffix(".sql")
        .or_else(|| path.strip_suffix(".SQL"))
        .unwrap_or(path);
    // What follows the folder or the first dot tells dialect and direction, in that order.
    let split = base.rsplit_once('/').or_else(|| base.split_once('.'));
    let (stem, tail) = split.unwrap_or((base, ""));
    let mut stem = words(stem);
    let (layout, is_undo, digits) = take_version(&mut stem)?;
    let tail = words(tail);
    let told = |word: &String| direction_named(word).is_some();
    let is_told = tail.iter().any(told);
    let mut meant = Meant {
        version: version(&digits).ok()?,
        digits,
        description: String::new(),
        layout,
        dialect: None,
        direction: if is_undo {
            Direction::Down
        } else {
            Direction::Up
        },
    };
    let mut description = Vec::new();
    for word in stem {
        match (direction_named(&word), dialect_named(&word)) {
            (Some(Direction::Down), _) => meant.direction = Direction::Down,
            (Some(Direction::Up), _) => {}
            (None, Some(dialect)) => meant.dialect = meant.dialect.or(Some(dialect)),
            (None, None) => description.push(word),
        }
    }
    let last = tail.len();
    for (at, word) in (1..).zip(tail) {
        let guessed = (at == last && !is_told)
            .then(|| direction_meant(&word))
            .flatten();
        let direction = direction_named(&word).or(guessed);
        match (direction, dialect_meant(&word)) {
            (Some(Direction::Down), _) => meant.direction = Direction::Down,
            (Some(Direction::Up), _) => {}
            (None, Some(dialect)) => meant.dialect = meant.dialect.or(Some(dialect)),
            (None, None) => description.push(word),
        }
    }
    meant.description = match description.as_slice() {
        [] => "describe_it".to_owned(),
        words => words.join("_"),
    };
    understand(&meant.file_name(None)).is_ok().then_some(meant)
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Takes the version off the first word: the layout that its prefix tells, whether it is the prefix of
/// a down script, and its digits.
fn take_version(words: &mut Vec<String>) -> Option<(Layout, bool, String)> {
    let first = words.first()?.clone();
    let rest = first.trim_start_matches(|c: char| !c.is_ascii_digit());
    let prefix = &first[..first.len() - rest.len()];
    let glued = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut digits = rest[..rest.len() - glued.len()].to_owned();
    if digits.is_empty() || version(&digits).is_err() {
        return None;
    }
    words.remove(0);
    // `2026-11-20-101500_x`: a date's parts belong to the version.
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    while digits.len() >= 4 && words.first().is_some_and(is_number) {
        digits.push_str(&words.remove(0));
    }
    if !glued.is_empty() {
        words.insert(0, glued.to_owned());
    }
    let layout = match prefix {
        "v" | "u" => Layout::Prefixed,
        _ => Layout::FlatPair,
    };
    Some((layout, prefix == "u", digits))
}

fn direction_named(word: &str) -> Option<Direction> {
    match word {
        "up" => Some(Direction::Up),
        "down" | "undo" | "rollback" | "revert" => Some(Direction::Down),
        _ => None,
    }
}

/// The direction that `word`, where one has to stand, is a misspelling of.
pub(super) fn direction_meant(word: &str) -> Option<Direction> {
    let is_near = |direction: Direction, most| edits(word, direction.name(), most).is_some();
    match () {
        () if is_near(Direction::Up, 1) => Some(Direction::Up),
        () if is_near(Direction::Down, 2) => Some(Direction::Down),
        () => None,
    }
}

const DIALECTS: [(&str, Dialect); 6] = [
    ("postgres", Dialect::Postgres),
    ("postgresql", Dialect::Postgres),
    ("pg", Dialect::Postgres),
    ("psql", Dialect::Postgres),
    ("sqlite", Dialect::Sqlite),
    ("sqlite3", Dialect::Sqlite),
];

fn dialect_named(word: &str) -> Option<Dialect> {
    let known = DIALECTS.iter().find(|(name, _)| *name == word);
    known.map(|(_, dialect)| *dialect)
}

/// The dialect that `word`, where one may stand, names or is a misspelling of; `postgis` is none.
fn dialect_meant(word: &str) -> Option<Dialect> {
    let is_near = |name: &str| name.len() > "psql".len() && edits(word, name, 1) == Some(1);
    let near = || DIALECTS.iter().find(|(name, _)| is_near(name));
    dialect_named(word).or_else(|| near().map(|(_, dialect)| *dialect))
}

/// The one of `known` that `word` is most likely a misspelling of, if it is near to any. Case counts.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let length = word.chars().count();
    let near = known.iter().filter_map(|candidate| {
        let most = 1 + length.min(candidate.chars().count()) / 3;
        Some((edits(word, candidate, most)?, *candidate))
    });
    let nearest = near.min_by_key(|(edits, _)| *edits);
    nearest.map(|(_, candidate)| candidate)
}

/// How many edits make `other` of `word`, if no more than `most`. That is looked for only where their lengths
/// allow it: it takes time and memory that grow with their product.
pub(crate) fn edits(word: &str, other: &str, most: usize) -> Option<usize> {
    let apart = word.chars().count().abs_diff(other.chars().count());
    let edits = (apart <= most).then(|| strsim::damerau_levenshtein(word, other));
    edits.filter(|edits| *edits <= most)
}
