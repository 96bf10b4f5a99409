//! What was found before, in a file of lines: where a script has not changed, it is not looked at again.
//!
//! ```text
//! script sha256:…
//! found ban-drop-table 12 22
//! title this drops a table, and its rows
//! note …
//! help …
//! whole sha256:…
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use ingrain_core::{Checksum, Rule};

use super::found::Found;

/// How the last line begins. It goes on with the checksum of the lines before.
const WHOLE: &str = "whole ";

/// What was found in each script, under [its key](super::script::Subject::key).
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cache {
    scripts: BTreeMap<[u8; 32], (Checksum, Vec<Found>)>,
}

impl Cache {
    /// What the file at `path` holds; of one that is damaged or not a cache, nothing.
    pub(super) fn read(path: &Path) -> Cache {
        let text = fs::read_to_string(path).ok();
        let scripts = text.as_deref().and_then(whole).and_then(parse);
        Cache::default().with(scripts.unwrap_or_default())
    }

    pub(super) fn get(&self, key: &Checksum) -> Option<&[Found]> {
        let (_, found) = self.scripts.get(key.bytes())?;
        Some(found)
    }

    /// It, and what was found in other scripts.
    pub(super) fn with(
        mut self,
        scripts: impl IntoIterator<Item = (Checksum, Vec<Found>)>,
    ) -> Cache {
        let scripts = scripts.into_iter();
        self.scripts
            .extend(scripts.map(|(key, found)| (*key.bytes(), (key, found))));
        self
    }

    /// The file with what it holds of the scripts of these keys. Where it cannot be written, the next build
    /// looks again.
    pub(super) fn write(&self, keys: &[Checksum], path: &Path) {
        let scripts = keys.iter();
        let text: String = scripts
            .filter_map(|key| Some(lines(key, self.get(key)?)))
            .collect();
        let text = format!("{text}{WHOLE}{}\n", Checksum::of(&text));
        if fs::read_to_string(path).is_ok_and(|before| before == text) {
            return;
        }
        // Beside it, so that a build that is killed leaves the one before or this one.
        let new = path.with_extension(format!("{}.new", std::process::id()));
        let written = fs::write(&new, text).and_then(|()| fs::rename(&new, path));
        if written.is_err() {
            let _ = fs::remove_file(&new);
        }
    }
}

fn lines(key: &Checksum, found: &[Found]) -> String {
    let mut lines = format!("script {key}\n");
    for found in found {
        let (rule, span) = (found.rule, &found.span);
        // Writing to a text does not fail.
        let _ = writeln!(lines, "found {rule} {} {}", span.start, span.end);
        let _ = writeln!(lines, "title {}", found.title);
        for note in &found.notes {
            let _ = writeln!(lines, "note {note}");
        }
        if let Some(help) = &found.help {
            let _ = writeln!(lines, "help {help}");
        }
    }
    lines
}

/// The lines before the last one, if it says that they are whole.
fn whole(text: &str) -> Option<&str> {
    let (lines, last) = text.split_at(text.rfind(WHOLE)?);
    let checksum = last.strip_prefix(WHOLE)?.strip_suffix('\n')?;
    (checksum.parse() == Ok(Checksum::of(lines))).then_some(lines)
}

/// Nothing, if a line is not as they are written.
fn parse(text: &str) -> Option<Vec<(Checksum, Vec<Found>)>> {
    let mut scripts: Vec<(Checksum, Vec<Found>)> = Vec::new();
    for line in text.lines() {
        let (word, rest) = line.split_once(' ')?;
        if word == "script" {
            scripts.push((rest.parse().ok()?, Vec::new()));
            continue;
        }
        let (_, found) = scripts.last_mut()?;
        if word == "found" {
            found.push(parse_found(rest)?);
            continue;
        }
        let found = found.last_mut()?;
        match word {
            "title" if found.title.is_empty() => found.title = rest.to_owned(),
            "note" => found.notes.push(rest.to_owned()),
            "help" => found.help = Some(rest.to_owned()),
            _ => return None,
        }
    }
    let titled = |(_, found): &(_, Vec<Found>)| found.iter().all(|found| !found.title.is_empty());
    scripts.iter().all(titled).then_some(scripts)
}

fn parse_found(line: &str) -> Option<Found> {
    let mut words = line.split(' ');
    let rule = Rule::named(words.next()?)?;
    let (start, end) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    words
        .next()
        .is_none()
        .then(|| Found::new(rule, start..end, ""))
}
