//! The way back to a backup of SQLite.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::files::{self, Access, beside};
use super::receipt::Receipt;
use super::{Problem, sqlite};
use crate::Error;

/// Puts a backup in the place of a SQLite database, and keeps what was there as `app.db.before-restore-1`,
/// or the next number that is free; returns where, or nothing if there was no file.
///
/// The backup is copied, and the copy checked, against its receipt if there is one and by
/// `PRAGMA quick_check`, before anything changes. The copy has the permissions, the owner and the group of
/// the file whose place it takes, as far as this process may give files away; a link stays a link. What the database had in `-wal` and `-journal` files stays with the file that
/// is kept. At every moment the database is either the old one or the restored one.
///
/// Stop the application first. A database that another connection writes to, or has open in WAL mode, is
/// refused; nobody can tell, without that, whether another process has it open.
///
/// The restored history says what was applied then: start the application version of that time, or one
/// that only verifies (`Mode::Verify`), else what was undone is applied again.
///
/// # Errors
///
/// When the backup is not whole, somebody uses the database, or the folder cannot be written in; then the
/// database is as it was.
pub fn restore(
    backup: impl AsRef<Path>,
    database: impl AsRef<Path>,
) -> Result<Option<PathBuf>, Error> {
    let (backup, database) = (backup.as_ref(), database.as_ref());
    put(backup, database).map_err(|problem| {
        let title = format!("`{}` was not restored", database.display());
        problem.into_error(&title, "the database is as it was before")
    })
}

fn put(backup: &Path, database: &Path) -> Result<Option<PathBuf>, Problem> {
    let exists = match fs::symlink_metadata(database) {
        Ok(_) => true,
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(Problem::file(database, "found", error)),
    };
    let database = match exists {
        true => database
            .canonicalize()
            .map_err(|error| Problem::file(database, "found", error))?,
        false => database.to_owned(),
    };
    let part = beside(&database, ".restore.part");
    let result = prepare(backup, &database, exists, &part).and_then(|()| {
        let written = |error| Problem::file(&database, "replaced", error);
        if exists {
            unused(&database)?;
        }
        let kept = set_aside(&database, exists).map_err(written)?;
        fs::rename(&part, &database).map_err(written)?;
        let folder = database.parent().filter(|folder| *folder != Path::new(""));
        files::sync_folder(folder.unwrap_or(Path::new("."))).map_err(written)?;
        Ok(Some(kept).filter(|_| exists))
    });
    if result.is_err() {
        // The next restoration removes it too.
        let _ = files::clear(&part);
    }
    result
}

/// Makes a checked copy of the backup.
fn prepare(backup: &Path, database: &Path, exists: bool, part: &Path) -> Result<(), Problem> {
    let written = |error| Problem::file(part, "written", error);
    let read = |error| Problem::file(backup, "read", error);
    let mut source = fs::File::open(backup).map_err(read)?;
    files::clear(part).map_err(written)?;
    let mut copy = files::create_private(part).map_err(written)?;
    io::copy(&mut source, &mut copy).map_err(written)?;
    drop(copy);
    let receipt_path = Receipt::path(backup);
    if let Ok(text) = fs::read_to_string(&receipt_path) {
        let checksum = files::checksum(part).map_err(written)?;
        if Receipt::parse(&text).is_none_or(|receipt| receipt.checksum != checksum) {
            return Err(Problem::new(
                format!(
                    "`{}` is not the file that `{}` was written for",
                    backup.display(),
                    receipt_path.display()
                ),
                "take another backup; or, if this one was changed on purpose, move its receipt away",
            ));
        }
    }
    let checked = sqlite::check(part)?;
    checked.close().map_err(|(_, error)| {
        let help = "is there room on the disk?";
        Problem::sqlite("the copy cannot be closed", help, error)
    })?;
    let source = if exists { database } else { backup };
    let access = Access::of(&fs::metadata(source).map_err(read)?);
    files::finish(part, Some(&access)).map_err(written)
}

/// Nobody is known to use the database. One that SQLite cannot open may be restored all the same.
fn unused(database: &Path) -> Result<(), Problem> {
    let used = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Some(Problem::sqlite(
            "it is in use",
            "stop every process that has it open, then restore it",
            error,
        )),
        _ => None,
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(database, flags);
    let asked = opened.and_then(|connection| {
        connection.busy_timeout(Duration::from_secs(1))?;
        // In WAL mode every open connection holds a lock, which this one would have to have alone. On its
        // way out it writes all that is in the `-wal` file into the database, and removes it.
        connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;")?;
        connection.close().map_err(|(_, error)| error)
    });
    match asked.err().and_then(used) {
        Some(problem) => Err(problem),
        None => Ok(()),
    }
}

/// Gives the database a second name, `app.db.before-restore-1`, with everything that belongs to it. Its
/// first name is left to the rename that replaces it. What belonged to a database that is gone must not
/// stay either: SQLite would take it for a part of the restored one.
fn set_aside(database: &Path, exists: bool) -> io::Result<PathBuf> {
    const PARTS: [&str; 3] = ["", "-journal", "-wal"];
    let name = |number: u64| beside(database, &format!(".before-restore-{number}"));
    let is_free = |kept: &PathBuf| {
        let mut parts = PARTS.iter().map(|part| beside(kept, part));
        parts.all(|path| fs::symlink_metadata(path).is_err())
    };
    let free = (1..).map(name).find(is_free);
    let kept = free.ok_or(io::ErrorKind::AlreadyExists)?;
    if exists && fs::hard_link(database, &kept).is_err() {
        // Not every file system knows hard links.
        let access = Access::of(&fs::metadata(database)?);
        io::copy(
            &mut fs::File::open(database)?,
            &mut files::create_private(&kept)?,
        )?;
        files::finish(&kept, Some(&access))?;
    }
    for part in &PARTS[1..] {
        match fs::rename(beside(database, part), beside(&kept, part)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    // An index of the `-wal` file, made anew whenever it is missing.
    files::remove(&beside(database, "-shm"))?;
    Ok(kept)
}
