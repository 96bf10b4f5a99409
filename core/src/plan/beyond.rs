//! What a binary runs over, told from the end of the log: a rolling deploy keeps old instances in this state,
//! and each of their health checks would read all of it otherwise.

use std::collections::BTreeSet;

use crate::record::Event;
use crate::{Newer, Version};

/// What one row says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beyond {
    /// What happened.
    pub event: Event,
    /// To which version, unless it is about the database as a whole.
    pub version: Option<Version>,
    /// Whether a binary that does not know it may run over it.
    pub compatible: bool,
}

impl Beyond {
    /// Of the values of `event`, `version` and `compatible`, the last as 0 or 1; nothing if they are none.
    pub fn parse(row: &[Option<String>]) -> Option<Beyond> {
        let [event, version, compatible] = row else {
            return None;
        };
        let number = version.as_deref().map(str::parse::<u64>).transpose();
        Some(Beyond {
            event: event.as_deref().and_then(Event::from_name)?,
            version: match number.ok()? {
                Some(number) => Some(Version::new(number)?),
                None => None,
            },
            compatible: compatible.as_deref() == Some("1"),
        })
    }

    /// Whether a binary that ends at `head` runs over it, for it adds to what is applied and no more.
    fn is_run_over(self, head: Version, newer: Newer) -> bool {
        let is_newer = self.version.is_some_and(|version| version > head)
            && match newer {
                Newer::Allow => true,
                Newer::Compatible => self.compatible,
                Newer::Refuse => false,
            };
        match self.event {
            Event::Stamped if self.version.is_none() => true,
            Event::Applied | Event::Stamped | Event::Adopted => is_newer,
            Event::Started | Event::Progressed => is_newer,
            Event::Reverted | Event::Repaired => false,
        }
    }
}

/// The versions that are applied beyond `head`, rising, if a binary that ends there has nothing to do and
/// nothing to refuse; nothing if the whole log has to be read to know.
///
/// `rows`: the end of the log, from the last row on after which exactly the binary's chain was applied.
pub fn run_over(rows: &[Beyond], head: Version, newer: Newer) -> Option<Vec<Version>> {
    let (first, later) = rows.split_first()?;
    // What its row is about is in the chain, unless it is part-way.
    let part_way = first.event.is_part_way().then_some(first);
    let mut applied = BTreeSet::new();
    for row in part_way.into_iter().chain(later) {
        // A script of what is applied already is its way back.
        let is_way_back = row
            .version
            .is_some_and(|version| applied.contains(&version));
        if is_way_back || !row.is_run_over(head, newer) {
            return None;
        }
        if !row.event.is_part_way() {
            applied.extend(row.version);
        }
    }
    Some(applied.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(newer: Newer, rows: &[(Event, u64, bool)], expected: Option<&[u64]>) {
        let rows: Vec<Beyond> = rows
            .iter()
            .map(|&(event, version, compatible)| Beyond {
                event,
                version: (version > 0).then(|| Version::embedded(version)),
                compatible,
            })
            .collect();
        let head = Version::embedded(2);
        let expected =
            expected.map(|versions| versions.iter().map(|it| Version::embedded(*it)).collect());
        assert_eq!(run_over(&rows, head, newer), expected, "{rows:?}");
    }

    #[test]
    fn only_what_adds_to_the_chain_is_run_over() {
        use Event::{Applied, Progressed, Repaired, Reverted, Stamped, Started};
        const NONE: u64 = 0;
        let own = (Applied, 2, false);
        let compatible = |rows: &[_], expected| check(Newer::Compatible, rows, expected);
        compatible(&[], None);
        compatible(
            &[own, (Applied, 4, true), (Applied, 3, true)],
            Some(&[3, 4]),
        );
        compatible(&[(Reverted, 3, false), (Applied, 3, true)], Some(&[3]));
        compatible(&[own, (Applied, 3, false)], None);
        check(Newer::Allow, &[own, (Applied, 3, false)], Some(&[3]));
        check(Newer::Refuse, &[own, (Applied, 3, true)], None);
        // One that was left out below the head, or was taken back, or repaired: that is for the planner.
        compatible(&[own, (Applied, 1, true)], None);
        compatible(&[own, (Applied, 3, true), (Reverted, 3, true)], None);
        compatible(&[own, (Repaired, 2, true)], None);
        compatible(
            &[own, (Stamped, NONE, false), (Applied, 3, true)],
            Some(&[3]),
        );
        // Part-way up, then done, then part-way down.
        let up = [(Started, 3, true), (Progressed, 3, true)];
        compatible(&[own, up[0]], Some(&[]));
        compatible(&up[1..], Some(&[]));
        compatible(&[(Progressed, 3, false)], None);
        compatible(&[up[1], (Applied, 3, true)], Some(&[3]));
        compatible(&[up[1], (Applied, 3, true), (Started, 3, true)], None);
        // The way back of its own head.
        compatible(&[(Started, 2, true)], None);
    }
}
