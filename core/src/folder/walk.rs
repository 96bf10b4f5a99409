//! Going through a folder on disk.

use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::unreadable::{LARGEST, Unreadable, Why};
use super::{Links, is_metadata, is_script};
use crate::{config, lock};

/// Folders inside the folder are looked through to this depth; below it a link probably leads back up.
const DEEPEST: usize = 8;

/// The files of the folder at `root`, names and bytes, in no particular order.
///
/// # Errors
///
/// Which entry cannot be read, and why.
pub(super) fn files(root: &Path, links: Links) -> Result<Vec<(String, Vec<u8>)>, Unreadable> {
    let real = fs::canonicalize(root).map_err(|error| Unreadable::new("", error))?;
    let mut walk = Walk {
        root: real,
        links,
        files: Vec::new(),
    };
    walk.folder(root, "", 0)?;
    Ok(walk.files)
}

struct Walk {
    /// Without any link.
    root: PathBuf,
    links: Links,
    files: Vec<(String, Vec<u8>)>,
}

impl Walk {
    fn folder(&mut self, folder: &Path, prefix: &str, depth: usize) -> Result<(), Unreadable> {
        let failed = |error: io::Error| Unreadable::new(prefix, error);
        if depth > DEEPEST {
            return Err(failed(io::Error::other(
                "folders inside it are nested too deeply; does a link lead back up?",
            )));
        }
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let file_name = entry.file_name();
            let file_name = file_name.to_string_lossy();
            if !file_name.starts_with('.') {
                self.entry(&entry, format!("{prefix}{file_name}"), depth)?;
            }
        }
        Ok(())
    }

    fn entry(&mut self, entry: &DirEntry, name: String, depth: usize) -> Result<(), Unreadable> {
        let is_wanted = is_script(&name)
            || is_metadata(&name)
            || [config::FILE, lock::FILE].contains(&name.as_str());
        let failed = |why: Why| Unreadable::new(&name, why);
        let kind = match self.kind(entry) {
            Ok(kind) => kind,
            // Where a link leads matters only if something would be read there.
            Err(Why::Failed(_) | Why::LeadsNowhere(_)) if !is_wanted => return Ok(()),
            Err(why) => return Err(failed(why)),
        };
        match (kind.is_dir(), is_wanted) {
            (true, _) => {
                self.leads_inside(entry).map_err(failed)?;
                let before = self.files.len();
                self.folder(&entry.path(), &format!("{name}/"), depth + 1)?;
                match is_wanted && self.files.len() == before {
                    true => Err(failed(Why::Folder)),
                    false => Ok(()),
                }
            }
            (false, true) => {
                self.leads_inside(entry).map_err(failed)?;
                let bytes = read(&entry.path(), kind).map_err(failed)?;
                self.files.push((name, bytes));
                Ok(())
            }
            (false, false) => Ok(()),
        }
    }

    /// What it is; of a link, what that leads to, so that a linked script counts.
    fn kind(&self, entry: &DirEntry) -> Result<FileType, Why> {
        let kind = entry.file_type()?;
        if !kind.is_symlink() {
            return Ok(kind);
        }
        let path = entry.path();
        match fs::metadata(&path) {
            Ok(metadata) => Ok(metadata.file_type()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(Why::LeadsNowhere(fs::read_link(&path)?))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn leads_inside(&self, entry: &DirEntry) -> Result<(), Why> {
        if self.links == Links::Anywhere || !entry.file_type()?.is_symlink() {
            return Ok(());
        }
        let path = entry.path();
        match fs::canonicalize(&path)?.starts_with(&self.root) {
            true => Ok(()),
            false => Err(Why::LeadsOutside(fs::read_link(&path)?)),
        }
    }
}

fn read(path: &Path, kind: FileType) -> Result<Vec<u8>, Why> {
    if !kind.is_file() {
        return Err(Why::Special);
    }
    match fs::metadata(path)?.len() {
        bytes if bytes > LARGEST => Err(Why::Large(bytes)),
        _ => Ok(fs::read(path)?),
    }
}
