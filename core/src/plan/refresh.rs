//! Down scripts that were mended after their migration was applied.

use super::{Planner, Step};
use crate::chain::Migration;
use crate::record::Recorded;

impl<'a> Planner<'_, 'a> {
    /// Replaces the down scripts of the log by the embedded ones, where the up script is the same: the past is
    /// not divergent then, and whoever has to rely on the log should find the better script there.
    ///
    /// It follows whatever else is done, since nothing may come between the statements of a script that is
    /// part-way.
    pub(super) fn refresh(&self) -> impl Iterator<Item = Step<'a>> {
        let applied = self.history().applied().iter();
        let stale = applied.filter_map(|applied| {
            let embedded = self.chain.get(applied.migration.version)?;
            let same = embedded.up.checksum == applied.migration.checksum;
            (same && !has_down_of(&applied.migration, embedded)).then_some(embedded)
        });
        stale.map(|embedded| Step::Refresh(Recorded::of(embedded)))
    }
}

fn has_down_of(recorded: &Recorded, embedded: &Migration<'_>) -> bool {
    let recorded = recorded.down.as_ref();
    let recorded = recorded.map(|down| (down.sql.as_str(), down.checksum));
    let embedded = embedded.down_script();
    recorded == embedded.map(|down| (down.text, down.checksum))
}
