//! Where PostgreSQL's programs look for a user's files.

use std::env;
use std::path::PathBuf;

/// A file in the user's home; on Windows it has a name of its own in PostgreSQL's folder for settings.
pub(super) fn file(unix: &str, windows: &str) -> Option<PathBuf> {
    if cfg!(windows) {
        let settings = env::var_os("APPDATA").filter(|folder| !folder.is_empty())?;
        return Some(PathBuf::from(settings).join("postgresql").join(windows));
    }
    let home = env::home_dir().filter(|home| !home.as_os_str().is_empty())?;
    Some(home.join(unix))
}
