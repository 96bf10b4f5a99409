//! What was probably meant.

use super::{Layout, understand, version};
use crate::{Dialect, Direction};

/// The name that `path` probably should have had.
pub(super) fn suggest(path: &str) -> Option<String> {
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
