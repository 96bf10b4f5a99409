//! The folder: the only place in this crate that reads or writes files.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use crate::digest::framed;
use crate::text::{NotText, canonical};
use crate::{Checksum, Code, Diagnostic, config, lock};

/// Folders inside the folder are looked through to this depth; below it a link probably leads back up.
const DEEPEST: usize = 8;

/// The format tag of a folder's digest.
const FOLDER_FORMAT: &[u8] = b"ingrain-folder-1";

/// The files of a migrations folder: names and canonical text, in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    path: String,
    files: Vec<File>,
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
    /// other files and whatever begins with a dot are left alone.
    ///
    /// # Errors
    ///
    /// One diagnostic, when the folder or a file in it cannot be read.
    pub fn read(root: &Path, path: &str) -> Result<Folder, Box<Diagnostic>> {
        let mut files = Vec::new();
        collect(root, "", 0, &mut files)
            .map_err(|(name, error)| unreadable(path, &name, &error))?;
        Ok(Folder::new(path, files))
    }

    /// The folder that holds `files`, names and bytes. `path` is what diagnostics call it.
    pub fn new(path: &str, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Folder {
        let path = path.trim_end_matches('/');
        let mut files: Vec<File> = files
            .into_iter()
            .map(|(name, bytes)| File::new(path, &name, &bytes))
            .collect();
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Folder {
            path: path.to_owned(),
            files,
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

fn collect(
    folder: &Path,
    prefix: &str,
    depth: usize,
    files: &mut Vec<(String, Vec<u8>)>,
) -> Result<(), (String, io::Error)> {
    let failed = |name: &str| {
        let name = name.to_owned();
        move |error: io::Error| (name, error)
    };
    if depth > DEEPEST {
        let error =
            io::Error::other("folders inside it are nested too deeply; does a link lead back up?");
        return Err((prefix.to_owned(), error));
    }
    for entry in fs::read_dir(folder).map_err(failed(prefix))? {
        let entry = entry.map_err(failed(prefix))?;
        let file_name = entry.file_name();
        let name = format!("{prefix}{}", file_name.to_string_lossy());
        if file_name.to_string_lossy().starts_with('.') {
            continue;
        }
        let is_wanted = is_script(&name)
            || is_metadata(&name)
            || [config::FILE, lock::FILE].contains(&name.as_str());
        let kind = match entry.file_type() {
            // Asked of what a link points to, so that a linked script counts.
            Ok(kind) if kind.is_symlink() => {
                fs::metadata(entry.path()).map(|metadata| metadata.file_type())
            }
            kind => kind,
        };
        match kind {
            Ok(kind) if kind.is_dir() => {
                collect(&entry.path(), &format!("{name}/"), depth + 1, files)?;
            }
            Err(error) if is_wanted => return Err((name, error)),
            Ok(_) if is_wanted => {
                let bytes = fs::read(entry.path()).map_err(failed(&name))?;
                files.push((name, bytes));
            }
            Ok(_) | Err(_) => {}
        }
    }
    Ok(())
}

fn unreadable(path: &str, name: &str, error: &io::Error) -> Box<Diagnostic> {
    let diagnostic = match (name, error.kind()) {
        ("", io::ErrorKind::NotFound) => Diagnostic::new(Code::FolderUnreadable, format!("there is no folder `{path}`"))
            .help(format!(
                "create it beside this package's Cargo.toml, with `{path}/0001_first.up.sql` and `{path}/0001_first.down.sql` in it"
            ))
            .help("a folder elsewhere is named relative to this package's Cargo.toml, such as `../migrations`"),
        ("", io::ErrorKind::NotADirectory) => {
            Diagnostic::new(Code::FolderUnreadable, format!("`{path}` is not a folder"))
                .help("name the folder that holds the migrations")
        }
        _ => Diagnostic::new(Code::FolderUnreadable, format!("`{path}/{name}` cannot be read: {error}"))
            .help("fix its permissions, or the link that it is, or delete it"),
    };
    Box::new(diagnostic)
}

#[cfg(test)]
mod tests;
