//! The ordered migrations of one dialect.

use std::borrow::Cow;

use crate::{ChainDigest, Checksum, Class, Dialect, Directives, Transaction, Version};

/// The ordered migrations of one dialect: versions rise, and none occurs twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain<'a> {
    dialect: Dialect,
    migrations: Vec<Migration<'a>>,
}

/// One migration: its up script, and the way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration<'a> {
    pub(crate) version: Version,
    pub(crate) description: &'a str,
    pub(crate) up: Script<'a>,
    pub(crate) down: Down<'a>,
    pub(crate) class: Class,
}

/// The way back from a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Down<'a> {
    /// A script that undoes the up script.
    Script(Script<'a>),
    /// There is none; the up script says why, or was taken over from another tool without one.
    Irreversible,
}

/// A script: its canonical text and where it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Script<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    pub(crate) checksum: Checksum,
    pub(crate) origin: Origin,
}

/// Who wrote a script, and so where it says how it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Origin {
    /// Its user, for Ingrain: in its directives.
    #[default]
    Own,
    /// Its user, for another tool: in that tool's way, which came to this.
    Adopted(Transaction),
}

impl<'a> Chain<'a> {
    /// The chain of `migrations`, or nothing if a version does not lie above the one before it.
    pub(crate) fn new(dialect: Dialect, migrations: Vec<Migration<'a>>) -> Option<Chain<'a>> {
        let mut previous = None;
        let mut versions = migrations.iter().map(Migration::version);
        let sound = versions.all(|version| Some(version) > previous.replace(version));
        sound.then_some(Chain {
            dialect,
            migrations,
        })
    }

    /// The dialect that its scripts are written in.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Its migrations, versions rising.
    pub fn migrations(&self) -> &[Migration<'a>] {
        &self.migrations
    }

    /// The last version, unless the chain is empty.
    pub fn head(&self) -> Option<Version> {
        self.migrations.last().map(Migration::version)
    }

    /// The migration of this version.
    pub fn get(&self, version: Version) -> Option<&Migration<'a>> {
        let at = self
            .migrations
            .binary_search_by_key(&version, Migration::version)
            .ok()?;
        self.migrations.get(at)
    }

    /// The chain digest after its head.
    pub fn digest(&self) -> ChainDigest {
        self.migrations
            .iter()
            .fold(ChainDigest::BASE, |digest, migration| {
                digest.then(migration.version, migration.up.checksum)
            })
    }
}

impl<'a> Migration<'a> {
    /// Its ordering key.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The human part of its name, as the file has it: `create_notes`.
    pub fn description(&self) -> &'a str {
        self.description
    }

    /// The forward script.
    pub fn up(&self) -> Script<'a> {
        self.up
    }

    /// The way back.
    pub fn down(&self) -> Down<'a> {
        self.down
    }

    /// Whether a binary that does not know it may keep running over it: what its lock file says, or
    /// what the up script says of itself; breaking where nobody does.
    pub fn class(&self) -> Class {
        self.class
    }

    /// The reverse script, if there is one.
    pub fn down_script(&self) -> Option<Script<'a>> {
        match self.down {
            Down::Script(script) => Some(script),
            Down::Irreversible => None,
        }
    }
}

impl<'a> Script<'a> {
    /// The file's path as `embed!` was given it and the name inside: `migrations/0001_create_notes.up.sql`.
    pub fn path(&self) -> &'a str {
        self.path
    }

    /// The canonical text: without a byte order mark, every CRLF read as LF.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// SHA-256 of the canonical text.
    pub fn checksum(&self) -> Checksum {
        self.checksum
    }

    /// What its leading comment says, or another tool's word for it.
    pub fn directives(&self, dialect: Dialect) -> Directives<'a> {
        self.origin.amend(Directives::of(dialect, self.text))
    }

    /// Its text, with the directive in front that stands for what is said of it elsewhere: whoever finds
    /// it in a history has nothing but the text.
    pub(crate) fn told(self) -> Cow<'a, str> {
        match self.origin {
            Origin::Adopted(Transaction::None) => {
                Cow::Owned(format!("-- ingrain: no-transaction\n{}", self.text))
            }
            Origin::Adopted(Transaction::Wrapped) | Origin::Own => Cow::Borrowed(self.text),
        }
    }

    /// Whether it was written for another tool, which may have applied it long ago.
    pub fn is_adopted(&self) -> bool {
        matches!(self.origin, Origin::Adopted(_))
    }
}

impl Origin {
    /// What a script of this origin says, if these are its directives.
    pub(crate) fn amend(self, directives: Directives<'_>) -> Directives<'_> {
        match self {
            Origin::Adopted(Transaction::None) => Directives {
                transaction: Transaction::None,
                ..directives
            },
            Origin::Adopted(Transaction::Wrapped) | Origin::Own => directives,
        }
    }
}
