//! Sealing: the next lock file of a folder.

mod changes;
mod migrations;

use std::str::FromStr as _;

use super::{FILE, Lock, Sealed, SealedDown, Terms, read, value};
use crate::chain::{Chain, Migration};
use crate::folder::Folder;
use crate::tool::Adopted;
use crate::watch::Profile;
use crate::{Class, Code, Diagnostic, Dialect, Version, name};

use self::changes::{Change, differences, unneeded};
use self::migrations::migrations;
pub use self::migrations::{Novelty, SealedMigration};

/// What [`Folder::seal`] is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SealRequest {
    reseal: Vec<Version>,
    proven: Vec<Dialect>,
}

/// The next lock file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    text: String,
    changes: Vec<Change>,
    migrations: Vec<SealedMigration>,
}

impl SealRequest {
    /// The environment variable that asks a build script to seal.
    pub const VARIABLE: &str = "INGRAIN_SEAL";

    /// What the variable's value asks for: `1` to seal what is new, `reseal:7` or `reseal:7,8` to seal
    /// that and these migrations, changed as they are. Empty or `0` is no request.
    ///
    /// # Errors
    ///
    /// One diagnostic, when it is none of these.
    pub fn from_variable(value: &str) -> Result<Option<SealRequest>, Box<Diagnostic>> {
        let number = |word: &str| Version::from_str(word.trim()).ok();
        let reseal: Option<Vec<Version>> = match (value, value.strip_prefix("reseal:")) {
            ("" | "0", _) => return Ok(None),
            ("1", _) => Some(Vec::new()),
            (_, Some(versions)) => versions.split(',').map(number).collect(),
            (_, None) => None,
        };
        reseal
            .map(|reseal| Some(SealRequest::anew(&reseal)))
            .ok_or_else(|| Box::new(misspelt(value)))
    }

    /// Asks for what is new, and for these migrations as they are now, though they be sealed.
    pub fn anew(versions: &[Version]) -> SealRequest {
        SealRequest {
            reseal: versions.to_vec(),
            proven: Vec::new(),
        }
    }

    /// Says that the folder's chains of these dialects have been proven.
    pub fn with_proven(mut self, dialects: &[Dialect]) -> SealRequest {
        self.proven.extend_from_slice(dialects);
        self
    }
}

impl Seal {
    /// The lock file's text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is new in it, a sentence each.
    pub fn changes(&self) -> impl Iterator<Item = &str> {
        self.changes.iter().map(Change::text)
    }

    /// What is new in it beside what [its migrations](Seal::migrations) tell, a sentence each.
    pub fn other_changes(&self) -> impl Iterator<Item = &str> {
        let changes = self.changes.iter();
        let others = changes.filter(|change| matches!(change, Change::Other(_)));
        others.map(Change::text)
    }

    /// Every migration in it, versions rising.
    pub fn migrations(&self) -> &[SealedMigration] {
        &self.migrations
    }

    /// Whether `folder` has another lock file, or none.
    pub fn is_needed(&self, folder: &Folder) -> bool {
        let text = folder
            .lock_file()
            .and_then(|file| file.text.as_deref().ok());
        text != Some(self.text())
    }
}

impl Folder {
    /// Whether the folder has a lock file.
    pub fn is_sealed(&self) -> bool {
        self.lock_file().is_some()
    }

    /// The folder's chains as they are to be sealed: what the request names may have changed.
    ///
    /// # Errors
    ///
    /// As [`seal`](Folder::seal).
    pub fn chains_to_seal(&self, request: &SealRequest) -> Result<Vec<Chain<'_>>, Vec<Diagnostic>> {
        let terms = Terms {
            profile: Profile::Dev,
            reseal: &request.reseal,
        };
        self.resolve(None, terms)
    }

    /// The folder's next lock file: everything in it is sealed.
    ///
    /// # Errors
    ///
    /// Every mistake in the folder; and every change of a sealed migration that the request does not name.
    pub fn seal(&self, request: &SealRequest) -> Result<Seal, Vec<Diagnostic>> {
        let chains = self.chains_to_seal(request)?;
        let last = read(self)?;
        let next = Lock::of(self, &chains, last.as_ref(), &request.proven);
        let mut changes = differences(last.as_ref(), &next);
        changes.extend(unneeded(last.as_ref(), &next, &request.reseal).map(Change::Other));
        Ok(Seal {
            text: next.text(),
            changes,
            migrations: migrations(last.as_ref(), &next, &chains),
        })
    }
}

impl Lock {
    /// The lock file of these chains, the chains of one folder, after `last`.
    fn of(folder: &Folder, chains: &[Chain<'_>], last: Option<&Lock>, proven: &[Dialect]) -> Lock {
        let first = chains.first().map_or(&[][..], Chain::migrations);
        let adopted = folder.adopted();
        let sealed = |(at, migration): (usize, &Migration<'_>)| {
            let before = last.and_then(|last| last.get(migration.version()));
            // Every chain of a folder holds every version.
            let each: Vec<(Dialect, &Migration<'_>)> = chains
                .iter()
                .filter_map(|chain| Some((chain.dialect(), chain.migrations().get(at)?)))
                .collect();
            let was_proven = |(dialect, one): &&(Dialect, &Migration<'_>)| {
                proven.contains(dialect)
                    || before.is_some_and(|before| before.was_proven(*dialect, one))
            };
            Sealed {
                version: migration.version(),
                name: name_of(folder, adopted, migration).to_owned(),
                up: with(&each, |_, one| one.up().checksum()),
                down: with(&each, |_, one| SealedDown::of(one)),
                class: with(&each, |dialect, one| class(before, dialect, one)),
                proven: each
                    .iter()
                    .filter(was_proven)
                    .map(|(dialect, _)| *dialect)
                    .collect(),
            }
        };
        Lock {
            dialects: chains.iter().map(Chain::dialect).collect(),
            migrations: first.iter().enumerate().map(sealed).collect(),
        }
    }
}

fn with<T>(
    each: &[(Dialect, &Migration<'_>)],
    value: impl Fn(Dialect, &Migration<'_>) -> T,
) -> super::PerDialect<T> {
    let each = each.iter();
    each.map(|(dialect, one)| (*dialect, value(*dialect, one)))
        .collect()
}

/// What a script was sealed as, it stays.
fn class(before: Option<&Sealed>, dialect: Dialect, migration: &Migration<'_>) -> Class {
    let up = migration.up();
    let same = before.filter(|before| value(&before.up, dialect) == Some(up.checksum()));
    let sealed = same.and_then(|before| value(&before.class, dialect));
    sealed.unwrap_or_else(|| Class::of(dialect, up.text()))
}

fn name_of<'a>(folder: &Folder, adopted: Option<Adopted>, migration: &Migration<'a>) -> &'a str {
    let path = migration.up().path();
    let inside = path.get(folder.path().len() + 1..).unwrap_or(path);
    name::parse(inside, adopted).map_or(migration.description(), |name| name.stem)
}

fn misspelt(value: &str) -> Diagnostic {
    let variable = SealRequest::VARIABLE;
    Diagnostic::new(Code::SealRequest, format!("`{variable}={value}` asks for nothing that exists"))
        .help(format!("`{variable}=1` writes what is new into `{FILE}`"))
        .help(format!("`{variable}=reseal:7` does that, and seals migration 7 as it is now; more than one: `{variable}=reseal:7,8`"))
}
