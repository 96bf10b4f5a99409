//! Scripts that can be looked at one by one, in a folder that need not be whole.

use std::collections::BTreeSet;

use super::{Group, configuration, fitting, grouped, scripts};
use crate::chain::Script;
use crate::{Dialect, Direction, Folder, lock};

const BOTH: [Direction; 2] = [Direction::Up, Direction::Down];

impl Folder {
    /// The scripts that `dialect` uses and in which the build finds no mistake, but for those that were proven
    /// on it when they were sealed. Other files may have any mistake.
    pub fn unproven_scripts<'a>(&'a self, dialect: Dialect) -> Vec<(Direction, Script<'a>)> {
        // What is wrong is reported by whoever resolves the folder.
        let config = configuration(self, &mut Vec::new());
        let (groups, _) = grouped(self, config.as_ref(), BTreeSet::new(), &mut Vec::new());
        let groups = groups.groups;
        let declared = config.and_then(|config| config.dialects);
        let dialects = declared.unwrap_or_else(|| fitting(&groups, None, &mut Vec::new()));
        if !dialects.contains(&dialect) {
            return Vec::new();
        }
        let proven = lock::read(self).ok().flatten();
        let proven = proven
            .map(|lock| lock.proven_scripts(dialect))
            .unwrap_or_default();
        let of = |group: &Group<'a>, direction| {
            let named = group.pick(dialect, direction)?;
            let is_sound = scripts::is_sound(group, named, dialect);
            Some((direction, group.script(named).filter(|_| is_sound)?))
        };
        let both = groups
            .iter()
            .flat_map(|group| BOTH.map(|direction| of(group, direction)));
        both.flatten()
            .filter(|(direction, script)| !proven.contains(&(*direction, script.checksum())))
            .collect()
    }
}
