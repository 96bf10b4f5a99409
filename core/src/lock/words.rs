//! The words of a line: how they are written and what they look like when read.

use super::{PerDialect, Sealed, SealedDown};
use crate::{Checksum, Dialect};

/// The first word of the file.
pub(super) const HEAD: &str = "ingrain-lock";

/// The value of `down` where there is none.
pub(super) const IRREVERSIBLE: &str = "irreversible";

/// One migration's line, its end included.
pub(super) fn migration_line(sealed: &Sealed) -> String {
    let Sealed {
        version,
        name,
        up,
        down,
        class,
        proven,
    } = sealed;
    let name = name.replace('%', "%25").replace(' ', "%20");
    let (up, down) = (
        words("up", up, Checksum::to_string),
        words("down", down, down_word),
    );
    let class = words("class", class, |class| class.name().to_owned());
    let proven = match proven.as_slice() {
        [] => String::new(),
        proven => format!(" proven={}", dialect_names(proven)),
    };
    format!("version={version} name={name}{up}{down}{class}{proven}\n")
}

/// `sqlite,postgres`.
pub(super) fn dialect_names(dialects: &[Dialect]) -> String {
    let names: Vec<&str> = dialects.iter().map(|dialect| dialect.name()).collect();
    names.join(",")
}

/// The dialects that `written` names, in their order.
pub(super) fn read_dialects(written: &str) -> Option<Vec<Dialect>> {
    let read: Option<Vec<Dialect>> = written.split(',').map(Dialect::from_name).collect();
    read.filter(|read| read.is_sorted_by(|one, other| one < other))
}

/// The name that `written` stands for.
pub(super) fn read_name(written: &str) -> Option<String> {
    let mut parts = written.split('%');
    let mut name = parts.next()?.to_owned();
    for part in parts {
        let (character, rest) = match (part.strip_prefix("25"), part.strip_prefix("20")) {
            (Some(rest), _) => ('%', rest),
            (_, Some(rest)) => (' ', rest),
            (None, None) => return None,
        };
        name.push(character);
        name.push_str(rest);
    }
    (!name.is_empty()).then_some(name)
}

/// ` up=…` where all dialects share it, else ` up.sqlite=… up.postgres=…`.
fn words<T: PartialEq>(key: &str, values: &PerDialect<T>, word: impl Fn(&T) -> String) -> String {
    match values.as_slice() {
        [(_, first), rest @ ..] if rest.iter().all(|(_, value)| value == first) => {
            format!(" {key}={}", word(first))
        }
        each => each
            .iter()
            .map(|(dialect, value)| format!(" {key}.{dialect}={}", word(value)))
            .collect(),
    }
}

fn down_word(down: &SealedDown) -> String {
    match down {
        SealedDown::Script(checksum) => checksum.to_string(),
        SealedDown::Irreversible => IRREVERSIBLE.to_owned(),
    }
}

/// A `key=value` word, and where it begins in the file.
#[derive(Clone, Copy)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
}

impl<'a> Word<'a> {
    pub(super) fn span(self) -> std::ops::Range<usize> {
        self.start..self.start + self.text.len()
    }

    pub(super) fn key_and_value(self) -> Option<(&'a str, &'a str)> {
        self.text.split_once('=')
    }
}

/// A line without its end, and where it begins in the file.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
}

impl<'a> Line<'a> {
    pub(super) fn span(self) -> std::ops::Range<usize> {
        self.start..self.start + self.text.len()
    }

    pub(super) fn words(self) -> impl Iterator<Item = Word<'a>> {
        let mut start = self.start;
        self.text.split(' ').map(move |text| {
            let word = Word { text, start };
            start += text.len() + 1;
            word
        })
    }
}

/// The lines of a file.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |whole| {
        let text = whole.strip_suffix('\n').unwrap_or(whole);
        let line = Line { text, start };
        start += whole.len();
        line
    })
}
