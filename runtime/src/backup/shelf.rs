//! The folder in which the backups of one database stand: which are ours, what they are called, how many
//! are kept.
//!
//! Whoever is here holds the database's write lock or leads: nobody else makes backups of it. Backups of
//! other databases may stand in the folder too, and be made there at the same time.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use ingrain_core::{Checksum, Version};

use super::currency::Currency;
use super::files::Access;
use super::receipt::Receipt;
use super::{Problem, Saved, files};
use crate::Upcoming;

/// What follows the name of a backup that is being made; then come the process and how many it has begun.
const PART: &str = ".part";

static BEGUN: AtomicU64 = AtomicU64::new(0);

/// Backups of one database.
pub(super) struct Shelf<'a> {
    pub(super) folder: &'a Path,
    /// What tells the database from any other that has backups here.
    pub(super) of: &'a str,
    /// What their names begin with: `app.db`; no other database's do.
    pub(super) stem: &'a str,
    /// What their names end with: `bak`.
    pub(super) extension: &'static str,
    /// So many stay.
    pub(super) keep: usize,
    /// Who may read them, if others than this user.
    pub(super) access: Option<Access>,
}

/// A backup with its receipt.
struct Entry {
    modified: SystemTime,
    name: String,
    receipt: Receipt,
}

impl Shelf<'_> {
    /// The backup for `upcoming`: one that stands here already, or the one that `write` writes into the
    /// file it is given, which exists and is empty.
    pub(super) fn provide(
        &self,
        upcoming: &Upcoming,
        currency: Currency,
        write: impl FnOnce(&Path) -> Result<(), Problem>,
    ) -> Result<Saved, Problem> {
        let entries = self.entries()?;
        let before = Checksum::of(&format!("{}\n{}", upcoming.state.identity, self.of));
        let same = || {
            entries
                .iter()
                .rev()
                .filter(|it| it.receipt.before == before)
        };
        let counts = |entry: &&Entry| {
            upcoming.state.is_part_way || currency.holds(&entry.receipt, entry.modified)
        };
        if let Some(Entry { name, receipt, .. }) = same().find(counts) {
            return Ok(self.saved(name, receipt.checksum));
        }
        let name = self.free_name(upcoming, &entries)?;
        let part = self.part(&name);
        let made = self.write(&part, write).and_then(|checksum| {
            // What failed has left the database as it was: the disk need not hold that twice.
            if let Some(equal) = same().find(|entry| entry.receipt.checksum == checksum) {
                files::clear(&part).map_err(|error| Problem::file(&part, "removed", error))?;
                return Ok(self.saved(&equal.name, checksum));
            }
            let receipt = Receipt {
                before,
                looks: currency.looks(),
                checksum,
            };
            self.put(&part, &name, receipt)?;
            self.prune(&name)?;
            Ok(self.saved(&name, checksum))
        });
        if made.is_err() {
            // The next one to be made removes them too.
            let _ = files::clear(&part);
        }
        made
    }

    /// A file for this call alone.
    fn part(&self, name: &str) -> PathBuf {
        let (process, call) = (process::id(), BEGUN.fetch_add(1, Ordering::Relaxed));
        self.folder.join(format!("{name}{PART}-{process}-{call}"))
    }

    fn write(
        &self,
        part: &Path,
        write: impl FnOnce(&Path) -> Result<(), Problem>,
    ) -> Result<Checksum, Problem> {
        let written = |error| Problem::file(part, "written", error);
        files::create_private(part).map_err(written)?;
        write(part)?;
        files::checksum(part).map_err(written)
    }

    /// Makes a part that is whole the backup of this name.
    fn put(&self, part: &Path, name: &str, receipt: Receipt) -> Result<(), Problem> {
        let done = self.folder.join(name);
        let receipt_part = Receipt::path(part);
        let signed = || -> io::Result<()> {
            files::finish(part, self.access.as_ref())?;
            files::create_private(&receipt_part)?.write_all(receipt.write(name).as_bytes())?;
            files::finish(&receipt_part, self.access.as_ref())?;
            // First: a receipt without a backup is cleared away, a backup without one would be a stranger.
            fs::rename(&receipt_part, Receipt::path(&done))?;
            fs::rename(part, &done)?;
            files::sync_folder(self.folder)
        };
        signed().map_err(|error| Problem::file(&done, "written", error))
    }

    /// `app.db.0007-to-0009.bak`, or with `-2` and so on where one from another time stands.
    fn free_name(&self, upcoming: &Upcoming, entries: &[Entry]) -> Result<String, Problem> {
        let number = |version: Option<Version>| version.map_or(0, Version::number);
        let (from, to) = (number(upcoming.from), number(upcoming.to));
        let stem = format!("{}.{from:04}-to-{to:04}", self.stem);
        let first = format!("{stem}.{}", self.extension);
        let others = (2_u64..).map(|number| format!("{stem}-{number}.{}", self.extension));
        let mut names = std::iter::once(first.clone()).chain(others);
        let name = names
            .find(|name| !entries.iter().any(|entry| entry.name == *name))
            .unwrap_or(first);
        let path = self.folder.join(&name);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(name),
            Err(error) => Err(Problem::file(&path, "written", error)),
            Ok(_) => Err(Problem::new(
                format!("`{}` is in the way", path.display()),
                "it has no receipt of Ingrain's beside it, and is not touched: move it elsewhere, and start again",
            )),
        }
    }

    /// What Ingrain made here, the oldest first; and what a killed process left behind is removed.
    fn entries(&self) -> Result<Vec<Entry>, Problem> {
        let list = || -> io::Result<Vec<Entry>> {
            let mut entries = Vec::new();
            for file in fs::read_dir(self.folder)? {
                let name = file?.file_name();
                let Some(name) = name.to_str() else { continue };
                if self.is_leftover(name) {
                    files::remove(&self.folder.join(name))?;
                } else if let Some(name) = name.strip_suffix(Receipt::SUFFIX) {
                    entries.extend(self.entry(name)?);
                }
            }
            entries.sort_by(|a, b| (a.modified, &a.name).cmp(&(b.modified, &b.name)));
            Ok(entries)
        };
        list().map_err(|error| Problem::file(self.folder, "used for backups", error))
    }

    fn entry(&self, name: &str) -> io::Result<Option<Entry>> {
        let path = self.folder.join(name);
        let receipt_path = Receipt::path(&path);
        if !self.is_ours(name) || !fs::symlink_metadata(&receipt_path)?.is_file() {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&fs::read(&receipt_path)?).into_owned();
        let Some(receipt) = Receipt::parse(&text) else {
            return Ok(None);
        };
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_file() => Ok(Some(Entry {
                modified: metadata.modified()?,
                name: name.to_owned(),
                receipt,
            })),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                files::remove(&receipt_path)?;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether a file of this name can be a backup of this database: `app.db.0007-to-0009-2.bak`.
    fn is_ours(&self, name: &str) -> bool {
        let versions = || {
            let rest = name.strip_prefix(self.stem)?.strip_prefix('.')?;
            let rest = rest.strip_suffix(self.extension)?.strip_suffix('.')?;
            let (from, to) = rest.split_once("-to-")?;
            let (to, again) = to.split_once('-').unwrap_or((to, "2"));
            Some([from, to, again])
        };
        versions().is_some_and(|parts| parts.into_iter().all(is_number))
    }

    /// Whether a file of this name belongs to a backup that was never finished.
    fn is_leftover(&self, name: &str) -> bool {
        let is_call = |rest: &str| {
            let rest = rest.strip_prefix('-').and_then(|rest| rest.split_once('-'));
            rest.is_some_and(|(process, call)| is_number(process) && is_number(call))
        };
        let is_part = |rest: &str| {
            let mut beside = files::BESIDE.iter();
            beside.any(|suffix| rest.strip_suffix(suffix).is_some_and(is_call))
        };
        let parts = name.rsplit_once(PART);
        parts.is_some_and(|(name, rest)| self.is_ours(name) && is_part(rest))
    }

    /// Leaves as many as are to be kept, the newest, and this one in any case.
    fn prune(&self, made: &str) -> Result<(), Problem> {
        let mut entries = self.entries()?;
        entries.retain(|entry| entry.name != made);
        let surplus = (entries.len() + 1).saturating_sub(self.keep);
        for Entry { name, .. } in entries.iter().take(surplus) {
            let path = self.folder.join(name);
            let removed = files::remove(&path).and_then(|()| files::remove(&Receipt::path(&path)));
            removed.map_err(|error| Problem::file(&path, "removed", error))?;
        }
        Ok(())
    }

    fn saved(&self, name: &str, checksum: Checksum) -> Saved {
        Saved {
            note: format!("backup {name} {checksum}"),
            file: Some(PathBuf::from(self.folder).join(name)),
        }
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
