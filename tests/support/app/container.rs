//! The application as its image holds it: linked statically, in a root directory that has nothing else but what
//! the Dockerfile puts there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;

use super::build;
use super::image::{Image, Owners};
use crate::project::environment;
use crate::required::report_absence;

/// A root directory with what the image of the application holds.
pub struct Container {
    root: TempDir,
    image: Image,
}

impl Container {
    /// A fresh one; nothing where this system cannot make one, which one line on stderr has said then.
    ///
    /// # Panics
    ///
    /// When the application cannot be built, or nothing can be made although `INGRAIN_TEST_REQUIRE` lists
    /// `container`.
    pub fn new() -> Option<Container> {
        static PROGRAM: OnceLock<Option<PathBuf>> = OnceLock::new();
        let program = PROGRAM.get_or_init(build::static_app).as_ref();
        let made = program.and_then(|program| Container::with(program));
        if made.is_none() {
            let reason = "no way to another root directory: a Linux with glibc's libc.a, and root's rights or user namespaces";
            report_absence("container", reason);
        }
        made
    }

    fn with(program: &Path) -> Option<Container> {
        let root = tempfile::tempdir().unwrap_or_else(|error| panic!("no directory: {error}"));
        let image = Image::read();
        let owners = match is_root() {
            true => Owners::Given,
            false => Owners::Alone,
        };
        let made = image.make(program, root.path(), owners);
        made.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let container = Container { root, image };
        let tried = container.command(&["--version"]).output();
        tried
            .is_ok_and(|tried| tried.status.success())
            .then_some(container)
    }

    /// Where something in it is, seen from outside.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.root.path().join(inside)
    }

    /// The names of all files in it, sorted.
    ///
    /// # Panics
    ///
    /// When it cannot be read.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for folder in ["", "data"] {
            let entries = fs::read_dir(self.path(folder)).unwrap_or_else(|error| panic!("{error}"));
            let names_of = entries.flatten().map(|entry| entry.file_name());
            names.extend(names_of.map(|name| format!("{folder}/{}", name.to_string_lossy())));
        }
        names.sort();
        names
    }

    /// The program that the image starts, with these arguments: as the user, in the folder and with the variables
    /// of the image, and no others.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("unshare");
        match is_root() {
            true => {
                let (user, group) = (self.image.user, self.image.group);
                command
                    .arg(format!("--setuid={user}"))
                    .arg(format!("--setgid={group}"))
            }
            false => command.arg("--map-root-user"),
        };
        command
            .arg(format!("--root={}", self.root.path().display()))
            .arg(format!("--wd={}", self.image.folder))
            .arg(&self.image.entry)
            .args(arguments);
        environment::emptied(&mut command);
        command.envs(self.image.variables.iter().cloned());
        command
    }
}

fn is_root() -> bool {
    let user = Command::new("id").arg("-u").output();
    user.is_ok_and(|user| user.stdout == b"0\n")
}
