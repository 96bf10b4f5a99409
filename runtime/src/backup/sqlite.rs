//! A copy of a SQLite file.

mod looks;

use std::fs;
use std::path::{Path, PathBuf};

use ingrain_core::Checksum;
use rusqlite::{Connection, OpenFlags};

use self::looks::looks;
use super::currency::Currency;
use super::files::Access;
use super::shelf::Shelf;
use super::{KEPT, Problem, Saved, keep_at_least_one};
use crate::{Error, Upcoming};

/// A copy of a SQLite database, made by `VACUUM INTO` on a connection of its own, and checked.
///
/// It is made while the migrating connection holds the write lock: readers go on, writers wait, and the
/// copy is what the migrations begin with. A first script that says `no-transaction` or `foreign-keys off`
/// has to let go of the lock for a moment in between.
///
/// The copy has the permissions of the database, and its owner and group as far as this process may give
/// files away; nobody may read it who may not read the database. Of a link it stands beside the file that the link leads
/// to. It needs as much free space as the database is large, and says so before it begins (on Unix;
/// elsewhere the disk says so half-way, and the copy is removed). Databases in memory, and temporary ones,
/// are not copied: they end with the process anyhow.
///
/// Tables without an `INTEGER PRIMARY KEY` may have other rowids in the copy. A database that only the
/// application's own connection can read, since it is encrypted or has functions or collations of the
/// application's in its indexes, cannot be copied so: that is an error, and [`Backup::by`](super::Backup::by)
/// the way out.
#[derive(Debug, Clone)]
#[must_use = "it does nothing until it is given to `Migrator::backup`"]
pub struct SqliteCopy {
    folder: Option<PathBuf>,
    keep: usize,
}

impl SqliteCopy {
    /// Copies stand beside the database: `app.db.0007-to-0009.bak`.
    pub fn beside() -> SqliteCopy {
        SqliteCopy {
            folder: None,
            keep: KEPT,
        }
    }

    /// Copies stand in this folder, which must exist: `app.db-1f3870be274f.0007-to-0009.bak`.
    ///
    /// Many databases may have their copies in one folder, those of one file name too: the digits are the
    /// first of the SHA-256 of the database's full path, links resolved. So whoever mounts databases of two
    /// machines, or containers, under one path gives each a folder of its own.
    pub fn within(folder: impl Into<PathBuf>) -> SqliteCopy {
        SqliteCopy {
            folder: Some(folder.into()),
            keep: KEPT,
        }
    }

    /// How many copies of a database stay, the newest; 3 by default. Files that Ingrain did not make are
    /// never removed.
    pub fn keep(mut self, copies: usize) -> SqliteCopy {
        self.keep = copies;
        self
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        keep_at_least_one(self.keep)
    }

    pub(super) fn make(&self, upcoming: &Upcoming) -> Result<Option<Saved>, Problem> {
        let database = match upcoming.database() {
            None | Some("") => return Ok(None),
            Some(path) => Path::new(path),
        };
        let found = |error| Problem::file(database, "found", error);
        let database = database.canonicalize().map_err(found)?;
        let access = Access::of(&fs::metadata(&database).map_err(found)?);
        let name = database.file_name().map(|name| name.to_str());
        let (Some(of), Some(Some(name)), Some(home)) = (database.to_str(), name, database.parent())
        else {
            return Err(not_text(&database));
        };
        let folder = self.folder.as_deref().unwrap_or(home);
        let stem = match folder.canonicalize().is_ok_and(|folder| folder == home) {
            true => name.to_owned(),
            false => format!("{name}-{}", digits(of)),
        };
        let shelf = Shelf {
            folder,
            of,
            stem: &stem,
            extension: "bak",
            keep: self.keep,
            access: Some(access),
        };
        // Before the copy: what is written from here on is told by the next look.
        let looks = looks(&database).map_err(found)?;
        let write = |part: &Path| copy(&database, folder, part);
        let saved = shelf.provide(upcoming, Currency::Looks(looks), write);
        saved.map(Some)
    }
}

/// What tells a path from others, short enough for a name.
fn digits(path: &str) -> String {
    const DIGITS: usize = 12;
    let checksum = Checksum::of(path).to_string();
    let digits = checksum.trim_start_matches("sha256:");
    digits.chars().take(DIGITS).collect()
}

/// Never opens `database` as a file: closing it again would end the locks that SQLite holds on it for this
/// process.
fn copy(database: &Path, folder: &Path, part: &Path) -> Result<(), Problem> {
    const HELP: &str = "what only the application's own connection can read is saved by `Backup::by`; \
        otherwise put right what SQLite says, and start again";
    let into = part.to_str().ok_or_else(|| not_text(part))?;
    let failed = |error| Problem::sqlite("the database cannot be copied", HELP, error);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(database, flags).map_err(failed)?;
    let number = |sql| source.query_row(sql, [], |row| row.get::<_, i64>(0));
    let pages = number("PRAGMA page_count").map_err(failed)?;
    let size = number("PRAGMA page_size").map_err(failed)?;
    enough_space(
        folder,
        u64::try_from(pages.saturating_mul(size)).unwrap_or(0),
    )?;
    source.execute("VACUUM INTO ?1", [into]).map_err(failed)?;
    let journal = "PRAGMA journal_mode";
    let journal: String = source
        .query_row(journal, [], |row| row.get(0))
        .map_err(failed)?;
    let copy = check(part)?;
    if journal == "wal" {
        // `VACUUM INTO` leaves this out; the application may have set it once and for all.
        copy.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))
            .map_err(failed)?;
    }
    copy.close().map_err(|(_, error)| failed(error))
}

/// Opens a database, and has SQLite check it.
pub(super) fn check(file: &Path) -> Result<Connection, Problem> {
    let doing = format!("`{}` cannot be checked", file.display());
    let failed = |error| {
        let help = "is it a SQLite database, and whole? Take another backup";
        Problem::sqlite(&doing, help, error)
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(failed)?;
    let found = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))
        .map_err(failed)?;
    match found.as_str() {
        "ok" => Ok(connection),
        damage => Err(Problem::new(
            format!("`{}` is damaged: {damage}", file.display()),
            "`PRAGMA integrity_check` on the database tells whether it is damaged itself; take a backup that is whole",
        )),
    }
}

/// The folder's file system has room for so many bytes.
#[cfg(unix)]
fn enough_space(folder: &Path, needed: u64) -> Result<(), Problem> {
    let found = rustix::fs::statvfs(folder)
        .map_err(|error| Problem::file(folder, "used for backups", error.into()))?;
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    if free >= needed {
        return Ok(());
    }
    Err(Problem::new(
        format!(
            "it takes {needed} bytes, and `{}` has {free} free",
            folder.display()
        ),
        "free some space on the disk, or put the backups on another (`SqliteCopy::within`); then start again",
    ))
}

#[cfg(not(unix))]
fn enough_space(_: &Path, _: u64) -> Result<(), Problem> {
    Ok(())
}

fn not_text(path: &Path) -> Problem {
    Problem::new(
        format!("the name of `{}` is not text", path.display()),
        "give the database, and its folder, a name in UTF-8",
    )
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn room_is_there_or_is_said_to_lack() {
        let folder = std::env::temp_dir();
        assert!(enough_space(&folder, 0).is_ok());
        let problem = enough_space(&folder, u64::MAX).err().unwrap();
        let said = problem
            .into_error("no backup", "nothing has run")
            .to_string();
        assert!(
            said.contains("it takes 18446744073709551615 bytes, and `"),
            "{said}"
        );
        assert!(enough_space(&folder.join("absent"), 0).is_err());
    }
}
