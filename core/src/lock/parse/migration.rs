//! One migration's line.

use std::str::FromStr;

use super::source::Source;
use crate::lock::words::{IRREVERSIBLE, Line, Word, read_dialects, read_name};
use crate::lock::{PerDialect, Sealed, SealedDown};
use crate::{Checksum, Class, Diagnostic, Dialect, Version};

type Result<T> = std::result::Result<T, Box<Diagnostic>>;

/// Reads a line of a lock file for these dialects.
pub(super) fn migration(
    source: &Source<'_>,
    line: Line<'_>,
    dialects: &[Dialect],
) -> Result<Sealed> {
    let (mut version, mut name) = (None, None);
    let (mut up, mut down) = (Values::new("up"), Values::new("down"));
    let (mut class, mut proven) = (Values::new("class"), None);
    for word in line.words() {
        let damaged = |title: String| Box::new(source.damaged(word.span(), title));
        let Some((key, value)) = word.key_and_value() else {
            return Err(Box::new(source.no_word(word.span(), word.text)));
        };
        match key.split_once('.').unwrap_or((key, "")) {
            ("version", "") => {
                let read = Version::from_str(value).ok();
                let read = read.ok_or_else(|| damaged(format!("`{value}` is no version")))?;
                set(source, word, &mut version, read)?;
            }
            ("name", "") => {
                let read = read_name(value);
                let read = read.ok_or_else(|| damaged(format!("`{value}` is no name")))?;
                set(source, word, &mut name, read)?;
            }
            ("up", of) if known(key, of) => {
                let read = Checksum::from_str(value);
                let read = read.map_err(|error| damaged(format!("this checksum is {error}")))?;
                up.set(source, word, of, read)?;
            }
            ("down", of) if known(key, of) => {
                let read = sealed_down(value);
                let read = read.map_err(|error| {
                    damaged(format!(
                        "this is neither `{IRREVERSIBLE}` nor a checksum, which is {error}"
                    ))
                })?;
                down.set(source, word, of, read)?;
            }
            ("class", of) if known(key, of) => {
                let read = Class::from_name(value);
                let read = read.ok_or_else(|| damaged(format!("`{value}` is no class")))?;
                class.set(source, word, of, read)?;
            }
            ("proven", "") => {
                let read = read_dialects(value);
                let read = read.ok_or_else(|| damaged("this is no list of dialects".to_owned()))?;
                set(source, word, &mut proven, read)?;
            }
            _ => return Err(Box::new(source.unknown(word.span(), key))),
        }
    }
    let missing = |key: &str| {
        Box::new(source.damaged(line.span(), format!("this line does not say `{key}=`")))
    };
    Ok(Sealed {
        version: version.ok_or_else(|| missing("version"))?,
        name: name.ok_or_else(|| missing("name"))?,
        up: up.each(dialects).map_err(|key| missing(&key))?,
        down: down.each(dialects).map_err(|key| missing(&key))?,
        class: class.each(dialects).map_err(|key| missing(&key))?,
        proven: proven.unwrap_or_default(),
    })
}

fn sealed_down(value: &str) -> std::result::Result<SealedDown, crate::digest::ParseChecksumError> {
    match value {
        IRREVERSIBLE => Ok(SealedDown::Irreversible),
        _ => value.parse().map(SealedDown::Script),
    }
}

/// `up` for all dialects, or `up.` and the name of one.
fn known(key: &str, of: &str) -> bool {
    !key.contains('.') || Dialect::from_name(of).is_some()
}

fn set<T>(source: &Source<'_>, word: Word<'_>, place: &mut Option<T>, value: T) -> Result<()> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(Box::new(source.twice(word.span()))),
    }
}

/// The values of `up` or `down` on one line.
struct Values<T> {
    key: &'static str,
    shared: Option<T>,
    own: [(Dialect, Option<T>); Dialect::ALL.len()],
}

impl<T: Copy> Values<T> {
    fn new(key: &'static str) -> Values<T> {
        Values {
            key,
            shared: None,
            own: Dialect::ALL.map(|dialect| (dialect, None)),
        }
    }

    /// Takes a value for the dialect called `of`, or for all.
    fn set(&mut self, source: &Source<'_>, word: Word<'_>, of: &str, value: T) -> Result<()> {
        let own = self
            .own
            .iter_mut()
            .find(|(dialect, _)| dialect.name() == of);
        let place = own.map_or(&mut self.shared, |(_, place)| place);
        set(source, word, place, value)
    }

    /// The value for each of `dialects`, or the key that is missing.
    fn each(&self, dialects: &[Dialect]) -> std::result::Result<PerDialect<T>, String> {
        let value = |&wanted: &Dialect| {
            let own = self.own.iter().find(|(dialect, _)| *dialect == wanted);
            let own = own.and_then(|(_, value)| *value);
            match own.or(self.shared) {
                Some(value) => Ok((wanted, value)),
                None if self.own.iter().all(|(_, value)| value.is_none()) => {
                    Err(self.key.to_owned())
                }
                None => Err(format!("{}.{wanted}", self.key)),
            }
        };
        dialects.iter().map(value).collect()
    }
}
