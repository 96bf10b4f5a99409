//! File names: layout, version, description, dialect and direction.

use std::collections::BTreeMap;

use crate::{Dialect, Direction, Version};

/// How a folder's files are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Layout {
    /// `0001_create_notes.up.sql` and `0001_create_notes.down.sql`.
    FlatPair,
    /// `2026-11-20-101500_create_notes/up.sql` and `…/down.sql`.
    DirectoryPair,
    /// `V1__create_notes.sql` and `V1__create_notes.down.sql`.
    Prefixed,
}

impl Layout {
    /// What diagnostics call it.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Layout::FlatPair => "flat pairs (`0001_name.up.sql`)",
            Layout::DirectoryPair => "directory pairs (`0001_name/up.sql`)",
            Layout::Prefixed => "prefixed names (`V1__name.sql`)",
        }
    }

    /// What both scripts of a migration are called: `0001_name`, or `V1__name` when prefixed.
    pub(crate) fn stem(self, digits: &str, description: &str) -> String {
        match self {
            Layout::FlatPair | Layout::DirectoryPair => format!("{digits}_{description}"),
            Layout::Prefixed => format!("V{}__{description}", digits.replace('-', "")),
        }
    }

    /// The file name of a script whose migration is called `stem`, as [`Layout::stem`] gives it.
    pub(crate) fn file_name(
        self,
        stem: &str,
        dialect: Option<Dialect>,
        direction: Direction,
    ) -> String {
        let dialect = dialect
            .map(|dialect| format!("{dialect}."))
            .unwrap_or_default();
        match (self, direction) {
            (Layout::FlatPair, _) => format!("{stem}.{dialect}{direction}.sql"),
            (Layout::DirectoryPair, _) => format!("{stem}/{dialect}{direction}.sql"),
            (Layout::Prefixed, Direction::Up) => format!("{stem}.{dialect}sql"),
            (Layout::Prefixed, Direction::Down) => format!("{stem}.{dialect}down.sql"),
        }
    }
}

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
    /// The name it probably should have had.
    pub(crate) suggestion: Option<String>,
}

/// Understands `path`, a `.sql` file's name relative to the folder, with `/` between its parts.
pub(crate) fn parse(path: &str) -> Result<Name<'_>, Misnamed> {
    understand(path).map_err(|why| Misnamed {
        why,
        suggestion: suggest(path),
    })
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

/// The name that `path` probably should have had.
fn suggest(path: &str) -> Option<String> {
    let words = path
        .strip_suffix(".sql")
        .or_else(|| path.strip_suffix(".SQL"))
        .unwrap_or(path);
    let mut words: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let first = words.first()?;
    let letters = first.len()
        - first
            .trim_start_matches(|c: char| !c.is_ascii_digit())
            .len();
    let (prefix, rest) = first.split_at(letters);
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (mut digits, glued) = (rest[..digits].to_owned(), &rest[digits..]);
    if digits.is_empty() || version(&digits).is_err() {
        return None;
    }
    words.remove(0);
    // `2026-11-20-101500_x`: a date's parts belong to the version.
    while digits.len() >= 4
        && words
            .first()
            .is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
    {
        digits.push_str(words.remove(0));
    }
    if !glued.is_empty() {
        words.insert(0, glued);
    }
    let is_down = |word: &str| ["down", "undo", "rollback", "revert"].contains(&word);
    let lowered: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let down = prefix.eq_ignore_ascii_case("u") || lowered.iter().any(|word| is_down(word));
    let dialect = lowered.iter().find_map(|word| dialect_meant(word));
    let description: Vec<String> = lowered
        .into_iter()
        .filter(|word| !is_down(word) && word != "up" && dialect_meant(word).is_none())
        .collect();
    let description = if description.is_empty() {
        "describe_it".to_owned()
    } else {
        description.join("_")
    };
    let direction = if down { Direction::Down } else { Direction::Up };
    let name = match prefix {
        "V" | "v" | "U" | "u" => {
            Layout::Prefixed.file_name(&format!("V{digits}__{description}"), dialect, direction)
        }
        _ => Layout::FlatPair.file_name(&format!("{digits}_{description}"), dialect, direction),
    };
    understand(&name).is_ok().then_some(name)
}

fn dialect_meant(word: &str) -> Option<Dialect> {
    match word {
        "postgres" | "postgresql" | "pg" | "psql" => Some(Dialect::Postgres),
        "sqlite" | "sqlite3" => Some(Dialect::Sqlite),
        _ => None,
    }
}

/// The one of `known` that `word` is most likely a misspelling of.
pub(crate) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let distance = |candidate: &str| strsim::damerau_levenshtein(word, candidate);
    let best = known
        .iter()
        .copied()
        .min_by_key(|candidate| distance(candidate))?;
    (distance(best) <= 1 + word.chars().count().min(best.chars().count()) / 3).then_some(best)
}

/// The constants that `versions!` declares for the files at `paths`: a name made of the version as it
/// is written and the description, such as `V0007_ADD_EMAIL` (what is not an ASCII letter or digit
/// becomes `_`), and the version. A misnamed file counts under the name that it should have had: `embed!`
/// reports it, and a constant that is missing as well would only confuse.
pub fn constant_names<'a>(paths: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, Version> {
    let constant = |name: Name<'_>| {
        let word = |c: char| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_uppercase()
            } else {
                '_'
            }
        };
        let digits: String = name.digits.chars().filter(char::is_ascii_digit).collect();
        let description: String = name.description.chars().map(word).collect();
        (format!("V{digits}_{description}"), name.version)
    };
    let of_file = |path: &str| match parse(path) {
        Ok(name) => Some(constant(name)),
        Err(misnamed) => understand(&misnamed.suggestion?).ok().map(constant),
    };
    paths.into_iter().filter_map(of_file).collect()
}

#[cfg(test)]
mod tests;
