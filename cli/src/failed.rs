//! What keeps a command from doing its work, as errors.

use std::fmt::Display;
use std::path::Path;

use ingrain_cli::{Error, Exit};
use ingrain_core::{Code, Diagnostic};

/// Nobody can tell which package or folder is meant.
pub(crate) fn whereabouts(title: impl Into<String>, help: &[String]) -> Error {
    let found = Diagnostic::new(Code::Whereabouts, title);
    let found = help.iter().fold(found, |found, help| found.help(help));
    Error::new(Exit::Usage, found)
}

/// Reading or writing `path` failed.
pub(crate) fn file(doing: &str, path: &Path, cause: impl Display) -> Error {
    let title = format!("`{}` cannot be {doing}: {cause}", path.display());
    let help =
        "look at its permissions, and those of the folder that it is in; then run this again";
    Error::new(
        Exit::Failed,
        Diagnostic::new(Code::FileUnwritable, title).help(help),
    )
}

/// What is wrong with the folder.
pub(crate) fn mistakes(found: Vec<Diagnostic>) -> Error {
    let unsaid = || Diagnostic::new(Code::FolderUnreadable, "the folder was not understood");
    Error::of(Exit::Failed, found).unwrap_or_else(|| Error::new(Exit::Failed, unsaid()))
}
