//! Each migration of a lock file that is about to be written.

use crate::chain::{Chain, Migration};
use crate::lock::{Lock, Sealed, value};
use crate::{Class, Dialect, Version};

/// A migration in a lock file that is about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedMigration {
    /// Its version.
    pub version: Version,
    /// The human part of its name.
    pub description: String,
    /// What it is to a binary that does not know it, on each database.
    pub classes: Vec<(Dialect, Class)>,
    /// The databases on which it is proven.
    pub proven: Vec<Dialect>,
    /// What is new about it.
    pub novelty: Novelty,
}

/// What is new about a sealed migration, by the lock file before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Novelty {
    /// It was not in it.
    New,
    /// It was in it with another up script.
    Anew,
    /// Its up script is the same.
    Same,
}

/// The migrations of `next`, which is made of these chains.
pub(super) fn migrations(
    last: Option<&Lock>,
    next: &Lock,
    chains: &[Chain<'_>],
) -> Vec<SealedMigration> {
    let first = chains.first().map_or(&[][..], Chain::migrations);
    let pairs = first.iter().zip(&next.migrations);
    let sealed_migration = |(migration, sealed): (&Migration<'_>, &Sealed)| SealedMigration {
        version: sealed.version,
        description: migration.description().to_owned(),
        classes: sealed.class.clone(),
        proven: sealed.proven.clone(),
        novelty: match last.and_then(|last| last.get(sealed.version)) {
            None => Novelty::New,
            Some(before) if is_same(before, sealed) => Novelty::Same,
            Some(_) => Novelty::Anew,
        },
    };
    pairs.map(sealed_migration).collect()
}

/// Whether no database that both know has another up script.
fn is_same(before: &Sealed, now: &Sealed) -> bool {
    let mut ups = now.up.iter();
    ups.all(|(dialect, up)| value(&before.up, *dialect).is_none_or(|before| before == *up))
}
