//! A package's build script, as far as it is Ingrain's business.

use std::fs;
use std::path::{Path, PathBuf};

use super::source::folders;

/// The call that watches a folder, up to its argument.
const CALL: &str = "ingrain_build::watch(";

/// A package's build script.
#[derive(Debug)]
pub(crate) struct BuildScript {
    /// Where it is, or would be.
    pub(crate) path: PathBuf,
    /// What it holds, if it is there.
    pub(crate) text: Option<String>,
}

impl BuildScript {
    /// The build script at `path`, if there is one.
    pub(crate) fn read(path: &Path) -> BuildScript {
        BuildScript {
            path: path.to_owned(),
            text: fs::read_to_string(path).ok(),
        }
    }

    /// The file's name.
    pub(crate) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        name.to_string_lossy().into_owned()
    }

    /// The folders that it watches, in the order of the calls.
    pub(crate) fn watched(&self) -> Vec<String> {
        folders(self.text.as_deref().unwrap_or_default(), CALL)
    }
}

/// The line that makes a build script watch `folder`.
pub(crate) fn watch_call(folder: &str) -> String {
    format!("{CALL}{folder:?});")
}
