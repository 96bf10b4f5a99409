//! Down scripts that were mended after their migration was applied.

use super::{Planner, Step};
use crate::record::Recorded;

impl<'a> Planner<'_, 'a> {
    /// Replaces the down scripts of the log by the embedded ones, where the up script is the same: the past is
    /// not divergent then, and whoever has to rely on the log should find the better script there.
    ///
    /// It follows whatever else is done, since nothing may come between the statements of a script that is
    /// part-way.
    pub(super) fn refresh(&self) -> impl Iterator<Item = Step<'a>> {
        let applied = self.history().applied().iter();
        applied.filter_map(|applied| {
            let recorded = &applied.migration;
            // Not the script as it is embedded: the log keeps an adopted one as it tells of itself.
            let embedded = Recorded::of(self.chain.get(recorded.version)?);
            let same_up = embedded.checksum == recorded.checksum;
            (same_up && embedded.down != recorded.down).then_some(Step::Refresh(embedded))
        })
    }
}
