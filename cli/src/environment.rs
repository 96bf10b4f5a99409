//! `.env`, which this command reads and an application never does.

use std::fmt;

/// A `.env` that cannot be read.
pub(crate) struct Unread(dotenvy::Error);

/// Puts what the nearest `.env` says into the environment, from the current folder upwards. What is set already
/// stays.
pub(crate) fn load() -> Result<(), Unread> {
    match dotenvy::dotenv() {
        Err(error) if !error.not_found() => Err(Unread(error)),
        Ok(_) | Err(_) => Ok(()),
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "warning: `.env` is left out from its first mistake on: {}",
            self.0
        )
    }
}
