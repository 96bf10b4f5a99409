//! How a database stands.

use ingrain_core::{Refusal, Version};

/// How a database stands, for health checks and people. Finding it out writes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub(crate) current: Option<Version>,
    pub(crate) head: Option<Version>,
    pub(crate) pending: Vec<Version>,
    pub(crate) refusal: Option<Refusal>,
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

    /// Whether a run would find nothing to do and nothing to refuse.
    pub fn is_current(&self) -> bool {
        self.pending.is_empty() && self.refusal.is_none()
    }
}
