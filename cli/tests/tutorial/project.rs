//! The folder in which a reader of the page stands.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// What the cargo of this test sets for itself.
const INHERITED: [&str; 6] = [
    "CARGO_CRATE_NAME",
    "CARGO_MANIFEST_",
    "CARGO_PKG_",
    "CARGO_TARGET_TMPDIR",
    "INGRAIN_",
    "DATABASE_URL",
];

/// The folder in which a reader of the page stands; removed with this value.
pub(crate) struct Project {
    root: TempDir,
    here: PathBuf,
}

/// How a command ended and what it said, on both streams.
pub(crate) struct Outcome {
    pub(crate) success: bool,
    pub(crate) said: String,
}

impl Project {
    /// An empty folder in which `ingrain` and `ingrain-build` are those of this checkout.
    pub(crate) fn new() -> Project {
        let root = tempfile::Builder::new()
            .prefix("ingrain-tutorial-")
            .tempdir();
        let root = root.expect("a temporary directory");
        let patched = [("ingrain", "runtime"), ("ingrain-build", "build")]
            .map(|(name, folder)| format!("{name} = {{ path = {:?} }}\n", checkout().join(folder)));
        let config = format!("[patch.crates-io]\n{}", patched.concat());
        fs::create_dir(root.path().join(".cargo")).expect("created");
        fs::write(root.path().join(".cargo/config.toml"), config).expect("written");
        let here = root.path().to_owned();
        Project { root, here }
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.here.join(path);
        assert!(
            path.parent().is_some_and(Path::is_dir),
            "{}: no such folder",
            path.display()
        );
        fs::write(path, format!("{text}\n")).expect("written");
    }

    /// Runs a command as a shell does.
    pub(crate) fn run(&mut self, line: &str) -> Outcome {
        if let Some(folder) = line.strip_prefix("cd ") {
            self.here = self.here.join(folder);
            assert!(self.here.is_dir(), "{line}");
            return Outcome {
                success: true,
                said: String::new(),
            };
        }
        let mut command = Command::new("sh");
        for (name, _) in env::vars_os().filter(|(name, _)| is_inherited(name)) {
            command.env_remove(name);
        }
        command
            .args(["-c", &format!("{line} 2>&1")])
            .current_dir(&self.here);
        command
            .env("PATH", path())
            .env("CARGO_TARGET_DIR", target());
        command
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never");
        command.env("CARGO_PROFILE_DEV_DEBUG", "false");
        let output = command
            .output()
            .unwrap_or_else(|error| panic!("{line}: {error}"));
        if let Some(package) = line.strip_prefix("cargo new ") {
            // What was downloaded for this checkout is what there is.
            let lock = self.root.path().join(package).join("Cargo.lock");
            fs::copy(checkout().join("Cargo.lock"), lock).expect("copied");
        }
        Outcome {
            success: output.status.success(),
            said: String::from_utf8_lossy(&output.stdout).into_owned(),
        }
    }
}

fn checkout() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().expect("the checkout").to_owned()
}

/// Where cargo finds `cargo ingrain`.
fn path() -> OsString {
    let program = Path::new(env!("CARGO_BIN_EXE_cargo-ingrain"));
    let before = program.parent().map(Path::to_owned);
    let after = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(before.into_iter().chain(env::split_paths(&after)));
    path.expect("a search path")
}

/// The directory that the scratch projects of the other tests share.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("scratch")
}

fn is_inherited(name: &std::ffi::OsStr) -> bool {
    let name = name.as_encoded_bytes();
    INHERITED
        .iter()
        .any(|prefix| name.starts_with(prefix.as_bytes()))
}
