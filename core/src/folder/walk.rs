//! Going through a folder on disk.

use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::{Links, is_metadata, is_script};
use crate::{Code, Diagnostic, config, lock};

/// Folders inside the folder are looked through to this depth; below it a link probably leads back up.
const DEEPEST: usize = 8;

/// In bytes. Whatever is embedded is a part of the program, and is read on every build.
const LARGEST: u64 = 64 * 1024 * 1024;

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

/// An entry that cannot be read.
pub(super) struct Unreadable {
    /// Relative to the folder; empty for the folder itself.
    name: String,
    why: Why,
}

enum Why {
    Failed(io::Error),
    /// It is a link out of the folder, as it is written.
    LeadsOutside(PathBuf),
    /// It is neither a file nor a folder.
    Special,
    /// It is a folder by the name of a file, with nothing in it that counts.
    Folder,
    /// It has so many bytes.
    Large(u64),
}

impl From<io::Error> for Why {
    fn from(error: io::Error) -> Why {
        Why::Failed(error)
    }
}

impl Unreadable {
    fn new(name: &str, why: impl Into<Why>) -> Unreadable {
        Unreadable {
            name: name.to_owned(),
            why: why.into(),
        }
    }

    /// What is wrong with the folder that diagnostics call `path`.
    pub(super) fn diagnostic(&self, path: &str) -> Diagnostic {
        let said = |title: String| Diagnostic::new(Code::FolderUnreadable, title);
        let name = format!("{path}/{}", self.name);
        match (&self.why, self.name.as_str()) {
            (Why::Failed(error), "") if error.kind() == io::ErrorKind::NotFound => {
                said(format!("there is no folder `{path}`"))
                    .help(format!(
                        "create it beside this package's Cargo.toml, with `{path}/0001_first.up.sql` and `{path}/0001_first.down.sql` in it"
                    ))
                    .help("a folder elsewhere is named relative to this package's Cargo.toml, such as `../migrations`")
            }
            (Why::Failed(error), "") if error.kind() == io::ErrorKind::NotADirectory => {
                said(format!("`{path}` is not a folder"))
                    .help("name the folder that holds the migrations")
            }
            (Why::Failed(error), _) => said(format!("`{name}` cannot be read: {error}"))
                .help("fix its permissions, or the link that it is, or delete it"),
            (Why::LeadsOutside(target), _) => said(format!(
                "`{name}` is a link to `{}`, which is outside of `{path}`",
                target.display()
            ))
            .note("what is there is in no commit of this folder, and cargo does not notice when it changes")
            .help("put a copy in the place of the link, or embed the folder that it leads to")
            .help(format!(
                "a build system that itself puts links in the place of files is for `embed!(\"{path}\", unwatched)`"
            )),
            (Why::Special, _) => said(format!("`{name}` is not a file"))
                .note("it is a pipe, a socket or a device, and reading it may never end")
                .help("delete it, or give it a name that does not end in `.sql`"),
            (Why::Folder, _) => said(format!("`{name}` is a folder, and has the name of a file"))
                .help("delete it, or put the file in its place"),
            (Why::Large(bytes), _) => said(format!(
                "`{name}` has {bytes} bytes, more than the {LARGEST} that are embedded of one file"
            ))
            .help("leave in it what changes the schema, and load the data by other means, such as from the application"),
        }
    }
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
            Err(Why::Failed(_)) if !is_wanted => return Ok(()),
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
        Ok(match kind.is_symlink() {
            true => fs::metadata(entry.path())?.file_type(),
            false => kind,
        })
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
