//! Logs and what they fold into.

mod began;
mod corrupt;
mod fold;
mod properties;

use super::*;
use crate::Checksum;
use crate::record::{Event, StoredDown};

const BY: &str = "journal 0.1.0 (pid 4711 on web-3)";

/// A log as it is written: the history so far and its rows.
#[derive(Debug, Clone, Default)]
struct Log {
    history: History,
    rows: Vec<Record>,
}

impl Log {
    /// One more row, about a version.
    fn add(self, event: Event, version: u64) -> Log {
        self.row(event, Some(recorded(version, "SELECT 1;")), None, None)
    }

    fn progressed(self, version: u64, statements: u64) -> Log {
        let migration = Some(recorded(version, "SELECT 1;"));
        self.row(Event::Progressed, migration, Some(statements), None)
    }

    fn row(
        mut self,
        event: Event,
        migration: Option<Recorded>,
        statements: Option<u64>,
        note: Option<&str>,
    ) -> Log {
        let note = note.map(str::to_owned);
        let entry = self.history.record(event, migration, statements, note);
        self.rows.push(Record {
            entry: entry.expect("it can follow"),
            duration_ms: Some(7),
            applied_at: format!("2026-11-20T10:15:00.{:03}Z", self.rows.len() + 1),
            applied_by: BY.to_owned(),
        });
        self
    }

    fn fold(&self) -> History {
        History::fold(self.rows.clone()).expect("rows that follow from each other")
    }
}

fn recorded(version: u64, up: &str) -> Recorded {
    let sql = format!("DROP TABLE t{version};");
    Recorded {
        version: Version::embedded(version),
        description: format!("create_t{version}"),
        checksum: Checksum::of(up),
        down: Some(StoredDown {
            checksum: Checksum::of(&sql),
            sql,
        }),
        compatible: false,
    }
}

fn versions(history: &History) -> Vec<u64> {
    let applied = history.applied().iter();
    applied
        .map(|applied| applied.migration.version.number())
        .collect()
}
