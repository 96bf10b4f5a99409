//! The ordered migrations of one dialect.

use std::borrow::Cow;

use crate::{ChainDigest, Checksum, Class, Dialect, Direction, Directives, Transaction, Version};

/// The ordered migrations of one dialect: versions rise, and none occurs twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain<'a> {
    dialect: Dialect,
    migrations: Vec<Migration<'a>>,
    functions: Functions,
}

/// Which functions there are for the scripts that are Rust.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Functions {
    /// Nobody has said: every one.
    #[default]
    All,
    /// Those that a binary has.
    These(Vec<(Version, Direction)>),
}

/// One migration: its up script, and the way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration<'a> {
    pub(crate) version: Version,
    pub(crate) description: &'a str,
    pub(crate) up: Script<'a>,
    pub(crate) down: Down<'a>,
    pub(crate) class: Option<Class>,
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
            functions: Functions::default(),
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

    /// The same in a binary that has functions for these of its Rust scripts.
    #[must_use]
    pub fn with_functions(
        self,
        functions: impl IntoIterator<Item = (Version, Direction)>,
    ) -> Chain<'a> {
        Chain {
            functions: Functions::These(functions.into_iter().collect()),
            ..self
        }
    }

    /// The same in a binary that is not asked to run anything.
    #[must_use]
    pub fn with_all_functions(self) -> Chain<'a> {
        Chain {
            functions: Functions::All,
            ..self
        }
    }

    /// Whether there is a function for this script, if it is Rust.
    pub(crate) fn has_function(&self, version: Version, direction: Direction) -> bool {
        match &self.functions {
            Functions::All => true,
            Functions::These(functions) => functions.contains(&(version, direction)),
        }
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
        self.class.unwrap_or_default()
    }

    /// The same, but nothing where nobody says it: where it is not sealed.
    pub fn class_said(&self) -> Option<Class> {
        self.class
    }

    /// The script of this direction, if there is one.
    pub(crate) fn script(&self, direction: Direction) -> Option<Script<'a>> {
        match direction {
            Direction::Up => Some(self.up),
            Direction::Down => self.down_script(),
        }
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

    /// The revision of the function that runs in its place, if it is Rust.
    pub fn rust(&self, dialect: Dialect) -> Option<&'a str> {
        // Most scripts never say the word: a macro built for debugging is slow to read their comments.
        let may_be = self.text.contains("rust");
        may_be.then(|| self.directives(dialect).rust).flatten()
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
