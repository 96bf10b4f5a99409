//! The migrations of a folder that nobody embedded.

use ingrain::Migrations;
use ingrain_core::{Diagnostic, Folder};

/// The migrations of `folder`, as `embed!` would give them; `application` is what the history calls who
/// runs them.
///
/// Embedded migrations live as long as the process, and so do these: what they take is never given back.
/// Call it once in a process.
///
/// # Errors
///
/// Every mistake in the folder.
pub fn migrations(application: &str, folder: &Folder) -> Result<Migrations, Vec<Diagnostic>> {
    let chains = folder.chains()?;
    Ok(Migrations::leaked(application, folder.path(), &chains))
}
