//! How a folder differs from its lock file.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::{Lock, Present, PresentMigration, Sealed, value};
use crate::folder::File;
use crate::{Checksum, Dialect, Version};

/// What is found out.
pub(super) struct Comparison<'a> {
    /// Changes of the past.
    pub(super) changes: Vec<Change<'a>>,
    /// Migrations above all sealed ones.
    pub(super) unsealed: Vec<&'a PresentMigration<'a>>,
    /// Dialects whose chains are not sealed at all.
    pub(super) unsealed_dialects: Vec<Dialect>,
}

/// A change of the past.
pub(super) enum Change<'a> {
    /// Up scripts hold something else.
    Edited(&'a Sealed, Vec<Edit<'a>>),
    /// The migration is not there.
    Deleted(&'a Sealed),
    /// It is there under this version.
    Renumbered(&'a Sealed, &'a PresentMigration<'a>),
    /// A migration that is not sealed, below this one that is.
    Inserted(&'a PresentMigration<'a>, &'a Sealed),
}

/// An up script that holds something else.
pub(super) struct Edit<'a> {
    pub(super) file: &'a File,
    pub(super) sealed: Checksum,
    /// Every dialect that it is the script of.
    pub(super) dialects: Vec<Dialect>,
}

impl Change<'_> {
    /// The version to reseal.
    pub(super) fn version(&self) -> Version {
        match self {
            Change::Edited(sealed, _) | Change::Deleted(sealed) | Change::Renumbered(sealed, _) => {
                sealed.version
            }
            Change::Inserted(present, _) => present.version,
        }
    }
}

/// Compares a folder with its lock file.
pub(super) fn compare<'a>(lock: &'a Lock, present: &'a Present<'a>) -> Comparison<'a> {
    let is_open = present.dialects.is_empty();
    let dialects = lock.dialects.iter().copied();
    let compared: Vec<Dialect> = dialects
        .filter(|dialect| is_open || present.dialects.contains(dialect))
        .collect();
    let unchanged = |one: &PresentMigration<'_>| {
        let sealed = lock.get(one.version);
        sealed.is_some_and(|sealed| edits(sealed, one, &compared).is_empty())
    };
    // Where a sealed migration may have gone: what is not in its own place, by what it holds.
    let mut moved: HashMap<_, VecDeque<&PresentMigration<'_>>> = HashMap::new();
    for one in present.migrations.iter().filter(|one| !unchanged(one)) {
        if let Some(scripts) = one.holds(&compared) {
            moved.entry(scripts).or_default().push_back(one);
        }
    }
    let mut arrived = BTreeSet::new();
    let mut changes = Vec::new();
    for sealed in &lock.migrations {
        if present.unclear.contains(&sealed.version) {
            continue;
        }
        let here = present.get(sealed.version);
        let edited = here.map(|here| edits(sealed, here, &compared));
        if edited.as_ref().is_some_and(Vec::is_empty) {
            continue;
        }
        let moved = sealed
            .holds(&compared)
            .and_then(|scripts| moved.get_mut(&scripts)?.pop_front());
        changes.push(match (moved, edited) {
            (Some(there), _) => {
                arrived.insert(there.version);
                Change::Renumbered(sealed, there)
            }
            (None, Some(edits)) => Change::Edited(sealed, edits),
            (None, None) => Change::Deleted(sealed),
        });
    }
    let mut unsealed = Vec::new();
    let others = present.migrations.iter();
    for other in others.filter(|other| lock.get(other.version).is_none()) {
        match lock.migrations.last() {
            _ if arrived.contains(&other.version) => {}
            Some(last) if other.version < last.version => {
                changes.push(Change::Inserted(other, last));
            }
            Some(_) | None => unsealed.push(other),
        }
    }
    let is_unsealed = |dialect: &&Dialect| !lock.dialects.contains(dialect);
    Comparison {
        changes,
        unsealed,
        unsealed_dialects: present
            .dialects
            .iter()
            .filter(is_unsealed)
            .copied()
            .collect(),
    }
}

/// The up scripts that differ. A script that is not there is another mistake.
fn edits<'a>(
    sealed: &Sealed,
    present: &PresentMigration<'a>,
    compared: &[Dialect],
) -> Vec<Edit<'a>> {
    let mut edits: Vec<Edit<'a>> = Vec::new();
    for &(dialect, checksum) in sealed.up.iter().filter(|(one, _)| compared.contains(one)) {
        let Some(file) = present.up_of(dialect) else {
            continue;
        };
        if file.checksum == checksum {
            continue;
        }
        let is_same =
            |edit: &&mut Edit<'_>| edit.file.path() == file.path() && edit.sealed == checksum;
        match edits.iter_mut().find(is_same) {
            Some(edit) => edit.dialects.push(dialect),
            None => edits.push(Edit {
                file,
                sealed: checksum,
                dialects: vec![dialect],
            }),
        }
    }
    edits
}

impl Present<'_> {
    fn get(&self, version: Version) -> Option<&PresentMigration<'_>> {
        let migrations = &self.migrations;
        let at = migrations
            .binary_search_by_key(&version, |one| one.version)
            .ok()?;
        migrations.get(at)
    }
}

impl Sealed {
    /// The up script that it was sealed with for each of these dialects, if there are any.
    fn holds(&self, compared: &[Dialect]) -> Option<Vec<Checksum>> {
        let up = compared.iter().map(|&dialect| value(&self.up, dialect));
        up.collect::<Option<Vec<_>>>().filter(|up| !up.is_empty())
    }
}

impl<'a> PresentMigration<'a> {
    /// The up script that it has for each of these dialects, if it has all, and there are any.
    fn holds(&self, compared: &[Dialect]) -> Option<Vec<Checksum>> {
        let up = compared.iter().map(|&dialect| self.up_of(dialect));
        let up = up.map(|file| file.map(|file| file.checksum));
        up.collect::<Option<Vec<_>>>().filter(|up| !up.is_empty())
    }

    fn up_of(&self, wanted: Dialect) -> Option<&'a File> {
        let mut up = self.up.iter();
        up.find(|(dialect, _)| *dialect == wanted)
            .map(|(_, file)| *file)
    }
}
