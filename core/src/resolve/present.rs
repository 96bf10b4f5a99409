//! What of a folder is clear enough to be compared with its lock file.

use std::collections::BTreeSet;

use super::{Completeness, Group, Named};
use crate::lock::{Present, PresentMigration};
use crate::{Dialect, Direction, Version};

/// The migrations of these groups. No dialects, while a mistake leaves open which there are.
pub(super) fn present<'a>(
    groups: &[Group<'a>],
    mut unclear: BTreeSet<Version>,
    dialects: Vec<Dialect>,
) -> Present<'a> {
    let mut migrations = Vec::new();
    for group in groups {
        let Some(Named { name, .. }) = group.scripts.first() else {
            continue;
        };
        let pick = |dialect| Some((dialect, group.pick(dialect, Direction::Up)?.file));
        let up: Vec<_> = Dialect::ALL.into_iter().filter_map(pick).collect();
        let is_text = up.iter().all(|(_, file)| file.text.is_ok());
        match group.completeness {
            Completeness::AllNamed if is_text => migrations.push(PresentMigration {
                version: name.version,
                name: name.stem,
                up,
            }),
            Completeness::AllNamed | Completeness::OneMisnamed => {
                unclear.insert(name.version);
            }
        }
    }
    Present {
        migrations,
        unclear,
        dialects,
    }
}
