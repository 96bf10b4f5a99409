//! Scratch projects: a user's crate, built and run by a real cargo.

pub(crate) mod environment;
mod manifest;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

use self::manifest::Layout;
use crate::program;

/// A crate of its own outside this workspace that depends on this workspace's crates, removed
/// with this value.
///
/// It starts with a `Cargo.toml` and the build script that a user writes; sources and migrations
/// are for the test to [write](Self::write). All projects share one target directory, so that
/// dependencies are compiled once, and nothing is fetched: versions are those of this
/// workspace's `Cargo.lock`.
pub struct Project {
    root: TempDir,
    /// The crate's folder, below the root.
    member: &'static str,
    package: String,
}

/// A program that was built from an earlier state of a [`Project`]; gone with the project.
pub struct Release(PathBuf);

impl Release {
    /// Runs it.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    pub fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Outcome {
        let mut command = environment::program(&self.0);
        outcome(command.args(arguments).envs(variables.iter().copied()))
    }
}

/// How a command ended and what it said.
#[derive(Debug)]
pub struct Outcome {
    /// Whether it exited with 0.
    pub success: bool,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

impl Project {
    /// A crate that uses Ingrain with these of its features, and the drivers they are about.
    ///
    /// # Panics
    ///
    /// When a file cannot be written.
    pub fn new(name: &str, features: &[&str]) -> Self {
        Self::create(name, features, &[], &Layout::Alone)
    }

    /// A crate whose build script proves its migrations, with these features of `ingrain-build`.
    ///
    /// # Panics
    ///
    /// When a file cannot be written.
    pub fn proving(name: &str, features: &[&str], proofs: &[&str]) -> Self {
        Self::create(name, features, proofs, &Layout::Alone)
    }

    /// A crate that is a member of a workspace whose root is the folder above it.
    ///
    /// # Panics
    ///
    /// When a file cannot be written.
    pub fn in_workspace(name: &str, features: &[&str]) -> Self {
        Self::create(name, features, &[], &Layout::Member)
    }

    /// The package's name.
    pub fn package(&self) -> &str {
        &self.package
    }

    /// Where a file of the crate is.
    pub fn path(&self, file: &str) -> PathBuf {
        self.root.path().join(self.member).join(file)
    }

    /// Writes a file of the crate, and the folders above it.
    ///
    /// # Panics
    ///
    /// When the file cannot be written.
    pub fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        write(&self.path(file), content.as_ref());
    }

    /// Removes a file of the crate, or a folder with what is in it.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn remove(&self, file: &str) {
        let path = self.path(file);
        let outcome = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        outcome.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// Renames a file of the crate, or a folder.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to))
            .unwrap_or_else(|error| panic!("{from} to {to}: {error}"));
    }

    /// Runs cargo in the crate's folder: `&["build"]`.
    ///
    /// # Panics
    ///
    /// When there is no cargo.
    pub fn cargo(&self, arguments: &[&str]) -> Outcome {
        self.cargo_with(arguments, &[])
    }

    /// Runs cargo with these variables in its environment.
    ///
    /// # Panics
    ///
    /// When there is no cargo.
    pub fn cargo_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Outcome {
        let mut command = environment::cargo();
        command.args(arguments).envs(variables.iter().copied());
        outcome(command.current_dir(self.path("")))
    }

    /// Runs git in the crate's folder, as somebody whose settings are those of a new installation.
    ///
    /// # Panics
    ///
    /// When there is no git.
    pub fn git(&self, arguments: &[&str]) -> Outcome {
        let mut command = environment::git();
        outcome(command.args(arguments).current_dir(self.path("")))
    }

    /// What a file of the crate holds.
    ///
    /// # Panics
    ///
    /// When it cannot be read.
    pub fn read(&self, file: &str) -> String {
        let path = self.path(file);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Keeps a copy of the program as it was last built: a release, which later builds do not change.
    ///
    /// # Panics
    ///
    /// When it was never built.
    pub fn release(&self, name: &str) -> Release {
        let path = self.root.path().join("releases").join(name);
        let built = environment::target().join("debug").join(&self.package);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        let copied = made.and_then(|()| program::copy(&built, &path));
        copied.unwrap_or_else(|error| panic!("{}: {error}", built.display()));
        Release(path)
    }

    /// Runs the program as it was last built, in the crate's folder.
    ///
    /// # Panics
    ///
    /// When it was never built.
    pub fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Outcome {
        let program = environment::target().join("debug").join(&self.package);
        let mut command = environment::program(program);
        command
            .args(arguments)
            .envs(variables.iter().copied())
            .current_dir(self.path(""));
        outcome(&mut command)
    }

    fn create(name: &str, features: &[&str], proofs: &[&str], layout: &Layout) -> Self {
        static CREATED: AtomicU32 = AtomicU32::new(0);
        let count = CREATED.fetch_add(1, Ordering::Relaxed);
        // Programs of one name would replace each other in the shared target directory.
        let package = format!("scratch-{name}-{}-{count}", process::id());
        let root = tempfile::Builder::new()
            .prefix("ingrain-scratch-")
            .tempdir();
        let root = root.unwrap_or_else(|error| panic!("no temporary directory: {error}"));
        let project = Self {
            root,
            member: layout.member(),
            package,
        };
        for (file, content) in layout.files(&project.package, features, proofs) {
            write(&project.root.path().join(file), content.as_bytes());
        }
        project
    }
}

impl Drop for Project {
    /// Takes the project's own files out of the shared target directory.
    fn drop(&mut self) {
        let mut command = environment::cargo();
        command
            .args(["clean", "--package", &self.package])
            .current_dir(self.path(""));
        // At worst they stay, in a directory that is there to be removed.
        let _ = command.output();
    }
}

/// Builds the package at `folder`, relative to this workspace's root, with these features of its own, and runs
/// its program. It is a workspace of its own: with its own lock file, what that names is fetched.
///
/// # Panics
///
/// When there is no cargo.
pub fn run_package(folder: &str, features: &[&str], arguments: &[String]) -> Outcome {
    let mut command = environment::cargo();
    command
        .env_remove("CARGO_NET_OFFLINE")
        .env("CARGO_TARGET_DIR", environment::packages())
        .args(["run", "--quiet", "--locked", "--manifest-path"])
        .arg(format!("{}/{folder}/Cargo.toml", environment::WORKSPACE))
        .args(["--features", &features.join(","), "--"])
        .args(arguments);
    outcome(&mut command)
}

fn outcome(command: &mut Command) -> Outcome {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    Outcome {
        success: output.status.success(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn write(path: &Path, content: &[u8]) {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    let outcome = made.and_then(|()| fs::write(path, content));
    outcome.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
