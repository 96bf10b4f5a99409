//! Whether a SQLite file was written to, as far as it shows from outside.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use ingrain_core::Checksum;

use crate::backup::files::beside;

/// No file system in use counts times in larger steps than that.
const STEP: Duration = Duration::from_secs(2);

/// Sizes and times of the file and of its `-wal`; nothing if either was written to just now, so that one
/// more write may leave its time as it is.
///
/// The change counter in the file's head says less: SQLite leaves it alone in WAL mode. Nor can it be read:
/// whoever closes the file again ends the locks that SQLite holds on it for this process.
pub(super) fn looks(database: &Path) -> io::Result<Option<Checksum>> {
    let mut looks = String::new();
    for part in ["", "-wal"] {
        let metadata = match fs::metadata(beside(database, part)) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        // Opening the database makes a `-wal` anew, with nothing in it.
        if metadata.len() == 0 {
            continue;
        }
        let modified = metadata.modified()?;
        let is_settled = modified.elapsed().is_ok_and(|age| age > STEP);
        let Some(since) = modified
            .duration_since(UNIX_EPOCH)
            .ok()
            .filter(|_| is_settled)
        else {
            return Ok(None);
        };
        let _ = writeln!(looks, "{part} {} {}", metadata.len(), since.as_nanos());
    }
    Ok(Some(Checksum::of(&looks)))
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn what_was_written_to_looks_different_or_is_not_told() {
        let name = format!("ingrain-looks-{}", std::process::id());
        let database = std::env::temp_dir().join(name);
        let wal = beside(&database, "-wal");
        let write = |path: &Path, text: &str, at: SystemTime| {
            fs::write(path, text).unwrap();
            let file = File::options().write(true).open(path).unwrap();
            file.set_modified(at).unwrap();
        };
        let then = UNIX_EPOCH + Duration::from_secs(1_000_000);
        let later = then + Duration::from_nanos(1_000_000);
        let look = || looks(&database).unwrap();
        write(&database, "abc", then);
        let first = look();
        assert!(first.is_some());
        write(&database, "abd", later);
        assert!(look().is_some() && look() != first);
        write(&database, "abc", then);
        write(&wal, "", SystemTime::now());
        assert_eq!(look(), first);
        write(&wal, "frame", then);
        assert!(look().is_some() && look() != first);
        for written in [&wal, &database] {
            write(written, "abc", SystemTime::now());
            assert_eq!(look(), None);
            write(written, "abc", then);
        }
        for path in [&wal, &database] {
            fs::remove_file(path).unwrap();
        }
    }
}
