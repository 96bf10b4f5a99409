//! Names as other tools understand them.
//!
//! - sqlx takes `<version>_<description>.sql` directly in the folder, with `.up` or `.down` before `.sql` or
//!   without; dots may stand in a description.
//! - refinery takes `V<version>__<description>.sql` and `U<version>__<description>.sql`, in folders inside it
//!   too. `U` tells that the order does not matter. A description is word characters only.
//! - diesel's directories are named as ours.

use super::{Layout, Name, check_description, version};
use crate::tool::Adopted;
use crate::{Direction, Tool};

/// Understands `path` as the tool does that wrote the scripts of its version; nothing, if the name is to
/// be read as one of ours.
pub(super) fn understand(path: &str, adopted: Adopted) -> Option<Name<'_>> {
    let name = match adopted.from {
        Tool::Sqlx => sqlx(path),
        Tool::Refinery => refinery(path),
        Tool::Diesel => None,
    };
    name.filter(|name| adopted.tool_of(name.version).is_some())
}

/// What is wrong with one of our names in a place where the other tool's count: the tool has left it out,
/// and nobody expects it to be applied now.
pub(super) fn left_out(name: &Name<'_>, adopted: Adopted) -> Option<String> {
    let is_refinerys = adopted.tool_of(name.version) == Some(Tool::Refinery);
    let is_up = name.layout == Layout::Prefixed && name.direction == Direction::Up;
    let odd = name.description.chars().find(|&c| !is_word(c))?;
    (is_refinerys && is_up && name.dialect.is_none())
        .then(|| format!("its description holds {odd:?}, so that refinery has left it out"))
}

/// Whether sqlx takes `path` for a migration that has no way back: `0001_create_notes.sql`.
pub(crate) fn is_simple(path: &str) -> bool {
    let is_simple = |name: &Name<'_>| path.len() == name.stem.len() + ".sql".len();
    sqlx(path).as_ref().is_some_and(is_simple)
}

/// Whether sqlx takes `path` for a script of either way.
pub(crate) fn is_sqlxs(path: &str) -> bool {
    sqlx(path).is_some()
}

/// Whether refinery takes `path` for a migration.
pub(crate) fn is_refinerys(path: &str) -> bool {
    refinery(path).is_some_and(|name| name.direction == Direction::Up)
}

fn sqlx(path: &str) -> Option<Name<'_>> {
    let base = path.strip_suffix(".sql").filter(|_| !path.contains('/'))?;
    let (stem, direction) = match (base.strip_suffix(".up"), base.strip_suffix(".down")) {
        (Some(stem), _) => (stem, Direction::Up),
        (_, Some(stem)) => (stem, Direction::Down),
        (None, None) => (base, Direction::Up),
    };
    let (digits, description) = stem.split_once('_')?;
    name(Layout::FlatPair, stem, digits, description, direction)
}

fn refinery(path: &str) -> Option<Name<'_>> {
    let base = path.rsplit('/').next()?.strip_suffix(".sql")?;
    let (stem, direction) = match base.strip_suffix(".down") {
        Some(stem) => (stem, Direction::Down),
        None => (base, Direction::Up),
    };
    let (digits, description) = stem.strip_prefix(['U', 'V'])?.split_once("__")?;
    let description = Some(description).filter(|description| description.chars().all(is_word))?;
    name(Layout::Prefixed, stem, digits, description, direction)
}

fn name<'a>(
    layout: Layout,
    stem: &'a str,
    digits: &'a str,
    description: &'a str,
    direction: Direction,
) -> Option<Name<'a>> {
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    check_description(description).ok().filter(|()| is_number)?;
    Some(Name {
        layout,
        version: version(digits).ok()?,
        digits,
        description,
        stem,
        dialect: None,
        direction,
    })
}

/// As refinery's `\w` has it.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
