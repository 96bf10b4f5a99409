//! The folder in which a reader of the page stands.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::app::command_of;
use crate::project::environment;

/// The folder in which a reader of the page stands; removed with this value.
pub struct Reader {
    root: TempDir,
    here: PathBuf,
    target: PathBuf,
    network: Network,
    /// What the last commands of the page have said.
    pub(super) said: String,
    /// How many commands of the page were run.
    pub(super) commands: usize,
}

/// How a command ended and what it said, on both streams.
pub struct Outcome {
    /// Whether it exited with 0.
    pub success: bool,
    /// What it said.
    pub said: String,
}

/// What cargo may fetch from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Network {
    None,
    Registry,
}

impl Reader {
    /// In an empty folder. `ingrain` and `ingrain-build` are those of this checkout, and cargo is told not to
    /// fetch any other crate.
    ///
    /// # Panics
    ///
    /// When it cannot be made.
    pub fn in_empty_folder() -> Reader {
        Reader::with(environment::target(), Network::None)
    }

    /// In a copy of the package at `folder`, relative to this workspace's root: its own lock file says what is
    /// fetched, and this workspace's what Ingrain adds to it.
    ///
    /// # Panics
    ///
    /// When it cannot be copied.
    pub fn of_package(folder: &str) -> Reader {
        let reader = Reader::with(environment::packages(), Network::Registry);
        let package = Path::new(environment::WORKSPACE).join(folder);
        copied(&package, reader.root.path())
            .unwrap_or_else(|error| panic!("{}: {error}", package.display()));
        reader
    }

    /// Where a file is.
    pub fn path(&self, file: &str) -> PathBuf {
        self.here.join(file)
    }

    /// Writes a file.
    ///
    /// # Panics
    ///
    /// When it cannot be written, or its folder is not there.
    pub fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        assert!(
            path.parent().is_some_and(Path::is_dir),
            "{}: no such folder",
            path.display()
        );
        fs::write(&path, format!("{text}\n"))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// What a file holds.
    ///
    /// # Panics
    ///
    /// When it cannot be read.
    pub fn read(&self, file: &str) -> String {
        let path = self.path(file);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Runs a command as a shell does.
    ///
    /// # Panics
    ///
    /// When there is no shell.
    pub fn run(&mut self, line: &str) -> Outcome {
        if let Some(folder) = line.strip_prefix("cd ") {
            self.here = self.here.join(folder);
            assert!(self.here.is_dir(), "{line}");
            return Outcome {
                success: true,
                said: String::new(),
            };
        }
        let mut command = environment::program("sh");
        command
            .args(["-c", &format!("exec 2>&1\n{line}")])
            .current_dir(&self.here)
            .env_remove("DATABASE_URL")
            .env("PATH", path())
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_TERM_COLOR", "never")
            .env("CARGO_PROFILE_DEV_DEBUG", "false");
        match self.network {
            Network::None => command.env("CARGO_NET_OFFLINE", "true"),
            Network::Registry => command.env_remove("CARGO_NET_OFFLINE"),
        };
        let output = command
            .output()
            .unwrap_or_else(|error| panic!("{line}: {error}"));
        // What was downloaded for this checkout is what there is, or what is preferred.
        if let Some(package) = line.strip_prefix("cargo new ") {
            self.write(&format!("{package}/Cargo.lock"), &locked());
        } else if line == "cargo ingrain init" && self.network == Network::Registry {
            self.write("Cargo.lock", &joined(self.read("Cargo.lock"), &locked()));
        }
        Outcome {
            success: output.status.success(),
            said: String::from_utf8_lossy(&output.stdout).into_owned(),
        }
    }

    fn with(target: PathBuf, network: Network) -> Reader {
        let root = tempfile::Builder::new().prefix("ingrain-guide-").tempdir();
        let root = root.unwrap_or_else(|error| panic!("no temporary directory: {error}"));
        let here = root.path().to_owned();
        let reader = Reader {
            root,
            here,
            target,
            network,
            said: String::new(),
            commands: 0,
        };
        let patched = [("ingrain", "runtime"), ("ingrain-build", "build")].map(|(name, folder)| {
            let path = Path::new(environment::WORKSPACE).join(folder);
            format!("{name} = {{ path = {path:?} }}\n")
        });
        let made = fs::create_dir(reader.path(".cargo"));
        made.unwrap_or_else(|error| panic!("no folder: {error}"));
        let config = format!("[patch.crates-io]\n{}", patched.concat());
        reader.write(".cargo/config.toml", &config);
        reader
    }
}

/// The lock file of this workspace.
fn locked() -> String {
    let path = Path::new(environment::WORKSPACE).join("Cargo.lock");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A lock file with what another one locks besides, which cargo takes where something new is to be locked.
fn joined(mut lock: String, other: &str) -> String {
    for package in other.split("\n[[package]]\n").skip(1) {
        let name = package.lines().take(2).collect::<Vec<_>>().join("\n");
        if !lock.contains(&name) {
            lock += &format!("\n[[package]]\n{package}\n");
        }
    }
    lock
}

/// Where cargo finds `cargo ingrain`.
fn path() -> OsString {
    let program = command_of("cargo-ingrain");
    let before = Path::new(program.get_program())
        .parent()
        .map(Path::to_owned);
    let after = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(before.into_iter().chain(env::split_paths(&after)));
    path.unwrap_or_else(|error| panic!("no search path: {error}"))
}

/// Copies a folder with what is in it.
fn copied(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copied(&entry.path(), &to)?,
            false => drop(fs::copy(entry.path(), to)?),
        }
    }
    Ok(())
}
