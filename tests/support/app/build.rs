//! Builds the application.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::project::environment;

const NAME: &str = "app-example";

/// The application, built from the sources as they are now.
///
/// A run of all the workspace's tests has a program of this name built already, a run of one package's
/// tests may find one that is old. Asking cargo is right for both: it builds once, and next to nothing
/// when all is there.
pub(super) fn app() -> Command {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    environment::program(BUILT.get_or_init(build))
}

/// The application, linked statically: it needs no file where it runs. Nothing where this system has no
/// such programs.
pub(super) fn static_app() -> Option<PathBuf> {
    if !cfg!(all(target_os = "linux", target_env = "gnu")) {
        return None;
    }
    // With the target named, cargo spares build scripts and macros the flag: macros are shared libraries.
    let triple = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let target = environment::own_target().join("static");
    let mut command = environment::cargo();
    command
        .args(["--config", "profile.dev.debug=false"])
        .args(["build", "--package", NAME, "--target", &triple])
        .arg("--target-dir")
        .arg(&target)
        .env("RUSTFLAGS", "-C target-feature=+crt-static");
    Some(built(&mut command, &target.join(triple)))
}

fn build() -> PathBuf {
    let target = environment::own_target();
    let mut command = environment::cargo();
    command
        .args(["build", "--package", NAME, "--target-dir"])
        .arg(&target);
    built(&mut command, &target)
}

fn built(command: &mut Command, target: &Path) -> PathBuf {
    let output = command
        .current_dir(environment::WORKSPACE)
        .output()
        .unwrap_or_else(|error| panic!("no cargo: {error}"));
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{NAME} cannot be built:\n{talk}");
    let program = format!("{NAME}{}", std::env::consts::EXE_SUFFIX);
    target.join("debug").join(program)
}
