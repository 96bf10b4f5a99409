//! What a database remembers of its migrations.

use ingrain_core::{
    ChainDigest, Checksum, Class, Event, Record, Recorded, Standing as Found, State, Version,
};

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
/// `status` is as [`Status`] shows it, `state` what [`State::name`] gives. What there is not is `null`: of a
/// migration that is pending, all from `recorded_checksum` on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    pub(crate) status: Status,
    pub(crate) environment: Option<String>,
    pub(crate) migrations: Vec<Standing>,
    pub(crate) events: Vec<HistoryEvent>,
}

/// How one migration stands, which is embedded or recorded, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    version: Version,
    description: String,
    state: State,
    class: Class,
    checksum: Option<Checksum>,
    recorded_checksum: Option<Checksum>,
    recorded_down: Option<String>,
    down_differs: Option<bool>,
    event: Option<Event>,
    applied_at: Option<String>,
    applied_by: Option<String>,
    duration_ms: Option<u64>,
}

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEvent(Record);

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
}

impl Standing {
    /// Its version.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Its description: as it is embedded, else as it is recorded.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// How it stands.
    pub fn state(&self) -> State {
        self.state
    }

    /// Whether a binary that does not know it may run over it.
    pub fn class(&self) -> Class {
        self.class
    }

    /// The checksum of its up script as it is embedded.
    pub fn checksum(&self) -> Option<Checksum> {
        self.checksum
    }

    /// The checksum of its up script as the log has it.
    pub fn recorded_checksum(&self) -> Option<Checksum> {
        self.recorded_checksum
    }

    /// The down script that the log keeps, if it is applied.
    pub fn recorded_down(&self) -> Option<&str> {
        self.recorded_down.as_deref()
    }

    /// Whether the log keeps another down script than the one that is embedded; nothing unless it is applied
    /// and embedded.
    pub fn down_differs(&self) -> Option<bool> {
        self.down_differs
    }

    /// What made it applied: its script ran, a baseline, or another tool's history.
    pub fn event(&self) -> Option<Event> {
        self.event
    }

    /// When it was applied: UTC, RFC 3339 with milliseconds, by the database's clock.
    pub fn applied_at(&self) -> Option<&str> {
        self.applied_at.as_deref()
    }

    /// Who applied it: application name and version, process id and host.
    pub fn applied_by(&self) -> Option<&str> {
        self.applied_by.as_deref()
    }

    /// How long its up script took, in milliseconds, by the database's clock; nothing if it did not run.
    pub fn duration_ms(&self) -> Option<u64> {
        self.duration_ms
    }

    pub(crate) fn of(found: &Found<'_, '_>) -> Standing {
        let Found {
            version,
            state,
            embedded,
            applied,
            recorded,
        } = found;
        let description = embedded.as_ref().map(|it| it.description());
        let recorded_class = recorded.map_or(Class::Breaking, Recorded::class);
        let kept = applied.and_then(|it| it.migration.down.as_ref());
        Standing {
            version: *version,
            description: description
                .or(recorded.map(|it| it.description.as_str()))
                .unwrap_or_default()
                .to_owned(),
            state: *state,
            class: embedded.as_ref().map_or(recorded_class, |it| it.class()),
            checksum: embedded.as_ref().map(|it| it.up().checksum()),
            recorded_checksum: recorded.map(|it| it.checksum),
            recorded_down: kept.map(|it| it.sql.clone()),
            down_differs: found.down_differs(),
            event: applied.map(|it| it.event),
            applied_at: applied.map(|it| it.applied_at.clone()),
            applied_by: applied.map(|it| it.applied_by.clone()),
            duration_ms: applied.and_then(|it| it.duration_ms),
        }
    }
}

impl HistoryEvent {
    /// Its number: 1, 2, 3 …
    pub fn seq(&self) -> u64 {
        self.0.entry.seq
    }

    /// What happened.
    pub fn event(&self) -> Event {
        self.0.entry.event
    }

    /// To which version, unless it is about the database as a whole.
    pub fn version(&self) -> Option<Version> {
        self.migration().map(|it| it.version)
    }

    /// The migration's description, as it was then.
    pub fn description(&self) -> Option<&str> {
        self.migration().map(|it| it.description.as_str())
    }

    /// The checksum of the migration's up script, as it was then.
    pub fn checksum(&self) -> Option<Checksum> {
        self.migration().map(|it| it.checksum)
    }

    /// The chain digest of all that was applied after it.
    pub fn chain(&self) -> ChainDigest {
        self.0.entry.chain
    }

    /// How many statements of a script that runs outside transactions were done.
    pub fn statements(&self) -> Option<u64> {
        self.0.entry.statements
    }

    /// How long the script took, in milliseconds, by the database's clock.
    pub fn duration_ms(&self) -> Option<u64> {
        self.0.duration_ms
    }

    /// When: UTC, RFC 3339 with milliseconds, by the database's clock.
    pub fn applied_at(&self) -> &str {
        &self.0.applied_at
    }

    /// Who: application name and version, process id and host.
    pub fn applied_by(&self) -> &str {
        &self.0.applied_by
    }

    /// The reason that was given, or the environment's name.
    pub fn note(&self) -> Option<&str> {
        self.0.entry.note.as_deref()
    }

    fn migration(&self) -> Option<&Recorded> {
        self.0.entry.migration.as_ref()
    }

    pub(crate) fn of(record: Record) -> HistoryEvent {
        HistoryEvent(record)
    }
}
