//! A folder that would not build, and what is told of it.

use ingrain::{History, Version};
use ingrain_core::{Broken, Diagnostic};

use crate::{Error, Exit};

/// Why a folder would not build, for a command that goes on with the rest of it.
#[derive(Debug, Clone, Default)]
pub struct Unbuilt {
    /// Every mistake in the folder.
    pub mistakes: Vec<Diagnostic>,
    /// The migrations that the rest goes without.
    pub broken: Vec<Broken>,
}

impl Unbuilt {
    /// What the database remembers, with the migrations that have a mistake.
    pub(crate) fn with(&self, history: History) -> History {
        let broken = self.broken.iter();
        history.with_broken(broken.map(|it| (it.version, it.description.as_str())))
    }

    /// What is wrong with this migration, if it is broken.
    pub(crate) fn mistakes_in(&self, version: Version) -> Option<Error> {
        let broken = self.broken.iter().find(|it| it.version == version)?;
        Error::of(Exit::Failed, broken.mistakes.clone())
    }
}
