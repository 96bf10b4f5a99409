//! What a database is to hold by the word of its history: the same statements, run one after the other by
//! the database alone, without Ingrain and without a fault.

use std::collections::HashMap;
use std::ops::Range;

use ingrain_end_to_end::testbed::{Session, Testbed};

use crate::catalog;
use crate::ledger::{Ledger, Way};
use crate::scripts::Scripts;

/// Replays histories of one chain on fresh databases of one kind, each story once.
pub(crate) struct Replay {
    scripts: Scripts,
    /// The versions that were made by hand before there was a history.
    by_hand: u64,
    told: HashMap<String, String>,
}

impl Replay {
    pub(crate) fn new(scripts: Scripts, by_hand: u64) -> Replay {
        Replay {
            scripts,
            by_hand,
            told: HashMap::new(),
        }
    }

    /// The scripts of the chain.
    pub(crate) fn scripts(&self) -> &Scripts {
        &self.scripts
    }

    /// What the database is to hold after this history.
    pub(crate) fn expected(&mut self, bed: &Testbed, ledger: &Ledger) -> String {
        self.played(bed, ledger, None)
    }

    /// What it may hold as well: the next statement of the script that is part-way done, and not recorded.
    /// Nothing where that statement can run in a transaction with its record.
    pub(crate) fn tolerated(&mut self, bed: &Testbed, ledger: &Ledger) -> Option<String> {
        let unfinished = ledger.unfinished?;
        let statements = self.scripts.statements(unfinished.version, unfinished.way);
        let next = (*statements.get(usize::try_from(unfinished.done).ok()?)?).to_owned();
        let runs_alone = ["CONCURRENTLY", "VACUUM"]
            .iter()
            .any(|word| next.contains(word));
        runs_alone.then(|| self.played(bed, ledger, Some(&next)))
    }

    fn played(&mut self, bed: &Testbed, ledger: &Ledger, next: Option<&str>) -> String {
        let story = format!("{} {next:?}", ledger.story());
        if let Some(told) = self.told.get(&story) {
            return told.clone();
        }
        let fresh = bed.another();
        let session = fresh.session();
        make_by_hand(&session, &self.scripts, self.by_hand);
        // Of a script outside transactions: which, and how many of its statements have been run here.
        let mut part_way = None;
        for row in &ledger.rows {
            let (upto, way) = match (row.event.as_str(), part_way, row.way) {
                ("applied", None, _) => (usize::MAX, Way::Up),
                ("reverted", None, _) => (usize::MAX, Way::Down),
                // It is done, or was declared to be.
                ("applied" | "stamped" | "reverted", Some((way, _)), _) => (usize::MAX, way),
                ("progressed", _, Some(way)) => (usize::try_from(row.statements).unwrap(), way),
                _ => (0, Way::Up),
            };
            let from = part_way.map_or(0, |(_, done)| done);
            run(&session, &self.scripts, row.version, way, from..upto);
            part_way = row.way.map(|way| (way, upto));
        }
        next.into_iter()
            .for_each(|statement| session.execute(statement));
        let dump = catalog::dump(&fresh);
        self.told.insert(story, dump.clone());
        dump
    }
}

/// Makes the schema of these versions, as people do who have no tool for it.
pub(crate) fn make_by_hand(session: &Session, scripts: &Scripts, upto: u64) {
    for version in 1..=upto {
        run(session, scripts, version, Way::Up, 0..usize::MAX);
    }
}

/// Runs these statements of a script.
fn run(session: &Session, scripts: &Scripts, version: u64, way: Way, which: Range<usize>) {
    let without_foreign_keys = scripts.says(version, way, "foreign-keys off");
    if without_foreign_keys {
        session.execute("PRAGMA foreign_keys = OFF");
    }
    let statements = scripts.statements(version, way);
    let upto = which.end.min(statements.len());
    for statement in statements.get(which.start..upto).unwrap_or_default() {
        session.execute(statement);
    }
    if without_foreign_keys {
        session.execute("PRAGMA foreign_keys = ON");
    }
}
