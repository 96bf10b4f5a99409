//! What keeps the folder from being read.

use std::io;
use std::path::{Path, PathBuf};

use crate::{Code, Diagnostic, lock, shell_word};

/// In bytes. Whatever is embedded is a part of the program, and is read on every build.
pub(super) const LARGEST: u64 = 64 * 1024 * 1024;

/// An entry that cannot be read.
pub(super) struct Unreadable {
    /// Relative to the folder; empty for the folder itself.
    name: String,
    why: Why,
}

/// Why it cannot.
pub(super) enum Why {
    Failed(io::Error),
    /// It is a link out of the folder, as it is written.
    LeadsOutside(PathBuf),
    /// It is a link, as it is written, to where nothing is.
    LeadsNowhere(PathBuf),
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
    pub(super) fn new(name: &str, why: impl Into<Why>) -> Unreadable {
        Unreadable {
            name: name.to_owned(),
            why: why.into(),
        }
    }

    /// What is wrong with the folder that diagnostics call `path`.
    pub(super) fn diagnostic(&self, path: &str) -> Diagnostic {
        let name = format!("{path}/{}", self.name);
        match (&self.why, self.name.as_str()) {
            (Why::Failed(_) | Why::LeadsNowhere(_) | Why::Folder | Why::Special, lock::FILE) => {
                self.of_the_lock(&name)
            }
            _ => self.of_any(path, &name),
        }
    }

    /// Deleting the lock file would break every seal: whoever is told to do that has to know.
    fn of_the_lock(&self, name: &str) -> Diagnostic {
        let title = match &self.why {
            Why::Failed(error) => format!("`{name}` cannot be read: {error}"),
            Why::LeadsNowhere(target) => leads_nowhere(name, target),
            Why::Folder => format!("`{name}` is a folder, and has the name of the lock file"),
            _ => format!("`{name}` is not a file"),
        };
        let found = Diagnostic::new(Code::FolderUnreadable, title);
        let found = match &self.why {
            Why::Failed(_) => found.help("fix its permissions"),
            _ => found,
        };
        found
            .help(format!(
                "put the file in its place as it was committed: `git checkout -- {}`",
                shell_word(name)
            ))
            .help("if none was ever committed, delete it; `cargo ingrain seal` writes one")
    }

    fn of_any(&self, path: &str, name: &str) -> Diagnostic {
        let said = |title: String| Diagnostic::new(Code::FolderUnreadable, title);
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
            (Why::Failed(error), _) if error.kind() == io::ErrorKind::PermissionDenied => {
                let name = name.trim_end_matches('/');
                said(format!("`{name}` cannot be read: {error}")).help(
                    "let this user read it, and search every folder above it: `ls -ld` shows their permissions",
                )
            }
            (Why::Failed(error), "") => said(format!("`{path}` cannot be read: {error}"))
                .help("look whether its file system is in order"),
            (Why::Failed(error), _) => said(format!("`{name}` cannot be read: {error}"))
                .help("fix its permissions, or the link that it is, or delete it"),
            (Why::LeadsNowhere(target), _) => said(leads_nowhere(name, target))
                .help("put the file in the place of the link, or delete the link"),
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

fn leads_nowhere(name: &str, target: &Path) -> String {
    let target = target.display();
    format!("`{name}` is a link to `{target}`, and nothing is there")
}
