//! The lock file, `ingrain.lock`: what is known of each sealed migration. `docs/lock-file.md` has the
//! format, and a worked example that a test compares with what is written here.
//!
//! `parse` reads the file, `compare` finds out how the folder differs from it, `report` puts that into
//! words, `seal` makes the next lock file. Nothing here touches files.

mod compare;
mod parse;
mod report;
mod seal;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeSet;

use crate::chain::{Chain, Migration};
use crate::digest::framed;
use crate::folder::{File, Folder};
use crate::watch::Profile;
use crate::{Checksum, Diagnostic, Dialect, Version, name};

use self::compare::compare;
use self::parse::parse;
pub use self::seal::{Seal, SealRequest};
use self::words::{HEAD, migration_line};

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

impl Lock {
    /// The lock file of these chains, the chains of one folder.
    fn of(folder: &Folder, chains: &[Chain<'_>]) -> Lock {
        let first = chains.first().map_or(&[][..], Chain::migrations);
        let sealed = |(at, migration): (usize, &Migration<'_>)| {
            // Every chain of a folder holds every version.
            let each = || {
                let chains = chains.iter();
                chains.filter_map(move |chain| Some((chain.dialect(), chain.migrations().get(at)?)))
            };
            let down = |migration: &Migration<'_>| match migration.down_script() {
                Some(script) => SealedDown::Script(script.checksum()),
                None => SealedDown::Irreversible,
            };
            Sealed {
                version: migration.version(),
                name: name_of(folder, migration).to_owned(),
                up: each()
                    .map(|(dialect, one)| (dialect, one.up().checksum()))
                    .collect(),
                down: each().map(|(dialect, one)| (dialect, down(one))).collect(),
            }
        };
        Lock {
            dialects: chains.iter().map(Chain::dialect).collect(),
            migrations: first.iter().enumerate().map(sealed).collect(),
        }
    }

    /// The file's text.
    fn text(&self) -> String {
        let names: Vec<&str> = self.dialects.iter().map(|dialect| dialect.name()).collect();
        let dialects = names.join(",");
        let lines: String = self.migrations.iter().map(migration_line).collect();
        let digest = digest(&dialects, &lines);
        format!("{HEAD} {FORMAT} dialects={dialects} digest={digest}\n{lines}")
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

fn name_of<'a>(folder: &Folder, migration: &Migration<'a>) -> &'a str {
    let path = migration.up().path();
    let inside = path.get(folder.path().len() + 1..).unwrap_or(path);
    name::parse(inside).map_or(migration.description(), |name| name.stem)
}
