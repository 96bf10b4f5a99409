//! Builds the programs of this workspace.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use crate::project::environment;

const NAME: &str = "app-example";

/// A program of this workspace, built from the sources as they are now.
///
/// A run of all the workspace's tests has a program of this name built already, a run of one package's
/// tests may find one that is old. Asking cargo is right for both: it builds once, and next to nothing
/// when all is there.
pub(super) fn program(name: &str) -> Command {
    static BUILT: Mutex<BTreeMap<String, PathBuf>> = Mutex::new(BTreeMap::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    let path = built.entry(name.to_owned()).or_insert_with(|| build(name));
    environment::program(path)
}

/// The application.
pub(super) fn app() -> Command {
    program(NAME)
}

/// The application, linked statically: it needs no file where it runs. Nothing where this system has no
/// such programs.
pub(super) fn static_app() -> Option<PathBuf> {
    if !cfg!(all(target_os = "linux", target_env = "gnu")) {
        return None;
    }
    let triple = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let target = environment::own_target();
    let mut command = environment::cargo();
    // With the target named, the flag is not for build scripts and macros: they are those of other builds.
    command
        .args(["build", "--package", NAME, "--target", &triple])
        .arg("--target-dir")
        .arg(&target)
        .env("RUSTFLAGS", "-C target-feature=+crt-static");
    Some(built(NAME, &mut command, &target.join(triple)))
}

fn build(name: &str) -> PathBuf {
    let target = environment::own_target();
    let mut command = environment::cargo();
    command
        .args(["build", "--package", name, "--target-dir"])
        .arg(&target);
    built(name, &mut command, &target)
}

fn built(name: &str, command: &mut Command, target: &Path) -> PathBuf {
    let output = command
        .current_dir(environment::WORKSPACE)
        .output()
        .unwrap_or_else(|error| panic!("no cargo: {error}"));
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} cannot be built:\n{talk}");
    let program = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    target.join("debug").join(program)
}
