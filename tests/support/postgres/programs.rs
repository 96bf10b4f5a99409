//! Finds installed Postgres programs.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Where Debian and its descendants put each major version: `…/15/bin`.
const VERSIONED: &str = "/usr/lib/postgresql";

/// A directory that may hold Postgres programs.
#[derive(Clone)]
pub(super) struct Programs(PathBuf);

impl Programs {
    /// The directories of `PATH`, then the versioned ones from the highest version down.
    pub(super) fn installed() -> Vec<Self> {
        let path = env::var_os("PATH").unwrap_or_default();
        let mut directories: Vec<_> = env::split_paths(&path).collect();
        // Where PgBouncer is, which is not in everybody's path.
        directories.push(PathBuf::from("/usr/sbin"));
        let mut versions: Vec<u32> = fs::read_dir(VERSIONED)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .collect();
        versions.sort_unstable();
        let versioned = versions
            .iter()
            .rev()
            .map(|version| format!("{VERSIONED}/{version}/bin"));
        directories.extend(versioned.map(PathBuf::from));
        directories.into_iter().map(Self).collect()
    }

    /// Whether a cluster can be made and served with what is here.
    pub(super) fn can_serve(&self) -> bool {
        self.program("initdb").is_some() && self.program("postgres").is_some()
    }

    /// The path of a program, with links followed: they find their data files beside themselves.
    pub(super) fn program(&self, name: &str) -> Option<PathBuf> {
        let path = self.0.join(name);
        // `pg_dump` is a link to a wrapper that goes by the name it is called by.
        let target = path.canonicalize().ok().filter(|target| target.is_file())?;
        Some(if target.file_name() == path.file_name() {
            target
        } else {
            path
        })
    }

    /// For messages.
    pub(super) fn directory(&self) -> impl std::fmt::Display {
        Path::display(&self.0)
    }
}
