//! The classes of sealed migrations, for whoever builds a chain.

use std::str::FromStr as _;

use super::words::lines;
use crate::{Class, Dialect, Folder, Version};

/// The class of each sealed migration.
///
/// Read off the lines without checking them: whether the lock file is sound is told elsewhere, and not in
/// every build again.
pub(crate) struct Classes<'a> {
    /// Versions rise.
    lines: Vec<(Version, &'a str)>,
}

impl<'a> Classes<'a> {
    pub(crate) fn read(folder: &'a Folder) -> Classes<'a> {
        let file = folder
            .lock_file()
            .and_then(|file| file.text.as_deref().ok());
        let migration = |line: super::words::Line<'a>| {
            let (version, rest) = line.text.strip_prefix("version=")?.split_once(' ')?;
            Some((Version::from_str(version).ok()?, rest))
        };
        Classes {
            lines: lines(file.unwrap_or_default())
                .filter_map(migration)
                .collect(),
        }
    }

    /// The class of this version, if it is sealed.
    pub(crate) fn of(&self, version: Version, dialect: Dialect) -> Option<Class> {
        let at = self
            .lines
            .binary_search_by_key(&version, |(version, _)| *version);
        let (_, line) = self.lines.get(at.ok()?)?;
        // It stands behind the long words.
        line.rsplit(' ').find_map(|word| {
            let (key, value) = word.split_once('=')?;
            let of = key.strip_prefix("class")?;
            let is_meant = of.is_empty() || of.strip_prefix('.') == Some(dialect.name());
            Class::from_name(value).filter(|_| is_meant)
        })
    }
}
