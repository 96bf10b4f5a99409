//! Files that are wholly there or not at all.

mod access;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use ingrain_core::Checksum;

pub(super) use self::access::Access;

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

/// Sees to it that the file's bytes outlast a loss of power, then lets those use it who may use another.
pub(super) fn finish(path: &Path, access: Option<&Access>) -> io::Result<()> {
    File::options()
        .read(true)
        .write(true)
        .open(path)?
        .sync_all()?;
    match access {
        Some(access) => access.give(path),
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

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn what_is_being_written_is_for_nobody_else_and_where_nothing_was() {
        let path = std::env::temp_dir().join(format!("ingrain-private-{}", std::process::id()));
        let link = beside(&path, ".link");
        create_private(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0);
        symlink(beside(&path, ".target"), &link).unwrap();
        for taken in [&path, &link] {
            let error = create_private(taken).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
            remove(taken).unwrap();
        }
        assert!(!beside(&path, ".target").exists());
    }
}
