//! What a scratch project starts with.

use std::fs;

use super::environment::WORKSPACE;

/// Where the crate stands.
pub(super) enum Layout {
    /// In a workspace of its own.
    Alone,
    /// In a folder below the root of its workspace.
    Member,
}

/// The build script that a user writes.
const BUILD_SCRIPT: &str = "fn main() {\n    ingrain_build::watch(\"migrations\");\n}\n";

/// No debug information: nobody looks into a scratch project, and it takes time to link. Nor does anybody
/// wait for one that was optimised.
const PROFILE: &str = "[profile.dev]\ndebug = false\n[profile.release]\nopt-level = 0\n";

impl Layout {
    /// The crate's folder, relative to the root.
    pub(super) fn member(&self) -> &'static str {
        match self {
            Self::Alone => "",
            Self::Member => "member",
        }
    }

    /// The first files, with their paths relative to the root.
    pub(super) fn files(
        &self,
        package: &str,
        features: &[&str],
        proofs: &[&str],
    ) -> Vec<(&'static str, String)> {
        let manifest = manifest(package, features, proofs);
        let lock = ("Cargo.lock", lock_file());
        match self {
            Self::Alone => vec![
                lock,
                ("Cargo.toml", format!("{manifest}[workspace]\n{PROFILE}")),
                ("build.rs", BUILD_SCRIPT.to_owned()),
            ],
            Self::Member => vec![
                lock,
                (
                    "Cargo.toml",
                    format!("[workspace]\nmembers = [\"member\"]\nresolver = \"3\"\n{PROFILE}"),
                ),
                ("member/Cargo.toml", manifest),
                ("member/build.rs", BUILD_SCRIPT.to_owned()),
            ],
        }
    }
}

fn manifest(package: &str, features: &[&str], proofs: &[&str]) -> String {
    let mut manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [build-dependencies]\ningrain-build = {{ path = {build:?}, features = {proofs:?} }}\n\
         [dependencies]\ningrain = {{ path = {runtime:?}, features = {features:?} }}\n",
        build = format!("{WORKSPACE}/build"),
        runtime = format!("{WORKSPACE}/runtime"),
    );
    // Any version: the lock file says which.
    if features.contains(&"rusqlite") {
        manifest += "rusqlite = { version = \"*\", features = [\"bundled\"] }\n";
    }
    if features.contains(&"tokio-postgres") {
        manifest += "tokio-postgres = \"*\"\n\
            tokio = { version = \"*\", features = [\"macros\", \"rt-multi-thread\"] }\n";
    }
    manifest
}

/// This workspace's, so that the projects are built from what was downloaded for it.
fn lock_file() -> String {
    let path = format!("{WORKSPACE}/Cargo.lock");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}
