//! What a repair puts in the place of what is recorded.

use ingrain_core::{Checksum, History, Recorded, Step};

/// The checksum of a script that the history has, and the one that is recorded in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replaced {
    /// That of the script as it was applied.
    pub from: Checksum,
    /// That of the embedded script, which is accepted.
    pub to: Checksum,
}

impl Replaced {
    pub(super) fn by(step: &Step<'_>, history: &History) -> Option<Replaced> {
        let down = |recorded: &Recorded| recorded.down.as_ref().map(|down| down.checksum);
        let recorded = |version| history.get(version).map(|applied| &applied.migration);
        let (from, to) = match step {
            Step::Repair(embedded) => (recorded(embedded.version)?.checksum, embedded.checksum),
            Step::Refresh(embedded) => (down(recorded(embedded.version)?)?, down(embedded)?),
            _ => return None,
        };
        (from != to).then_some(Replaced { from, to })
    }
}
