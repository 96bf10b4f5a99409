//! What a database remembers of its migrations.

mod event;
mod standing;

use std::collections::BTreeMap;
use std::mem;

use ingrain_core::Version;

pub use self::event::HistoryEvent;
pub use self::standing::Standing;
use crate::Status;

/// What a database remembers: how it stands, how each migration stands, and the log itself; made by
/// [`Migrator::history`](crate::Migrator::history).
///
/// With the feature `serde` it serialises; its JSON has always these keys, and later releases may add some:
///
/// ```json
/// {
///   "status": {"is_current": true, "current": 8, "head": 8, "pending": [], …},
///   "environment": "production",
///   "migrations": [{
///     "version": 8, "description": "add_author", "state": "applied", "class": "additive",
///     "checksum": "sha256:…", "recorded_checksum": "sha256:…", "down_differs": false,
///     "event": "applied", "applied_at": "2026-11-20T10:15:00.000Z",
///     "applied_by": "journal 0.1.0 (pid 4711 on web-3)", "duration_ms": 12
///   }],
///   "events": [{
///     "seq": 8, "event": "applied", "version": 8, "description": "add_author", "checksum": "sha256:…",
///     "chain": "sha256:…", "statements": null, "duration_ms": 12, "applied_at": "2026-11-20T10:15:00.000Z",
///     "applied_by": "journal 0.1.0 (pid 4711 on web-3)", "note": null
///   }]
/// }
/// ```
///
/// `status` is as [`Status`] shows it, `state` what [`State::name`](crate::State::name) gives. What there is not is `null`: of a
/// migration that is pending, all from `recorded_checksum` on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    pub(crate) status: Status,
    pub(crate) environment: Option<String>,
    pub(crate) migrations: Vec<Standing>,
    pub(crate) events: Vec<HistoryEvent>,
}

impl History {
    /// How the database stands as a whole.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// The environment that the database is stamped with, such as `production`.
    pub fn environment(&self) -> Option<&str> {
        self.environment.as_deref()
    }

    /// Every migration that is embedded or recorded, versions rising.
    pub fn migrations(&self) -> &[Standing] {
        &self.migrations
    }

    /// The rows of the log, the oldest first.
    pub fn events(&self) -> &[HistoryEvent] {
        &self.events
    }

    /// The same with these migrations, which have a mistake and so are not in the chain, as
    /// [`State::Broken`](crate::State::Broken): for tools that work on a folder. One that is unfinished stays so.
    #[must_use]
    pub fn with_broken<'b>(
        mut self,
        broken: impl IntoIterator<Item = (Version, &'b str)>,
    ) -> History {
        let mut known: BTreeMap<Version, Standing> = mem::take(&mut self.migrations)
            .into_iter()
            .map(|standing| (standing.version(), standing))
            .collect();
        for (version, description) in broken {
            let standing = known.entry(version);
            standing
                .and_modify(Standing::found_broken)
                .or_insert_with(|| Standing::broken(version, description));
        }
        self.migrations = known.into_values().collect();
        self
    }
}
