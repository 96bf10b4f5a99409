//! Files that are wholly there or not at all.

use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::io;
use std::path::{Path, PathBuf};

use ingrain_core::Checksum;

/// What SQLite, and a receipt, add to the name of a file.
pub(super) const BESIDE: [&str; 5] = ["", "-journal", "-wal", "-shm", ".sha256"];

/// The path with more at the end of its name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Creates a file, empty and for nobody else to read, where none is.
pub(super) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

/// Sees to it that the file's bytes outlast a loss of power, then gives it its permissions.
pub(super) fn finish(path: &Path, permissions: Option<&Permissions>) -> io::Result<()> {
    File::options()
        .read(true)
        .write(true)
        .open(path)?
        .sync_all()?;
    match permissions {
        Some(permissions) => fs::set_permissions(path, permissions.clone()),
        None => Ok(()),
    }
}

/// Sees to it that the folder's names outlast a loss of power.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows opens no folder as a file; there the names are the file system's own care.
    match cfg!(unix) {
        true => File::open(folder)?.sync_all(),
        false => Ok(()),
    }
}

pub(super) fn checksum(path: &Path) -> io::Result<Checksum> {
    File::open(path).and_then(Checksum::of_reader)
}

/// Removes an unfinished file and all that belongs to it.
pub(super) fn clear(part: &Path) -> io::Result<()> {
    let mut parts = BESIDE.iter().map(|suffix| beside(part, suffix));
    parts.try_for_each(|path| remove(&path))
}

/// Removes a file that may not be there.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
