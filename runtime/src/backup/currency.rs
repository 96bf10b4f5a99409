//! Whether a backup that was made before the same still holds all that the database holds.

use std::time::{Duration, SystemTime};

use ingrain_core::Checksum;

use super::receipt::Receipt;

/// How it is known.
#[derive(Clone, Copy)]
#[cfg_attr(
    not(all(feature = "rusqlite", feature = "tokio-postgres")),
    allow(dead_code, reason = "each database has its own")
)]
pub(super) enum Currency {
    /// The database looks as it did then, if it is known how it looks; or another backup is the same, byte for byte.
    Looks(Option<Checksum>),
    /// It was made so short a time ago that it is taken for one.
    Lasts(Duration),
}

impl Currency {
    /// The backup that was finished `made` counts.
    pub(super) fn holds(self, receipt: &Receipt, made: SystemTime) -> bool {
        match self {
            Currency::Looks(looks) => looks.is_some() && looks == receipt.looks,
            Currency::Lasts(time) => made.elapsed().is_ok_and(|age| age < time),
        }
    }

    /// What a receipt says of it.
    pub(super) fn looks(self) -> Option<Checksum> {
        match self {
            Currency::Looks(looks) => looks,
            Currency::Lasts(_) => None,
        }
    }
}
