//! The folder: the only place in this crate that reads or writes files.

mod unreadable;
mod walk;

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use crate::digest::framed;
use crate::text::{NotText, canonical};
use crate::{Checksum, Diagnostic, lock};

/// The format tag of a folder's digest.
const FOLDER_FORMAT: &[u8] = b"ingrain-folder-1";

/// The files of a migrations folder: names and canonical text, in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    path: String,
    files: Vec<File>,
    pub(crate) gaps: Gaps,
}

/// Whether sequential numbering may leave a version out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Gaps {
    /// It is a mistake.
    #[default]
    Mistakes,
    /// What is behind them is read as well.
    Allowed,
}

/// Where links in a folder may lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Links {
    /// To what is in the folder itself.
    #[default]
    Inside,
    /// Anywhere: a build system has put them in the place of the files that it tracks.
    Anywhere,
}

/// One file of a [`Folder`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    path: String,
    /// Where in `path` the name inside the folder begins.
    name: usize,
    pub(crate) text: Result<String, NotText>,
    pub(crate) checksum: Checksum,
}

impl File {
    fn new(folder: &str, name: &str, bytes: &[u8]) -> File {
        let text = canonical(bytes);
        let checksum = match &text {
            Ok(text) => Checksum::of(text),
            Err(_) => Checksum::of_bytes(bytes),
        };
        File {
            path: format!("{folder}/{name}"),
            name: folder.len() + 1,
            text,
            checksum,
        }
    }

    /// Its name relative to the folder, with `/` between the parts.
    pub fn name(&self) -> &str {
        &self.path[self.name..]
    }

    /// What diagnostics call it: the folder's path and its name.
    pub fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn is_script(&self) -> bool {
        is_script(&self.path)
    }

    pub(crate) fn is_metadata(&self) -> bool {
        is_metadata(self.name())
    }
}

impl Folder {
    /// Reads the folder at `root`. `path` is what diagnostics call it.
    ///
    /// Scripts and `metadata.toml`, in folders inside it too, `ingrain.toml` and `ingrain.lock` are read;
    /// other files and whatever begins with a dot are left alone. The folder may be a link; a link in it
    /// must not lead outside.
    ///
    /// # Errors
    ///
    /// One diagnostic, when the folder or a file in it cannot be read.
    pub fn read(root: &Path, path: &str) -> Result<Folder, Box<Diagnostic>> {
        Folder::read_with(root, path, Links::default())
    }

    /// [`read`](Folder::read), with a word on where links in the folder may lead.
    ///
    /// # Errors
    ///
    /// As [`read`](Folder::read).
    pub fn read_with(root: &Path, path: &str, links: Links) -> Result<Folder, Box<Diagnostic>> {
        match walk::files(root, links) {
            Ok(files) => Ok(Folder::new(path, files)),
            Err(unreadable) => Err(Box::new(unreadable.diagnostic(path))),
        }
    }

    /// The folder that holds `files`, names and bytes. `path` is what diagnostics call it.
    pub fn new(path: &str, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Folder {
        let root = Some(path).filter(|path| path.starts_with('/'));
        let path = path.trim_end_matches('/');
        let mut files: Vec<File> = files
            .into_iter()
            .map(|(name, bytes)| File::new(path, &name, &bytes))
            .collect();
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Folder {
            path: match path {
                "" => root.map_or("", |_| "/").to_owned(),
                path => path.to_owned(),
            },
            files,
            gaps: Gaps::default(),
        }
    }

    /// What diagnostics call it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its files, in the order of their names.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The same folder as if nothing in it had ever been sealed: for whoever looks at it, or takes back what it did,
    /// while a sealed script is changed.
    #[must_use]
    pub fn without_lock(self) -> Folder {
        self.without(|file| file.name() == lock::FILE)
    }

    /// The same folder as if these files were not in it.
    #[must_use]
    pub fn without(mut self, is_left_out: impl Fn(&File) -> bool) -> Folder {
        self.files.retain(|file| !is_left_out(file));
        self
    }

    /// The same folder, in which a version may be left out.
    pub(crate) fn with_gaps(self) -> Folder {
        Folder {
            gaps: Gaps::Allowed,
            ..self
        }
    }

    pub(crate) fn lock_file(&self) -> Option<&File> {
        self.files.iter().find(|file| file.name() == lock::FILE)
    }

    /// Writes the lock file of the folder at `root`: a reader finds the one before or this one, never a
    /// part of it.
    ///
    /// # Errors
    ///
    /// Those of the file system. The lock file is then the one before.
    pub fn write_lock_file(root: &Path, text: &str) -> io::Result<()> {
        // Beside it, so that it can be renamed; with a dot, so that nobody takes it for a file of the folder.
        let new = root.join(format!(".{}.{}", lock::FILE, std::process::id()));
        let written =
            write_whole(&new, text).and_then(|()| fs::rename(&new, root.join(lock::FILE)));
        if written.is_err() {
            // At worst it stays; the error tells why.
            let _ = fs::remove_file(&new);
        }
        written
    }

    /// The environment variable by which the build script of the package at `package` tells the macro
    /// what it saw of the folder at `root`. It is the same however the paths are written, and another one
    /// for each package: a build inside a test inherits the variables of the build around it.
    pub fn watch_variable(package: &Path, root: &Path) -> String {
        format!("{}{}", Folder::watch_variables(package), digits(root))
    }

    /// How the names of all [watch variables](Folder::watch_variable) of a package begin.
    pub fn watch_variables(package: &Path) -> String {
        format!("INGRAIN_WATCHED_{}_", digits(package))
    }

    /// A digest of all names and contents: equal digests mean that nothing was added, edited, renamed or
    /// deleted in between.
    pub fn digest(&self) -> Checksum {
        let fields = self
            .files
            .iter()
            .flat_map(|file| [file.name().as_bytes(), file.checksum.bytes()]);
        framed(
            &[FOLDER_FORMAT]
                .into_iter()
                .chain(fields)
                .collect::<Vec<_>>(),
        )
    }
}

/// A path as sixteen digits, the same however it is written.
fn digits(path: &Path) -> String {
    let absolute = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let digest = framed(&[FOLDER_FORMAT, absolute.to_string_lossy().as_bytes()]);
    digest.bytes()[..8]
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect()
}

fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn is_script(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("sql"))
}

/// Whether it is diesel's file beside the scripts of one migration.
fn is_metadata(name: &str) -> bool {
    name.matches('/').count() == 1 && name.ends_with("/metadata.toml")
}

#[cfg(test)]
mod tests;
