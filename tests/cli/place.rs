//! A folder of migrations, a database, and the command of developers run there.

use std::fs;
use std::path::Path;
use std::process::Command;

use ingrain_end_to_end::app::command_of;
use ingrain_end_to_end::testbed::Testbed;
use tempfile::TempDir;

use crate::page::{Ended, Page, run};

/// A folder of one's own with `migrations/` in it, and the URL of a database.
pub(crate) struct Place {
    folder: TempDir,
    pub(crate) url: String,
}

/// What most of the commands are shown on.
pub(crate) const NOTES: [(&str, &str); 8] = [
    (
        "0001_create_notes.up.sql",
        "CREATE TABLE notes (\n    id integer PRIMARY KEY,\n    body text NOT NULL\n);\n",
    ),
    ("0001_create_notes.down.sql", "DROP TABLE notes;\n"),
    (
        "0002_add_author.up.sql",
        "-- Who wrote it; 'somebody' for what is there already.\nALTER TABLE notes ADD COLUMN author text NOT NULL DEFAULT 'somebody';\n",
    ),
    (
        "0002_add_author.down.sql",
        "ALTER TABLE notes DROP COLUMN author;\n",
    ),
    (
        "0003_create_tags.up.sql",
        "CREATE TABLE tags (name text PRIMARY KEY);\n",
    ),
    ("0003_create_tags.down.sql", "DROP TABLE tags;\n"),
    (
        "0004_forget_drafts.up.sql",
        "-- ingrain: irreversible \"drafts are not kept anywhere else\"\nDELETE FROM notes WHERE body = 'draft';\n",
    ),
    ("ingrain.toml", ""),
];

impl Place {
    /// With these files in `migrations/`, for the dialect of the database.
    pub(crate) fn new(bed: &Testbed, files: &[(&str, &str)]) -> Place {
        let place = Place {
            folder: tempfile::Builder::new()
                .prefix("ingrain-cli-")
                .tempdir()
                .unwrap(),
            url: match bed {
                Testbed::Sqlite(_) => format!("sqlite:{}", bed.path().display()),
                Testbed::Postgres(database) => database.url(),
            },
        };
        for (name, text) in files {
            place.write(name, text);
        }
        place.write(
            "ingrain.toml",
            &format!("dialects = [\"{}\"]\n", bed.dialect()),
        );
        place
    }

    /// Writes a file of the folder of migrations.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path("migrations").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.path("migrations").join(name)).unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// `cargo ingrain` with these arguments, on the database.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        self.command_on(&self.url, arguments)
    }

    /// The same on another database; with the empty text, on none.
    pub(crate) fn command_on(&self, url: &str, arguments: &[&str]) -> Command {
        let mut command = clean(command_of("cargo-ingrain"), self.folder.path());
        command.args(arguments);
        // Which folder is meant without this is found out by cargo, which takes its time for each.
        if !arguments.contains(&"--folder") {
            command.args(["--folder", "migrations"]);
        }
        if !url.is_empty() {
            command.env("DATABASE_URL", url);
        }
        command
    }

    /// `cargo ingrain` in a package, whose folder cargo knows.
    pub(crate) fn command_in_package(&self, arguments: &[&str]) -> Command {
        let mut command = clean(command_of("cargo-ingrain"), self.folder.path());
        command.args(arguments).env("DATABASE_URL", &self.url);
        // The one on the PATH may ask a home, which is not there, for the one that is meant.
        if let Some(cargo) = std::env::var_os("CARGO") {
            command.env("CARGO", cargo);
        }
        command
    }

    /// Runs it, and expects it to end well.
    #[track_caller]
    pub(crate) fn fine(&self, arguments: &[&str]) -> Ended {
        let ended = run(&mut self.command(arguments));
        assert_eq!(ended.code, Some(0), "{arguments:?}: {}", ended.stderr);
        ended
    }

    /// A page on which this folder and this database have names.
    pub(crate) fn page(&self, name: &str, bed: &Testbed) -> Page {
        let mut page = Page::new(&format!("{name}-{}", bed.dialect()));
        self.named(&mut page);
        page
    }

    /// Gives the folder and the database names on a page.
    pub(crate) fn named(&self, page: &mut Page) {
        page.name(
            self.path("").display().to_string().trim_end_matches('/'),
            "<folder>",
        );
        match self.url.strip_prefix("sqlite:") {
            Some(path) => page.name(path, "<database>"),
            None => page.name(
                self.url.rsplit('/').next().unwrap_or_default(),
                "<database>",
            ),
        }
    }

    /// Runs it and writes it onto a page, with these arguments.
    pub(crate) fn show(&self, page: &mut Page, arguments: &[&str]) -> Ended {
        page.run(&shown(arguments), &mut self.command(arguments))
    }
}

/// As somebody types it.
pub(crate) fn shown(arguments: &[&str]) -> String {
    let quoted =
        arguments.iter().map(
            |argument| match argument.is_empty() || argument.contains(' ') {
                true => format!("'{argument}'"),
                false => (*argument).to_owned(),
            },
        );
    format!("cargo ingrain {}", quoted.collect::<Vec<_>>().join(" "))
}

/// Without anything from around this test, in a folder which is home as well.
pub(crate) fn clean(program: Command, folder: &Path) -> Command {
    let mut command = Command::new(program.get_program());
    command
        .env_clear()
        .current_dir(folder)
        .env("HOME", folder)
        .env("PGUSER", "postgres");
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command
}
