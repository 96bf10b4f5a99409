//! Calls of cargo, measured.

use std::collections::HashSet;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::project::Project;
use crate::{Result, measured};

/// What is asked of cargo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Check,
    Build,
    Release,
}

/// What a build took.
pub(super) struct Built {
    pub(super) seconds: f64,
    /// The most memory that one process of it had, which is rustc.
    pub(super) bytes: f64,
}

impl Mode {
    pub(super) const ALL: [Mode; 3] = [Mode::Check, Mode::Build, Mode::Release];

    pub(super) fn name(self) -> &'static str {
        match self {
            Mode::Check => "cargo check",
            Mode::Build => "cargo build",
            Mode::Release => "cargo build --release",
        }
    }

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Mode::Check => &["check"],
            Mode::Build => &["build"],
            Mode::Release => &["build", "--release"],
        }
    }
}

impl Project {
    /// Fetches what it depends on, and seals its chain.
    pub(super) fn prepare(&self) -> Result<()> {
        if !self.directory.join("Cargo.lock").exists() {
            self.call(&["generate-lockfile"])?;
        }
        self.call(&["fetch"])?;
        let is_sealed = self.directory.join("migrations/ingrain.lock").exists();
        if self.tool == "ingrain" && !is_sealed {
            let mut command = self.command(&["build"]);
            command.env("INGRAIN_SEAL", "1");
            let output = command
                .output()
                .map_err(|error| format!("cargo: {error}"))?;
            if !output.status.success() {
                return Err(String::from_utf8_lossy(&output.stderr).into_owned());
            }
        }
        Ok(())
    }

    /// Builds, unless it takes longer than `limit`.
    pub(super) fn cargo(&self, mode: Mode, limit: Duration) -> std::result::Result<Built, String> {
        let arguments = [mode.arguments(), &["--quiet", "--offline"]].concat();
        let mut command = measured::command(self.command(&arguments));
        let begun = Instant::now();
        let child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = child.map_err(|error| format!("cargo: {error}"))?;
        let mut pause = Duration::from_micros(500);
        while let Ok(None) = child.try_wait() {
            if begun.elapsed() > limit {
                measured::end(&mut child);
                return Err(format!("not done after {} s", limit.as_secs()));
            }
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(2));
        }
        let output = child
            .wait_with_output()
            .map_err(|error| error.to_string())?;
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stderr);
            return Err(text.lines().take(5).collect::<Vec<_>>().join(" / "));
        }
        measured::read(&output.stdout)
            .map(|(seconds, bytes)| Built { seconds, bytes })
            .ok_or_else(|| "the build was not measured".to_owned())
    }

    /// How many crates are compiled for it, its own aside.
    pub(super) fn crates(&self) -> usize {
        let tree = [
            "tree",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ];
        let output = self
            .command(&tree)
            .output()
            .map(|output| output.stdout)
            .unwrap_or_default();
        let text = String::from_utf8_lossy(&output);
        let crates: HashSet<&str> = text
            .lines()
            .map(|line| line.trim_end_matches(" (*)"))
            .collect();
        crates.len().saturating_sub(1)
    }

    fn call(&self, arguments: &[&str]) -> Result<()> {
        let output = self
            .command(arguments)
            .output()
            .map_err(|error| format!("cargo: {error}"))?;
        match output.status.success() {
            true => Ok(()),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command.args(arguments).current_dir(&self.directory);
        // What called this one is no business of its.
        command.env("CARGO_TARGET_DIR", self.target());
        for name in ["RUSTC_WRAPPER", "RUSTFLAGS", "CARGO_INCREMENTAL"] {
            command.env_remove(name);
        }
        command
    }
}
