//! Backups before migrations, and the way back to them.

mod again;
mod both;
mod killed;
mod postgres;
mod redo;
mod refused;
mod restore;
mod sqlite;

use std::fs;
use std::path::{Path, PathBuf};

use ingrain::backup::{Backup, PgDump, SqliteCopy};
use ingrain::{Checksum, Migrations, Migrator};
use ingrain_end_to_end::sqlite as sqlite_file;
use ingrain_end_to_end::testbed::{Testbed, to};
use tempfile::TempDir;

/// A database at version 1 with a row in it, and a folder for backups.
struct Scene<'b> {
    bed: &'b Testbed,
    folder: TempDir,
}

impl<'b> Scene<'b> {
    fn new(bed: &'b Testbed) -> Scene<'b> {
        bed.up(&notes(bed).migrator(), to(1)).unwrap();
        bed.execute("INSERT INTO notes VALUES (7)");
        let folder = tempfile::tempdir().unwrap();
        Scene { bed, folder }
    }

    /// A migrator that makes backups in the folder.
    fn saving(&self, migrations: Migrations) -> Migrator {
        self.saving_at_most(migrations, 3)
    }

    fn saving_at_most(&self, migrations: Migrations, keep: usize) -> Migrator {
        let backup: Backup = match self.bed {
            Testbed::Sqlite(_) => SqliteCopy::within(self.folder.path()).keep(keep).into(),
            Testbed::Postgres(database) => PgDump::new(self.folder.path(), &self.bed.place())
                .programs(database.client_programs())
                .keep(keep)
                .into(),
        };
        migrations.migrator().backup(backup)
    }

    /// The names in the folder, receipts apart.
    fn backups(&self) -> Vec<String> {
        let names = names(self.folder.path()).into_iter();
        names.filter(|name| !name.ends_with(".sha256")).collect()
    }

    /// `test.db-1f3870be274f.0001-to-0003.bak`, or what it is called on Postgres.
    fn name(&self, middle: &str) -> String {
        match self.bed {
            Testbed::Sqlite(_) => {
                let path = self.bed.path().canonicalize().unwrap();
                let digest = Checksum::of(path.to_str().unwrap()).to_string();
                format!("test.db-{}.{middle}.bak", &digest["sha256:".len()..][..12])
            }
            Testbed::Postgres(_) => {
                let database = self.bed.rows("SELECT current_database()").concat();
                format!("{database}.{middle}.dump")
            }
        }
    }

    fn path(&self, middle: &str) -> PathBuf {
        self.folder.path().join(self.name(middle))
    }

    /// What is in a backup, in the form of [`Testbed::dump`].
    fn dump(&self, backup: &Path) -> String {
        match self.bed.another() {
            Testbed::Sqlite(_) => sqlite_file::dump_file(backup),
            Testbed::Postgres(empty) => {
                empty.restore(backup);
                empty.dump()
            }
        }
    }
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    let names = fs::read_dir(folder).unwrap().map(name);
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

const NOTES: (&str, &str, &str) = (
    "1_notes",
    "CREATE TABLE notes (id integer)",
    "DROP TABLE notes",
);
const TAGS: (&str, &str, &str) = (
    "2_tags",
    "CREATE TABLE tags (id integer)",
    "DROP TABLE tags",
);
const MORE: (&str, &str, &str) = (
    "3_more",
    "CREATE TABLE more (id integer)",
    "DROP TABLE more",
);
/// Fails.
const FAULTY: (&str, &str, &str) = (
    "2_tags",
    "CREATE TABLE tags (id integer); INSERT INTO absent VALUES (1)",
    "DROP TABLE tags",
);

/// Three tables, one a version.
fn notes(bed: &Testbed) -> Migrations {
    bed.chain(&[NOTES, TAGS, MORE])
}

/// The same, and the second script fails.
fn faulty(bed: &Testbed) -> Migrations {
    bed.chain(&[NOTES, FAULTY, MORE])
}
