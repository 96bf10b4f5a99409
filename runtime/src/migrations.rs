//! What `embed!` gives: the migrations of a folder, compiled into the application.

use std::fmt;

use ingrain_core::{Chain, ChainDigest, Dialect, Direction, Version, embedded};

use crate::Migrator;
use crate::function::Function;

/// The migrations of a folder, compiled into the application by [`embed!`](crate::embed).
///
/// It is made at compile time and holds nothing on the heap, however many migrations there are.
#[derive(Clone, Copy)]
pub struct Migrations {
    pub(crate) application: &'static str,
    path: &'static str,
    text: &'static str,
    chains: &'static [EmbeddedChain],
}

/// One dialect's chain, as the macro writes it.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct EmbeddedChain {
    pub(crate) dialect: Dialect,
    pub(crate) digest: ChainDigest,
    pub(crate) head: Version,
    index: &'static [u8],
    /// For its scripts that are Rust.
    functions: &'static [Function],
}

impl EmbeddedChain {
    #[doc(hidden)]
    pub const fn new(
        dialect: Dialect,
        digest: [u8; 32],
        head: u64,
        index: &'static [u8],
    ) -> EmbeddedChain {
        EmbeddedChain {
            dialect,
            digest: ChainDigest::from_bytes(digest),
            head: Version::embedded(head),
            index,
            functions: &[],
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn with_functions(self, functions: &'static [Function]) -> EmbeddedChain {
        EmbeddedChain { functions, ..self }
    }

    /// The function for this script, if it is Rust.
    pub(crate) fn function(&self, version: Version, direction: Direction) -> Option<Function> {
        let wanted = (version, direction);
        let mut functions = self.functions.iter().copied();
        functions.find(|function| (function.version, function.direction) == wanted)
    }
}

#[doc(hidden)]
pub const fn migrations(
    application: &'static str,
    path: &'static str,
    text: &'static str,
    chains: &'static [EmbeddedChain],
) -> Migrations {
    Migrations {
        application,
        path,
        text,
        chains,
    }
}

impl fmt::Debug for Migrations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dialects: Vec<Dialect> = self.dialects().collect();
        f.debug_struct("Migrations")
            .field("path", &self.path)
            .field("dialects", &dialects)
            .finish_non_exhaustive()
    }
}

impl Migrations {
    /// The migrations of chains that were made at run time, for tools that work on a folder: `application` is
    /// what the history calls them, `path` what diagnostics call the folder.
    ///
    /// Embedded migrations live as long as the process, and these do too: what they take is never given back. So
    /// make them once. A chain without migrations is left out.
    pub fn leaked(application: &str, path: &str, chains: &[Chain<'_>]) -> Migrations {
        let encoded = embedded::encode(chains);
        let chain = |(chain, index): (&Chain<'_>, Vec<u8>)| {
            Some(EmbeddedChain {
                dialect: chain.dialect(),
                digest: chain.digest(),
                head: chain.head()?,
                index: index.leak(),
                functions: &[],
            })
        };
        let chains: Vec<EmbeddedChain> = chains
            .iter()
            .zip(encoded.indexes)
            .filter_map(chain)
            .collect();
        Migrations {
            application: application.to_owned().leak(),
            path: path.to_owned().leak(),
            text: encoded.text.leak(),
            chains: chains.leak(),
        }
    }

    /// The same with these functions for what is Rust.
    #[doc(hidden)]
    #[must_use]
    pub fn with_functions(self, functions: &'static [Function]) -> Migrations {
        let chains = self.chains.iter();
        let chains: Vec<EmbeddedChain> = chains
            .map(|chain| chain.with_functions(functions))
            .collect();
        Migrations {
            chains: chains.leak(),
            ..self
        }
    }

    /// What runs them, with default settings.
    pub fn migrator(&self) -> Migrator {
        Migrator::new(*self)
    }

    /// The folder they come from, as `embed!` was given it.
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// The dialects that they are embedded for.
    pub fn dialects(&self) -> impl Iterator<Item = Dialect> {
        self.chains.iter().map(|chain| chain.dialect)
    }

    /// The chain for this dialect, unless the folder is not embedded for it.
    pub fn chain(&self, dialect: Dialect) -> Option<Chain<'static>> {
        let embedded = self.embedded(dialect)?;
        let chain = embedded::decode(dialect, self.text, embedded.index)?;
        let functions = embedded.functions.iter();
        Some(chain.with_functions(functions.map(|one| (one.version, one.direction))))
    }

    pub(crate) fn embedded(&self, dialect: Dialect) -> Option<&'static EmbeddedChain> {
        self.chains.iter().find(|chain| chain.dialect == dialect)
    }
}
