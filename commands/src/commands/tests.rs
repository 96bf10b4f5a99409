//! What each command gives, on a SQLite file.

#![cfg(feature = "rusqlite")]

mod adopt;
mod confirmed;
mod json;
mod looking;
mod show;

use std::path::PathBuf;

use ingrain::Version;
use ingrain_core::Folder;
use serde_json::Value;
use tempfile::TempDir;

use super::*;
use crate::{Allowance, Allowances, Confirmation, Format, Migrate, ToolName, migrations};

/// A folder of migrations, and a database that may be there.
struct Scene {
    directory: TempDir,
    files: Vec<(&'static str, &'static str)>,
}

const NOTES: [(&str, &str); 2] = [
    (
        "1_notes.up.sql",
        "CREATE TABLE notes (id INTEGER, body TEXT)",
    ),
    ("1_notes.down.sql", "DROP TABLE notes"),
];
const TAGS: [(&str, &str); 2] = [
    ("2_tags.up.sql", "CREATE TABLE tags (id INTEGER)"),
    ("2_tags.down.sql", "DROP TABLE tags"),
];
const YES: Confirmation = Confirmation {
    yes: true,
    production: false,
};
const MEANT: Confirmation = Confirmation {
    yes: true,
    production: true,
};

impl Scene {
    fn of(files: &[[(&'static str, &'static str); 2]]) -> Scene {
        Scene {
            directory: tempfile::tempdir().unwrap(),
            files: files.concat(),
        }
    }

    fn with(self, files: &[[(&'static str, &'static str); 2]]) -> Scene {
        Scene {
            files: files.concat(),
            ..self
        }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("test.db")
    }

    fn perform(&self, command: Command) -> Result<Answer, Error> {
        let config = ("ingrain.toml", "dialects = ['sqlite']");
        let files = self.files.iter().chain([&config]);
        let files = files.map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        let folder = Folder::new("migrations", files);
        let migrations = migrations("a test 0.0.0", &folder).unwrap();
        let options = Options {
            database_url: Some(self.path().display().to_string()),
            ..Options::default()
        };
        perform(
            command,
            Context {
                options,
                migrator: migrations.migrator(),
                console: Console::unattended(Format::Text),
            },
        )
    }

    #[track_caller]
    fn give(&self, command: Command) -> (String, Exit) {
        let answer = self
            .perform(command)
            .unwrap_or_else(|error| panic!("{error}"));
        (
            anstream::adapter::strip_str(&answer.text).to_string(),
            answer.exit,
        )
    }

    #[track_caller]
    fn json(&self, command: Command) -> Value {
        let answer = self
            .perform(command)
            .unwrap_or_else(|error| panic!("{error}"));
        serde_json::from_str(&answer.json).unwrap()
    }

    #[track_caller]
    fn fail(&self, command: Command, exit: Exit, code: Code, words: &str) {
        let error = self.perform(command).unwrap_err();
        assert_eq!((error.exit(), error.code()), (exit, Some(code)), "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
}

fn up() -> Command {
    Command::Up {
        target: "head".parse().unwrap(),
        allowances: Allowances::default(),
        production: false,
    }
}

fn down(target: &str, confirmation: Confirmation) -> Command {
    Command::Down {
        target: target.parse().unwrap(),
        confirmation,
    }
}

fn repair(confirmation: Confirmation) -> Command {
    Command::Repair {
        done: false,
        undone: false,
        reason: "a typo".to_owned(),
        confirmation,
    }
}

fn environment(name: &str, confirmation: Confirmation) -> Command {
    Command::Environment {
        name: name.to_owned(),
        confirmation,
    }
}

fn plan(target: &str) -> Command {
    Command::Plan {
        target: target.parse().unwrap(),
        down: false,
        allowances: Allowances::default(),
        production: false,
    }
}

fn show(version: u64) -> Command {
    Command::Show {
        version: Version::new(version).unwrap(),
        dialect: None,
    }
}
