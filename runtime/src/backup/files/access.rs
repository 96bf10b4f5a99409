//! Who may use a file.

#[cfg(feature = "rusqlite")]
use std::fs::Metadata;
use std::fs::{self, Permissions};
use std::io;
use std::path::Path;

/// Who may use a file: its permissions, and on Unix its owner and group.
#[derive(Clone)]
pub(in crate::backup) struct Access {
    permissions: Permissions,
    #[cfg(unix)]
    owner: u32,
    #[cfg(unix)]
    group: u32,
}

impl Access {
    /// Of the file that has this metadata.
    #[cfg(feature = "rusqlite")]
    pub(in crate::backup) fn of(metadata: &Metadata) -> Access {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt as _;
        Access {
            permissions: metadata.permissions(),
            #[cfg(unix)]
            owner: metadata.uid(),
            #[cfg(unix)]
            group: metadata.gid(),
        }
    }

    /// Gives it to the file at `path`, which is for nobody else until then.
    #[cfg(not(unix))]
    pub(super) fn give(&self, path: &Path) -> io::Result<()> {
        fs::set_permissions(path, self.permissions.clone())
    }

    /// Gives it to the file at `path`, which is for nobody else until then.
    ///
    /// Only root may give files away, and others only to groups that they are in: where that is refused the
    /// file stays this user's, and nobody may read it who may not read the other one.
    #[cfg(unix)]
    pub(super) fn give(&self, path: &Path) -> io::Result<()> {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
        let is = fs::metadata(path)?;
        if (is.uid(), is.gid()) != (self.owner, self.group) {
            // What it came to is asked of the file below.
            let _ = chown(path, Some(self.owner), Some(self.group))
                .or_else(|_| chown(path, None, Some(self.group)));
        }
        let mode = self.permissions.mode();
        let mode = match fs::metadata(path)?.gid() == self.group {
            true => mode,
            false => for_another_group(mode),
        };
        fs::set_permissions(path, Permissions::from_mode(mode))
    }
}

/// The mode of a file that is another group's than the one that `mode` is meant for: whoever is neither its
/// owner gets what both the group and everybody else had, since they may be either there.
#[cfg(unix)]
fn for_another_group(mode: u32) -> u32 {
    let both = (mode >> 3) & mode & 0o7;
    (mode & 0o700) | (both << 3) | both
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn another_group_may_not_do_what_not_everybody_could() {
        let cases = [
            (0o640, 0o600),
            (0o660, 0o600),
            (0o664, 0o644),
            (0o644, 0o644),
            (0o604, 0o600),
            (0o600, 0o600),
            (0o100666, 0o666),
        ];
        for (mode, expected) in cases {
            assert_eq!(for_another_group(mode), expected, "{mode:o}");
        }
    }
}
