//! Scripts that can be looked at one by one, in a folder that need not be whole.

use std::collections::BTreeSet;

use super::{Named, configuration, fitting, names, scripts};
use crate::chain::Script;
use crate::{Dialect, Direction, Folder, lock};

const BOTH: [Direction; 2] = [Direction::Up, Direction::Down];

impl Folder {
    /// The scripts that `dialect` uses and in which the build finds no mistake, but for those that were proven
    /// on it when they were sealed. Other files may have any mistake.
    pub fn unproven_scripts(&self, dialect: Dialect) -> Vec<(Direction, Script<'_>)> {
        // What is wrong is reported by whoever resolves the folder.
        let config = configuration(self, &mut Vec::new());
        let groups = names::groups(self, config.as_ref(), BTreeSet::new(), &mut Vec::new()).groups;
        let declared = config.and_then(|config| config.dialects);
        let dialects = declared.unwrap_or_else(|| fitting(&groups, &mut Vec::new()));
        if !dialects.contains(&dialect) {
            return Vec::new();
        }
        let proven = lock::read(self).ok().flatten();
        let proven = proven
            .map(|lock| lock.proven_scripts(dialect))
            .unwrap_or_default();
        let both = groups
            .iter()
            .flat_map(|group| BOTH.map(|direction| group.pick(dialect, direction).copied()));
        both.flatten()
            .filter(|named| scripts::is_sound(named, dialect))
            .filter_map(|named| Some((named.name.direction, script(&named)?)))
            .filter(|(direction, script)| !proven.contains(&(*direction, script.checksum())))
            .collect()
    }
}

/// The script of this file, if it is text.
pub(super) fn script<'a>(named: &Named<'a>) -> Option<Script<'a>> {
    Some(Script {
        path: named.file.path(),
        text: named.file.text.as_deref().ok()?,
        checksum: named.file.checksum,
    })
}
