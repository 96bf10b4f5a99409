//! JSON and its like: one stable shape for each type, which its documentation shows.
//!
//! Written by hand: deriving it would put a procedural macro into every user's build.

use ingrain_core::{
    Class, Environment, Event, Refusal, Skipped, Style, Transaction, Version, render,
};
use serde::ser::{Serialize, SerializeStruct as _, Serializer};

#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
use crate::Error;
#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
use crate::tenants::{Outcome, Outcomes};
use crate::{History, HistoryEvent, Plan, PlannedStep, Ran, Report, Standing, Status};

/// A struct of this name with these keys and values.
macro_rules! object {
    ($serializer:expr, $name:literal, { $($key:literal: $value:expr,)+ }) => {{
        let mut object = $serializer.serialize_struct($name, [$($key),+].len())?;
        $(object.serialize_field($key, &$value)?;)+
        object.end()
    }};
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object!(serializer, "Status", {
            "is_current": self.is_current(),
            "current": self.current().map(Version::number),
            "head": self.head().map(Version::number),
            "pending": numbers(self.pending()),
            "refusal": self.refusal().map(Refused),
            "last_event_at": self.last_event_at(),
            "last_event_age_ms": self.last_event_age().map(|age| u64::try_from(age.as_millis()).unwrap_or(u64::MAX)),
        })
    }
}

impl Serialize for History {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object!(serializer, "History", {
            "status": self.status(),
            "environment": self.environment(),
            "migrations": self.migrations(),
            "events": self.events(),
        })
    }
}

impl Serialize for Standing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object!(serializer, "Standing", {
            "version": self.version().number(),
            "description": self.description(),
            "state": self.state().name(),
            "class": self.class().name(),
            "checksum": self.checksum().map(|it| it.to_string()),
            "recorded_checksum": self.recorded_checksum().map(|it| it.to_string()),
            "down_differs": self.down_differs(),
            "event": self.event().map(Event::name),
            "applied_at": self.applied_at(),
            "applied_by": self.applied_by(),
            "duration_ms": self.duration_ms(),
        })
    }
}

impl Serialize for HistoryEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object!(serializer, "HistoryEvent", {
            "seq": self.seq(),
            "event": self.event().name(),
            "version": self.version().map(Version::number),
            "description": self.description(),
            "checksum": self.checksum().map(|it| it.to_string()),
            "chain": self.chain().to_string(),
            "statements": self.statements(),
            "duration_ms": self.duration_ms(),
            "applied_at": self.applied_at(),
            "applied_by": self.applied_by(),
            "note": self.note(),
        })
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object!(serializer, "Report", {
            "current": self.current().map(Version::number),
            "ran": self.ran(),
            "recorded": numbers(self.recorded()),
            "skipped": skipped(self.skipped()),
            "backup": self.backup().map(|file| file.to_string_lossy()),
        })
    }
}

impl Serialize for Ran {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object!(serializer, "Ran", {
            "version": self.version().number(),
            "description": self.description(),
            "direction": self.direction().name(),
            "duration_ms": self.duration_ms(),
        })
    }
}

impl Serialize for Plan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object!(serializer, "Plan", {
            "current": self.current().map(Version::number),
            "steps": self.steps(),
            "skipped": skipped(self.skipped()),
        })
    }
}

impl Serialize for PlannedStep {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object!(serializer, "PlannedStep", {
            "action": self.action().name(),
            "version": self.version().map(Version::number),
            "description": self.description(),
            "class": self.class().map(Class::name),
            "path": self.path(),
            "in_transaction": self.transaction() == Transaction::Wrapped,
            "loses_data": self.loses_data(),
            "statements": self.statements(),
            "rust": self.rust(),
            "environment": self.environment().map(Environment::name),
        })
    }
}

#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
impl<T: Serialize> Serialize for Outcomes<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object!(serializer, "Outcomes", {
            "ok": self.is_ok(),
            "tenants": self.iter().collect::<Vec<_>>(),
        })
    }
}

#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
impl<T: Serialize> Serialize for Outcome<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object!(serializer, "Outcome", {
            "tenant": self.tenant(),
            "result": self.result().ok(),
            "error": self.result().err().map(Failed),
        })
    }
}

#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
struct Failed<'a>(&'a Error);

#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
impl Serialize for Failed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object!(serializer, "Error", {
            "code": self.0.code().to_string(),
            "title": self.0.title(),
            "text": self.0.to_string(),
        })
    }
}

struct Refused<'a>(&'a Refusal);

impl Serialize for Refused<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object!(serializer, "Refusal", {
            "code": self.0.code().to_string(),
            "title": self.0.title(),
            "text": render(self.0.diagnostic(), Style::Plain),
        })
    }
}

struct LeftAlone(Skipped);

impl Serialize for LeftAlone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object!(serializer, "Skipped", {
            "version": self.0.version.number(),
            "because": self.0.because.name(),
        })
    }
}

fn skipped(skipped: &[Skipped]) -> Vec<LeftAlone> {
    skipped.iter().copied().map(LeftAlone).collect()
}

fn numbers(versions: &[Version]) -> Vec<u64> {
    versions.iter().map(|version| version.number()).collect()
}
