//! How one folder names its scripts.

use std::collections::BTreeMap;

use super::{Layout, Name};
use crate::{Dialect, Direction, Version};

/// How a folder names its scripts: as most of them are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Convention {
    pub(crate) layout: Layout,
    /// With how many digits a version that counts is written at least.
    width: usize,
}

impl Convention {
    /// The convention that most of `names` follow, unless there is no name.
    pub(crate) fn of<'n>(
        names: impl IntoIterator<Item = &'n Name<'n>> + Clone,
    ) -> Option<Convention> {
        let layout = commonest(names.clone().into_iter().map(|name| name.layout))?;
        let counted = |name: &&Name<'_>| name.layout == layout && name.version.counts();
        let widths = names.into_iter().filter(counted);
        let width = commonest(widths.map(|name| name.digits.len())).unwrap_or(1);
        Some(Convention { layout, width })
    }

    /// The convention of a single name.
    pub(super) fn of_one(layout: Layout, digits: &str) -> Convention {
        let width = digits.len();
        Convention { layout, width }
    }

    /// The digits of a version as this folder writes it, if it is one that counts.
    pub(crate) fn digits(&self, digits: &str) -> String {
        match digits.parse() {
            Ok(number) if Version::embedded(number).counts() => self.number(number),
            Ok(_) | Err(_) => digits.to_owned(),
        }
    }

    pub(crate) fn number(&self, number: u64) -> String {
        format!("{number:0width$}", width = self.width)
    }

    pub(crate) fn file_name(
        &self,
        digits: &str,
        description: &str,
        dialect: Option<Dialect>,
        direction: Direction,
    ) -> String {
        let stem = self.layout.stem(&self.digits(digits), description);
        self.layout.file_name(&stem, dialect, direction)
    }
}

impl Default for Convention {
    /// What a new folder is told to begin with.
    fn default() -> Convention {
        Convention {
            layout: Layout::FlatPair,
            width: 4,
        }
    }
}

/// The item that occurs most often; of several, the least.
fn commonest<T: Ord + Copy>(items: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    let most = counts
        .into_iter()
        .max_by_key(|(item, count)| (*count, std::cmp::Reverse(*item)));
    most.map(|(item, _)| item)
}
