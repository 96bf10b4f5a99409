//! What keeps a backup from being made or restored.

use ingrain_core::{Code, Diagnostic};

use crate::Error;
use crate::hooks::BoxError;

/// What was found, and what to do about it.
pub(super) struct Problem {
    what: String,
    help: String,
    cause: Option<BoxError>,
}

impl Problem {
    pub(super) fn new(what: impl Into<String>, help: impl Into<String>) -> Problem {
        Problem {
            what: what.into(),
            help: help.into(),
            cause: None,
        }
    }

    pub(super) fn caused(self, cause: impl Into<BoxError>) -> Problem {
        Problem {
            cause: Some(cause.into()),
            ..self
        }
    }

    /// The error: `title`, then what was found; `note` says how things stand now.
    pub(super) fn into_error(self, title: &str, note: &str) -> Error {
        let Problem { what, help, cause } = self;
        let diagnostic = Diagnostic::new(Code::BackupFailed, format!("{title}: {what}"));
        let error = Error::failed(diagnostic.note(note).help(help));
        match cause {
            Some(cause) => error.caused(cause),
            None => error,
        }
    }
}

#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
mod of_files {
    use std::io;
    use std::path::Path;

    use super::Problem;

    impl Problem {
        /// A file or a folder refuses; `doing` is such as `written to`.
        pub(crate) fn file(path: &Path, doing: &str, error: io::Error) -> Problem {
            let help = match error.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "free some space on the disk, or put the backups on another; then start again"
                }
                io::ErrorKind::NotFound => "is the folder there? Ingrain creates none",
                _ => {
                    "may this process write in the folder? Put it right, or put the backups into another; then start again"
                }
            };
            let what = format!("`{}` cannot be {doing}: {error}", path.display());
            Problem::new(what, help).caused(error)
        }
    }
}

#[cfg(feature = "rusqlite")]
impl Problem {
    /// SQLite refuses.
    pub(super) fn sqlite(doing: &str, help: &str, error: rusqlite::Error) -> Problem {
        Problem::new(format!("{doing}: {error}"), help).caused(error)
    }
}
