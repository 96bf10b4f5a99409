//! A cargo that is not disturbed by the one that runs the tests.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of this workspace.
pub(crate) const WORKSPACE: &str = env!("CARGO_MANIFEST_DIR");

/// What the outer cargo sets, about its own package and run. A build script or a macro in the
/// scratch project must not see it. `INGRAIN_` is what our own build script sets.
const INHERITED: [&str; 9] = [
    "CARGO_BIN_",
    "CARGO_BUILD_BUILD_DIR",
    "CARGO_BUILD_TARGET",
    "CARGO_CRATE_NAME",
    "CARGO_MANIFEST_",
    "CARGO_PKG_",
    "CARGO_TARGET_TMPDIR",
    "INGRAIN_",
    "OUT_DIR",
];

/// Cargo, without colours or network, in the shared target directory.
pub(crate) fn cargo() -> Command {
    let mut command = program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.env("CARGO_TARGET_DIR", target());
    command
        .env("CARGO_TERM_COLOR", "never")
        .env("CARGO_NET_OFFLINE", "true");
    command
}

/// Git without anybody's settings, and with a name to commit under.
pub(crate) fn git() -> Command {
    let mut command = program("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .args(["-c", "user.name=A Test", "-c", "user.email=test@localhost"]);
    command
}

/// A program as its user starts it, outside of any cargo.
pub(crate) fn program(path: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(path);
    for name in env::vars_os()
        .map(|(name, _)| name)
        .filter(|name| is_inherited(name))
    {
        command.env_remove(name);
    }
    command
}

/// Takes every variable away, but for the path to other programs.
pub(crate) fn emptied(command: &mut Command) {
    command.env_clear();
    if let Some(path) = env::var_os("PATH") {
        command.env("PATH", path);
    }
}

/// The target directory of all scratch projects, inside the one these tests were built in.
pub(crate) fn target() -> PathBuf {
    own_target().join("scratch")
}

/// The target directory of the packages that have lock files of their own.
pub(crate) fn packages() -> PathBuf {
    own_target().join("packages")
}

/// The target directory that these tests were built in.
pub(crate) fn own_target() -> PathBuf {
    let program = env::current_exe().unwrap_or_else(|error| panic!("this test's path: {error}"));
    // Cargo puts this file into the directory that it calls the target directory.
    let is_target = |directory: &&Path| directory.join("CACHEDIR.TAG").exists();
    let target = program.ancestors().find(is_target);
    let target = target.unwrap_or_else(|| panic!("{} was not built by cargo", program.display()));
    target.to_owned()
}

fn is_inherited(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    INHERITED
        .iter()
        .any(|prefix| name.starts_with(prefix.as_bytes()))
}
