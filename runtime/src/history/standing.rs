//! How one migration stands.

use ingrain_core::{Checksum, Class, Event, Recorded, Standing as Found, State, Version};

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

    /// That of a migration that is in a folder, has a mistake, and is not recorded.
    pub(super) fn broken(version: Version, description: &str) -> Standing {
        Standing {
            version,
            description: description.to_owned(),
            state: State::Broken,
            class: Class::default(),
            checksum: None,
            recorded_checksum: None,
            recorded_down: None,
            down_differs: None,
            event: None,
            applied_at: None,
            applied_by: None,
            duration_ms: None,
        }
    }

    /// It is recorded, and has a mistake in the folder. What stopped part-way has to be seen to before.
    pub(super) fn found_broken(&mut self) {
        if self.state != State::Unfinished {
            self.state = State::Broken;
        }
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
