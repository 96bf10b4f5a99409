//! The lock file, `ingrain.lock`: what is known of each sealed migration. `docs/lock-file.md` has the
//! format, and a worked example that a test compares with what is written here.
//!
//! `parse` reads the file, `compare` finds out how the folder differs from it, `report` puts that into
//! words, `seal` makes the next lock file. Nothing here touches files.

mod classes;
mod compare;
mod parse;
mod report;
mod seal;
#[cfg(test)]
mod tests;
mod words;

use std::collections::{BTreeSet, HashSet};

use crate::chain::{Chain, Migration};
use crate::diagnostic::MOST_TOLD;
use crate::digest::framed;
use crate::folder::{File, Folder};
use crate::watch::Profile;
use crate::{Checksum, Class, Diagnostic, Dialect, Direction, Version};

pub(crate) use self::classes::Classes;
use self::compare::compare;
use self::parse::parse;
pub use self::seal::{Novelty, Seal, SealRequest, SealedMigration};
use self::words::{HEAD, dialect_names, migration_line};

/// The file's name inside the folder.
pub(crate) const FILE: &str = "ingrain.lock";

/// The number of the format. Further words on a line need no other number: who does not know them says so.
const FORMAT: u64 = 1;

/// The tag of the digest in the head line.
const DIGEST_FORMAT: &[u8] = b"ingrain-lock-1";

/// What a lock file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lock {
    /// The dialects whose chains are sealed, in their order, at least one.
    dialects: Vec<Dialect>,
    /// Versions rise.
    migrations: Vec<Sealed>,
}

/// One sealed migration.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sealed {
    version: Version,
    /// The part of its files' names that all of them share.
    name: String,
    up: PerDialect<Checksum>,
    down: PerDialect<SealedDown>,
    class: PerDialect<Class>,
    /// The dialects that it was proven on, in their order.
    proven: Vec<Dialect>,
}

/// The way back, as it was when it was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SealedDown {
    Script(Checksum),
    Irreversible,
}

/// One value for each of the lock file's dialects, in their order.
type PerDialect<T> = Vec<(Dialect, T)>;

/// What the lock file is compared with.
pub(crate) struct Present<'a> {
    /// Versions rise; those that are not clear are left out.
    pub(crate) migrations: Vec<PresentMigration<'a>>,
    /// Versions of which another mistake leaves open what they hold.
    pub(crate) unclear: BTreeSet<Version>,
    /// The folder's dialects; none while a mistake leaves them open.
    pub(crate) dialects: Vec<Dialect>,
}

/// A migration as it stands in the folder.
pub(crate) struct PresentMigration<'a> {
    pub(crate) version: Version,
    pub(crate) name: &'a str,
    /// The up script of each dialect that has one.
    pub(crate) up: PerDialect<&'a File>,
}

/// What is left to whoever asks for the chains.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Terms<'a> {
    pub(crate) profile: Profile,
    /// Sealed migrations that may have changed.
    pub(crate) reseal: &'a [Version],
}

/// Everything that the folder's lock file has against the folder.
pub(crate) fn check(
    folder: &Folder,
    lock: &Lock,
    present: &Present<'_>,
    terms: Terms<'_>,
) -> Vec<Diagnostic> {
    let comparison = compare(lock, present);
    let changes = comparison
        .changes
        .iter()
        .filter(|change| !terms.reseal.contains(&change.version()));
    let mut found: Vec<Diagnostic> = changes
        .flat_map(|change| report::change(folder, change))
        .take(MOST_TOLD)
        .collect();
    if terms.profile == Profile::Release {
        found.extend(report::unsealed(folder, &comparison));
    }
    found
}

/// The folder's lock file, if there is one.
pub(crate) fn read(folder: &Folder) -> Result<Option<Lock>, Vec<Diagnostic>> {
    let Some(file) = folder.lock_file() else {
        return Ok(None);
    };
    match &file.text {
        Ok(text) => parse(file.path(), text).map(Some),
        Err(_) => Err(vec![parse::not_text(file.path())]),
    }
}

impl Folder {
    /// The versions of `chain`, a chain of this folder, that need no proof: sealed, proven, and since then
    /// unchanged.
    pub fn proven(&self, chain: &Chain<'_>) -> BTreeSet<Version> {
        let lock = read(self).ok().flatten();
        let is_proven = |migration: &&Migration<'_>| {
            let sealed = lock.as_ref().and_then(|lock| lock.get(migration.version()));
            sealed.is_some_and(|sealed| sealed.was_proven(chain.dialect(), migration))
        };
        let proven = chain.migrations().iter().filter(is_proven);
        proven.map(Migration::version).collect()
    }
}

impl Sealed {
    /// Whether `migration` is as it was sealed, and was proven then.
    fn was_proven(&self, dialect: Dialect, migration: &Migration<'_>) -> bool {
        self.proven.contains(&dialect)
            && value(&self.up, dialect) == Some(migration.up().checksum())
            && value(&self.down, dialect) == Some(SealedDown::of(migration))
    }
}

impl SealedDown {
    fn of(migration: &Migration<'_>) -> SealedDown {
        match migration.down_script() {
            Some(script) => SealedDown::Script(script.checksum()),
            None => SealedDown::Irreversible,
        }
    }
}

fn value<T: Copy>(values: &PerDialect<T>, wanted: Dialect) -> Option<T> {
    let mut values = values.iter();
    values.find_map(|(dialect, value)| (*dialect == wanted).then_some(*value))
}

impl Lock {
    /// The file's text.
    fn text(&self) -> String {
        let dialects = dialect_names(&self.dialects);
        let lines: String = self.migrations.iter().map(migration_line).collect();
        let digest = digest(&dialects, &lines);
        format!("{HEAD} {FORMAT} dialects={dialects} digest={digest}\n{lines}")
    }

    /// The scripts that were proven on `dialect`. One that takes away proves nothing of one that goes forward,
    /// though their texts be the same.
    pub(crate) fn proven_scripts(&self, dialect: Dialect) -> HashSet<(Direction, Checksum)> {
        let proven = self.migrations.iter();
        let proven = proven.filter(|sealed| sealed.proven.contains(&dialect));
        let scripts = proven.flat_map(|sealed| {
            let up = value(&sealed.up, dialect);
            let down = match value(&sealed.down, dialect) {
                Some(SealedDown::Script(checksum)) => Some(checksum),
                Some(SealedDown::Irreversible) | None => None,
            };
            let up = up.map(|checksum| (Direction::Up, checksum));
            [up, down.map(|checksum| (Direction::Down, checksum))]
        });
        scripts.flatten().collect()
    }

    /// The versions that have to be there.
    pub(crate) fn kept(&self, terms: Terms<'_>) -> BTreeSet<Version> {
        let versions = self.migrations.iter().map(|sealed| sealed.version);
        versions
            .filter(|version| !terms.reseal.contains(version))
            .collect()
    }

    fn get(&self, version: Version) -> Option<&Sealed> {
        let migrations = &self.migrations;
        let at = migrations
            .binary_search_by_key(&version, |sealed| sealed.version)
            .ok()?;
        migrations.get(at)
    }
}

/// What the head line says of everything else in the file.
fn digest(dialects: &str, lines: &str) -> Checksum {
    framed(&[DIGEST_FORMAT, dialects.as_bytes(), lines.as_bytes()])
}
