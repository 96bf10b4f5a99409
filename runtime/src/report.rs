//! What a call did.

use std::fmt;
use std::path::Path;

use ingrain_core::{
    Direction, Entry, Event, Recorded, Skipped, SkippedBecause, Version, Voice, duration, listed,
};

use crate::backup::Saved;

/// What a call did: what ran and how long it took, what was left alone and why.
///
/// Its text has a line for each, for a log. With the feature `serde` it serialises; its JSON has always
/// these keys, and later releases may add some:
///
/// ```json
/// {
///   "current": 8,
///   "ran": [{"version": 8, "description": "add_author", "direction": "up", "duration_ms": 12}],
///   "recorded": [],
///   "skipped": [{"version": 9, "because": "beyond_target"}],
///   "backup": "/var/lib/app/app.db.0007-to-0008.bak"
/// }
/// ```
///
/// `current` is `null` when no migration is applied, `backup` when no file was made; `direction` is `up` or `down`, `because` is
/// `beyond_target` or `not_embedded`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    pub(crate) current: Option<Version>,
    pub(crate) ran: Vec<Ran>,
    pub(crate) recorded: Vec<Version>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) saved: Option<Saved>,
}

/// A script that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    pub(crate) version: Version,
    pub(crate) description: String,
    pub(crate) direction: Direction,
    pub(crate) duration_ms: u64,
}

impl Report {
    /// The last applied version, once the call was done.
    pub fn current(&self) -> Option<Version> {
        self.current
    }

    /// What ran, in that order.
    pub fn ran(&self) -> &[Ran] {
        &self.ran
    }

    /// What was recorded without running anything: by a baseline, an adoption or a repair, or because its
    /// down script has changed since it was applied.
    pub fn recorded(&self) -> &[Version] {
        &self.recorded
    }

    /// What was left alone, and why.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// The backup that stands for the state before the call, if one was asked for and there was
    /// something to save; nothing for one of the application's own.
    pub fn backup(&self) -> Option<&Path> {
        self.saved.as_ref()?.file.as_deref()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.ran.is_empty() && self.recorded.is_empty()
    }

    /// Its text, as `voice` says it.
    pub fn said_by(&self, voice: Voice) -> String {
        let mut text = String::new();
        // Writing to a String does not fail.
        let _ = self.write(&mut text, voice);
        text
    }
}

impl Report {
    /// Takes in a row that was written.
    pub(crate) fn add(&mut self, entry: Entry, duration_ms: u64) {
        let Some(Recorded {
            version,
            description,
            ..
        }) = entry.migration
        else {
            return;
        };
        let direction = match entry.event {
            Event::Applied => Direction::Up,
            Event::Reverted => Direction::Down,
            Event::Stamped | Event::Adopted | Event::Repaired => {
                return self.recorded.push(version);
            }
            Event::Started | Event::Progressed => return,
        };
        self.ran.push(Ran {
            version,
            description,
            direction,
            duration_ms,
        });
    }
}

impl Ran {
    /// The migration's version.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The migration's description.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Which of its scripts ran.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// How long it took, in milliseconds, by the database's clock.
    pub fn duration_ms(&self) -> u64 {
        self.duration_ms
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, Voice::Library)
    }
}

impl Report {
    fn write(&self, f: &mut impl fmt::Write, voice: Voice) -> fmt::Result {
        if let Some(saved) = &self.saved {
            writeln!(f, "saved    {}", saved.what())?;
        }
        for ran in &self.ran {
            let done = match ran.direction {
                Direction::Up => "applied ",
                Direction::Down => "reverted",
            };
            writeln!(
                f,
                "{done} {} {} ({})",
                ran.version,
                ran.description,
                duration(ran.duration_ms)
            )?;
        }
        for version in &self.recorded {
            writeln!(f, "recorded {version}")?;
        }
        for because in [SkippedBecause::BeyondTarget, SkippedBecause::NotEmbedded] {
            let versions: Vec<Version> = self
                .skipped
                .iter()
                .filter(|skipped| skipped.because == because)
                .map(|skipped| skipped.version)
                .collect();
            if !versions.is_empty() {
                let because = because.said_by(voice);
                writeln!(f, "skipped  {}: {because}", listed(&versions))?;
            }
        }
        let nothing = if self.is_empty() {
            "nothing to do: "
        } else {
            ""
        };
        match self.current {
            Some(current) => write!(f, "{nothing}the database is at version {current}"),
            None => write!(f, "{nothing}no migration is applied"),
        }
    }
}
