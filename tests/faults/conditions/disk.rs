//! A disk of a few megabytes, where this process may mount one.

use std::fs::{self, Metadata};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A mounted file system in memory; unmounted with this value.
pub(crate) struct Disk {
    folder: TempDir,
}

impl Disk {
    /// One of four megabytes that everybody may write to; nothing where it cannot be mounted, which a line on
    /// standard error has said then.
    pub(crate) fn small() -> Option<Disk> {
        let folder = tempfile::Builder::new()
            .prefix("ingrain-disk-")
            .tempdir_in("/tmp");
        let disk = Disk {
            folder: folder.unwrap(),
        };
        let options = ["-t", "tmpfs", "-o", "size=4m,mode=777", "none"];
        let mounted = Command::new("mount")
            .args(options)
            .arg(disk.path())
            .output();
        if mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Some(disk);
        }
        let line = "warning: a full disk WAS NOT TRIED: only root may mount a small one\n";
        // Past the output capture of the test harness. Nothing to do if it is closed.
        let _ = std::io::stderr().write_all(line.as_bytes());
        None
    }

    /// A folder on it that belongs to whom `other` belongs to.
    pub(crate) fn folder_of(&self, other: &Metadata) -> PathBuf {
        let folder = self.path().join("folder");
        fs::create_dir(&folder).unwrap();
        chown(&folder, Some(other.uid()), Some(other.gid())).unwrap();
        folder
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Leaves no room on it.
    pub(crate) fn fill(&self) {
        let mut file = fs::File::create(self.filler()).unwrap();
        while file.write_all(&[0; 4096]).is_ok() {}
    }

    /// Takes back what [`Disk::fill`] did.
    pub(crate) fn free(&self) {
        fs::remove_file(self.filler()).unwrap();
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // It fails where nothing was mounted, and that is fine.
        let _ = Command::new("umount").arg(self.path()).output();
    }
}
