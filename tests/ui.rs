//! Each mistake that a user can make in a folder or with a macro, and what the build says to it: the
//! specification of every build failure.
//!
//! After a change of a text, `TRYBUILD=overwrite cargo test --test ui` writes the expected output anew.
//! Read it as someone would who has never heard of Ingrain: which file, what was found, what to do?

#![expect(
    clippy::expect_used,
    reason = "a test that cannot be set up stops there"
)]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

#[test]
fn mistakes_are_compile_errors() {
    LazyLock::force(&CHAINS);
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}

#[test]
fn the_macros_work_wherever_their_results_may_stand() {
    LazyLock::force(&CHAINS);
    trybuild::TestCases::new().pass("tests/ui/pass/*.rs");
}

/// Puts `chains` beside the manifest of the package in which trybuild compiles the cases.
///
/// The macros look for a folder from there, and where that is depends on the machine; so the cases say
/// `chains/…` and the expected output holds no path that is not in this repository.
static CHAINS: LazyLock<()> = LazyLock::new(|| {
    let package = target().join("tests/trybuild").join(env!("CARGO_PKG_NAME"));
    let chains = package.join("chains");
    if chains.exists() {
        fs::remove_dir_all(&chains).expect("what an earlier run left can be removed");
    }
    copy(Path::new("tests/ui/chains"), &chains).expect("the chains can be copied");
});

/// The target directory, asked of cargo as trybuild asks it.
fn target() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version=1"])
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    metadata["target_directory"]
        .as_str()
        .expect("a path")
        .into()
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), &to)?;
        }
    }
    Ok(())
}
