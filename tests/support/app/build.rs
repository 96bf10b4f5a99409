//! Builds the application.

use std::path::PathBuf;
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

fn build() -> PathBuf {
    let target = environment::own_target();
    let mut command = environment::cargo();
    command
        .args(["build", "--package", NAME, "--target-dir"])
        .arg(&target)
        .current_dir(environment::WORKSPACE);
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("no cargo: {error}"));
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{NAME} cannot be built:\n{talk}");
    let program = format!("{NAME}{}", std::env::consts::EXE_SUFFIX);
    target.join("debug").join(program)
}
