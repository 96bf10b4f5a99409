//! How a database stands.

use std::time::Duration;

use ingrain_core::{Refusal, Version};

use crate::driver::Row;

/// How a database stands, for health checks and people. Finding it out writes nothing.
///
/// With the feature `serde` it serialises; its JSON has always these keys:
///
/// ```json
/// {
///   "is_current": false,
///   "current": 7,
///   "head": 9,
///   "pending": [8, 9],
///   "refusal": {"code": "ING0104", "title": "migration 8 is …", "text": "error[ING0104]: …"},
///   "last_event_at": "2026-11-20T10:15:00.000Z",
///   "last_event_age_ms": 4711
/// }
/// ```
///
/// Versions are numbers; `current`, `refusal` and both of `last_event` may be `null`. Later releases may add
/// keys, and do not change or remove these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub(crate) current: Option<Version>,
    pub(crate) head: Option<Version>,
    pub(crate) pending: Vec<Version>,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) last_event: Option<LastEvent>,
}

/// The last row of the log, as a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LastEvent {
    at: String,
    /// In milliseconds, below 0 where the clock was set back since.
    age: i64,
}

impl Status {
    /// The last applied version.
    pub fn current(&self) -> Option<Version> {
        self.current
    }

    /// The last embedded version.
    pub fn head(&self) -> Option<Version> {
        self.head
    }

    /// What is embedded and not applied, in ascending order.
    pub fn pending(&self) -> &[Version] {
        &self.pending
    }

    /// Why a run would be refused, if it would.
    pub fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_ref()
    }

    /// When the history last grew, whatever was recorded: UTC, RFC 3339 with milliseconds, by the
    /// database's clock. Nothing if there is no history.
    pub fn last_event_at(&self) -> Option<&str> {
        self.last_event.as_ref().map(|event| event.at.as_str())
    }

    /// How long ago that was, in whole milliseconds, by the database's clock too: this machine's does not
    /// matter.
    ///
    /// Zero if the clock was set back since.
    pub fn last_event_age(&self) -> Option<Duration> {
        let age = self.last_event.as_ref()?.age;
        Some(Duration::from_millis(u64::try_from(age).unwrap_or(0)))
    }

    /// Whether a run would find nothing to do and nothing to refuse.
    pub fn is_current(&self) -> bool {
        self.pending.is_empty() && self.refusal.is_none()
    }
}

impl LastEvent {
    /// Whether it was no longer ago than this: what comes from the future tells nothing.
    pub(crate) fn is_within(&self, age: Duration) -> bool {
        u128::try_from(self.age).is_ok_and(|past| past <= age.as_millis())
    }

    /// Of the last two values of [`Log::last_event`](crate::log::Log::last_event).
    pub(crate) fn parse(row: &Row) -> Option<LastEvent> {
        let [.., at, age] = row.as_slice() else {
            return None;
        };
        Some(LastEvent {
            at: at.clone()?,
            age: age.as_deref()?.parse().ok()?,
        })
    }
}
