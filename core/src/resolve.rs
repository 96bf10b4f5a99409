//! Names and texts become one chain per dialect, or every mistake at once.

mod adopted;
mod group;
mod metadata;
mod names;
mod present;
mod rest;
mod scripts;
mod sound;

use std::collections::{BTreeSet, HashSet};

use crate::chain::Chain;
use crate::config::{self, Config};
use crate::diagnostic::sorted;
use crate::folder::{File, Folder};
use crate::lock::{self, Classes, Terms};
use crate::text::NotText;
use crate::tool::Adopted;
use crate::watch::Profile;
use crate::{Code, Diagnostic, Dialect, Version};

use self::adopted::Hint;
use self::group::{Completeness, Group, Named};
use self::names::Groups;
use self::present::present;
pub use self::rest::{Broken, Rest};

impl Folder {
    /// The chain of every dialect: those that `ingrain.toml` declares; without it, every dialect under
    /// which all scripts read well.
    ///
    /// # Errors
    ///
    /// Every mistake in the folder, by file and line.
    pub fn chains(&self) -> Result<Vec<Chain<'_>>, Vec<Diagnostic>> {
        self.resolve(None, Terms::default())
    }

    /// The chains; `whole` are the dialects of a folder whose texts were found without mistake before.
    pub(crate) fn resolve(
        &self,
        whole: Option<Vec<Dialect>>,
        terms: Terms<'_>,
    ) -> Result<Vec<Chain<'_>>, Vec<Diagnostic>> {
        let mut found = unreadable(self);
        let config = configuration(self, &mut found);
        // Who found the folder whole has compared it; for a release there is more to tell.
        let is_compared = whole.is_some() && terms.profile == Profile::Dev;
        let lock = match is_compared {
            true => Ok(None),
            false => lock::read(self),
        };
        let lock = lock.unwrap_or_else(|mistakes| {
            found.extend(mistakes);
            None
        });
        let sealed = lock.as_ref().map(|lock| lock.kept(terms));
        let sealed = sealed.unwrap_or_default();
        let (Groups { groups, unclear }, adopted) =
            grouped(self, config.as_ref(), sealed, &mut found);
        let hint = adopted::hint(self, &groups, adopted);
        let hint = hint.as_ref();
        let is_configured = config.is_some();
        let dialects = match (whole, config.and_then(|config| config.dialects)) {
            (Some(whole), _) => whole,
            (None, Some(dialects)) => {
                found.extend(
                    dialects
                        .iter()
                        .flat_map(|&dialect| scripts::check(&groups, dialect, hint)),
                );
                dialects
            }
            (None, None) => fitting(&groups, hint, &mut found),
        };
        if let Some(lock) = lock {
            let dialects = dialects.iter().copied().filter(|_| is_configured);
            let present = present(&groups, unclear, dialects.collect());
            found.extend(lock::check(self, &lock, &present, terms));
        }
        if !found.is_empty() {
            return Err(sorted(found));
        }
        let classes = Classes::read(self);
        let chain = |dialect| {
            Chain::new(
                dialect,
                groups
                    .iter()
                    .filter_map(|group: &Group<'_>| group.migration(dialect, &classes))
                    .collect(),
            )
        };
        Ok(dialects.into_iter().filter_map(chain).collect())
    }
}

impl Folder {
    /// What the folder says it took over from another tool.
    pub(crate) fn adopted(&self) -> Option<Adopted> {
        // A mistake in it is reported with the folder's other mistakes.
        configuration(self, &mut Vec::new())?.adopted
    }
}

/// The scripts by version, and what of them was taken over.
fn grouped<'a>(
    folder: &'a Folder,
    config: Option<&Config>,
    sealed: BTreeSet<Version>,
    found: &mut Vec<Diagnostic>,
) -> (Groups<'a>, Option<Adopted>) {
    let adopted = adopted::adopted(folder, config, found);
    let mut groups = names::groups(folder, config, adopted, sealed, found);
    metadata::metadata(folder, &mut groups.groups, adopted, found);
    (groups, adopted)
}

/// What `ingrain.toml` says; nothing, if it is wrong.
pub(crate) fn configuration(folder: &Folder, found: &mut Vec<Diagnostic>) -> Option<Config> {
    let Some(file) = folder
        .files()
        .iter()
        .find(|file| file.name() == config::FILE)
    else {
        return Some(Config::default());
    };
    match config::parse(file.path(), file.text.as_deref().ok()?) {
        Ok(config) => Some(config),
        Err(mistakes) => {
            found.extend(mistakes);
            None
        }
    }
}

/// The dialects under which every script reads well, or as well as under any other; where there is
/// none, the mistakes under the one with the fewest are reported.
///
/// A statement that cannot run in a transaction, or needs a client, is no sign of another dialect, but of
/// this one: only where its words mean something is it a mistake.
fn fitting(groups: &[Group<'_>], hint: Option<&Hint>, found: &mut Vec<Diagnostic>) -> Vec<Dialect> {
    let checked = Dialect::ALL.map(|dialect| (dialect, scripts::check(groups, dialect, hint)));
    let sets = checked
        .each_ref()
        .map(|(_, found)| found.iter().collect::<HashSet<_>>());
    let everywhere = |mistake: &Diagnostic| sets.iter().all(|found| found.contains(mistake));
    let is_of_this_one = |code| matches!(code, Code::NeedsNoTransaction | Code::NeedsClient);
    let fits = |mistake: &Diagnostic| is_of_this_one(mistake.code()) || everywhere(mistake);
    let (fitting, others): (Vec<_>, Vec<_>) = checked
        .iter()
        .partition(|(_, mistakes)| mistakes.iter().all(fits));
    let fewest = others
        .iter()
        .filter(|_| fitting.is_empty())
        .min_by_key(|(_, mistakes)| mistakes.len());
    let reported = fitting.iter().chain(fewest);
    found.extend(reported.flat_map(|(_, mistakes)| mistakes.iter().cloned()));
    fitting.into_iter().map(|(dialect, _)| *dialect).collect()
}

fn unreadable(folder: &Folder) -> Vec<Diagnostic> {
    let not_text = |file: &File| {
        let (title, encoding) = match file.text.as_ref().err()? {
            NotText::Utf16 => ("the file is UTF-16 text, not UTF-8".to_owned(), "UTF-16"),
            NotText::Utf8 { offset, line } => (
                format!(
                    "the file is not UTF-8 text: byte {}, on line {line}, belongs to no character",
                    offset + 1
                ),
                "LATIN1",
            ),
            NotText::Nul { offset, line } => (
                format!(
                    "the file holds a NUL character, at byte {}, on line {line}",
                    offset + 1
                ),
                "UTF-16",
            ),
        };
        let help = format!(
            "save the file as UTF-8 text: with an editor's \"save with encoding\", or with \
             `iconv -f {encoding} -t UTF-8`, if {encoding} is what it is now"
        );
        Some(
            Diagnostic::new(Code::NotText, title)
                .at(file.path())
                .help(help),
        )
    };
    let files = folder.files().iter();
    let read_elsewhere = |file: &&File| file.name() == lock::FILE;
    files
        .filter(|file| !read_elsewhere(file))
        .filter_map(not_text)
        .collect()
}

#[cfg(test)]
mod tests;
