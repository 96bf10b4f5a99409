//! A folder of one's own, and the command run in it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

/// A folder of one's own; removed with this value.
pub(crate) struct Scratch(TempDir);

/// How the command ended and what it said.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    /// That of a command, once it has ended.
    pub(crate) fn of(mut command: Command) -> Outcome {
        let output = command.output().expect("it runs");
        Outcome {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("text"),
            stderr: String::from_utf8(output.stderr).expect("text"),
        }
    }
}

impl Scratch {
    /// An empty folder.
    pub(crate) fn empty() -> Scratch {
        let root = tempfile::Builder::new()
            .prefix("ingrain-command-")
            .tempdir();
        Scratch(root.expect("a temporary directory"))
    }

    /// A folder with a package in it that depends on nothing.
    pub(crate) fn package() -> Scratch {
        let scratch = Scratch::empty();
        scratch.write_package("", "notes", "");
        scratch
    }

    /// The same with a folder `migrations` of these files.
    pub(crate) fn with_folder(files: &[(&str, &str)]) -> Scratch {
        let scratch = Scratch::package();
        for (name, text) in files {
            scratch.write(&format!("migrations/{name}"), text);
        }
        scratch
    }

    /// Writes a package into a folder.
    pub(crate) fn write_package(&self, folder: &str, name: &str, more: &str) {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{more}"
        );
        let file = |name: &str| {
            PathBuf::from(folder)
                .join(name)
                .to_string_lossy()
                .into_owned()
        };
        self.write(&file("Cargo.toml"), &manifest);
        self.write(&file("src/main.rs"), "fn main() {}\n");
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        fs::write(path, text).expect("written");
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// Runs `cargo ingrain` with these arguments, as cargo does.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_in("", arguments, &[])
    }

    /// The same in a folder below, with these variables.
    pub(crate) fn run_in(
        &self,
        folder: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Outcome {
        let mut command = self.command(arguments);
        command
            .envs(variables.iter().copied())
            .current_dir(self.path(folder));
        Outcome::of(command)
    }

    /// The command with these arguments, in this folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-ingrain"));
        for name in [
            "DATABASE_URL",
            "INGRAIN_HISTORY_TABLE",
            "INGRAIN_HISTORY_SCHEMA",
            "INGRAIN_POLICY",
            "CLICOLOR_FORCE",
        ] {
            command.env_remove(name);
        }
        command.arg("ingrain").args(arguments);
        command.current_dir(self.path(""));
        command
    }

    /// Runs it, and expects it to end well and to say nothing beside its result.
    #[track_caller]
    pub(crate) fn gives(&self, arguments: &[&str]) -> String {
        let outcome = self.run(arguments);
        assert_eq!(outcome.code, Some(0), "{arguments:?}: {outcome:?}");
        assert_eq!(outcome.stderr, "", "{arguments:?}");
        outcome.stdout
    }

    /// Runs it, and expects it to end with this code and error, and to give no result.
    #[track_caller]
    pub(crate) fn fails(&self, arguments: &[&str], code: i32, error: &str) {
        let outcome = self.run(arguments);
        assert_eq!(outcome.stderr.trim_end(), error, "{arguments:?}");
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), ""));
    }

    /// Runs it with `--json`, and reads what it gives.
    #[track_caller]
    pub(crate) fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let outcome = self.run(&[arguments, &["--json"]].concat());
        serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{error}: {outcome:?}"))
    }
}
