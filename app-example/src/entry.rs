//! What an entry is: as it is kept, as it is proposed, and the rules between the two.
use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};

/// An entry as the journal keeps it.
#[derive(Debug, Serialize)]
pub(crate) struct Entry {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) body: String,
    /// `YYYY-MM-DD`.
    pub(crate) written_on: String,
    pub(crate) place: Option<String>,
    /// In alphabetical order.
    pub(crate) tags: Vec<String>,
    /// RFC 3339, UTC.
    pub(crate) created_at: String,
    /// RFC 3339, UTC.
    pub(crate) updated_at: String,
}

/// An entry as somebody proposes it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Draft {
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) written_on: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) tags: Vec<String>,
}

/// An entry that may be added: what a [`Draft`] becomes if it keeps the rules.
#[derive(Debug)]
pub(crate) struct NewEntry {
    pub(crate) title: String,
    pub(crate) body: String,
    /// `YYYY-MM-DD`; today, in UTC, where there is none.
    pub(crate) written_on: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) tags: BTreeSet<String>,
}

/// How many entries bear a tag.
#[derive(Debug)]
pub(crate) struct TagCount {
    pub(crate) name: String,
    pub(crate) entries: i64,
}

/// Which rule a draft breaks.
#[derive(Debug, PartialEq)]
pub(crate) struct Invalid(String);

const LONGEST_TITLE: usize = 200;
const LONGEST_PLACE: usize = 100;
const LONGEST_TAG: usize = 50;
const MOST_TAGS: usize = 20;

impl TryFrom<Draft> for NewEntry {
    type Error = Invalid;

    fn try_from(draft: Draft) -> Result<Self, Invalid> {
        let title = line(&draft.title);
        if title.is_empty() {
            return Err(Invalid("the title is blank: an entry needs one".to_owned()));
        }
        at_most(LONGEST_TITLE, "the title", &title)?;
        let place = draft.place.as_deref().map(line);
        let place = place.filter(|place| !place.is_empty());
        at_most(LONGEST_PLACE, "the place", place.as_deref().unwrap_or(""))?;
        let written_on = draft.written_on.as_deref().map(line);
        Ok(Self {
            title,
            body: draft.body.replace("\r\n", "\n").replace('\0', ""),
            written_on: day(written_on.filter(|day| !day.is_empty()))?,
            place,
            tags: tags(&draft.tags)?,
        })
    }
}

impl Display for Invalid {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The form in which a tag is kept: lower case, single spaces.
pub(crate) fn tag_name(typed: &str) -> String {
    line(typed).to_lowercase()
}

/// One line of text: no control characters (Postgres holds no NUL), no space at the ends, single
/// spaces within.
fn line(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn at_most(longest: usize, what: &str, text: &str) -> Result<(), Invalid> {
    let length = text.chars().count();
    if length <= longest {
        return Ok(());
    }
    Err(Invalid(format!(
        "{what} has {length} characters: {longest} is the most"
    )))
}

fn tags(typed: &[String]) -> Result<BTreeSet<String>, Invalid> {
    let mut tags: BTreeSet<String> = typed.iter().map(|tag| tag_name(tag)).collect();
    tags.remove("");
    if tags.len() > MOST_TAGS {
        return Err(Invalid(format!(
            "there are {} tags: {MOST_TAGS} is the most",
            tags.len()
        )));
    }
    for tag in &tags {
        at_most(LONGEST_TAG, &format!("the tag “{tag}”"), tag)?;
    }
    Ok(tags)
}

fn day(text: Option<String>) -> Result<Option<String>, Invalid> {
    match text {
        Some(text) if !is_day(&text) => Err(Invalid(format!(
            "“{text}” is not a day: expected one such as 2026-03-14"
        ))),
        text => Ok(text),
    }
}

/// Whether a text is a day of the calendar, as `YYYY-MM-DD` from the year 1 on.
fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = |(at, byte): (usize, &u8)| match at {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    if bytes.len() != 10 || !bytes.iter().enumerate().all(shape) {
        return false;
    }
    let number = |digits: &[u8]| digits.iter().fold(0, |n, d| n * 10 + u32::from(d - b'0'));
    let (year, month, day) = (
        number(&bytes[..4]),
        number(&bytes[5..7]),
        number(&bytes[8..]),
    );
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    year > 0 && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests;
