//! Many SQLite files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

use ingrain::backup::{SqliteCopy, restore};
use ingrain::tenants::Files;
use ingrain::{Migrator, Target};
use ingrain_end_to_end::testbed::{Testbed, on_sqlite, ran, to};
use rusqlite::Connection;
use tempfile::TempDir;

use super::{chain, create, names, open};

#[test]
fn as_many_files_are_open_as_there_are_workers() {
    on_sqlite(|bed| {
        let names = names(48);
        names.iter().for_each(|name| create(bed, name));
        let (at_once, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        // It opens for four only: fewer at once would wait for ever.
        let four = Barrier::new(4);
        let files = Files::of(&names, |name| open(bed, name)).workers(4);
        let outcomes = files.each(&chain(bed).migrator(), |migrator, connection| {
            most.fetch_max(at_once.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            four.wait();
            let report = migrator.run(connection);
            four.wait();
            at_once.fetch_sub(1, Ordering::SeqCst);
            report
        });
        assert!(outcomes.is_ok(), "{outcomes}");
        assert_eq!(most.into_inner(), 4);
    });
}

#[test]
fn any_call_can_be_made_for_all() {
    on_sqlite(|bed| {
        let path = |name: &str| bed.path().with_file_name(name).display().to_string();
        let names = [path("a.db"), path("b.db")];
        let files = Files::of(&names, |path| Connection::open(path)).workers(0);
        let migrator = chain(bed).migrator();
        assert!(files.run(&migrator).is_ok());
        let down = files.each(&migrator, |migrator, connection| {
            migrator.down(connection, Target::Down(1))
        });
        for outcome in down {
            assert_eq!(ran(&outcome.into_result().unwrap()), [2]);
        }
    });
}

/// Tenants whose files have one name and who have a row of their own each; their backups share a folder.
struct Homes {
    root: TempDir,
    files: Vec<String>,
}

impl Homes {
    /// All of them begin as copies of one file, which was migrated once, so that their histories are equal.
    fn of_a_template(bed: &Testbed, count: u32) -> Homes {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("backups")).unwrap();
        let template = root.path().join("template.db");
        let mut connection = Connection::open(&template).unwrap();
        let migrator = chain(bed).migrator();
        migrator.up(&mut connection, to(1)).unwrap();
        drop(connection);
        let home = |number: u32| {
            let home = root.path().join(format!("tenant_{number}"));
            fs::create_dir(&home).unwrap();
            let file = home.join("app.db");
            fs::copy(&template, &file).unwrap();
            let insert = "INSERT INTO notes VALUES (?1)";
            let connection = Connection::open(&file).unwrap();
            connection.execute(insert, [number]).unwrap();
            file.display().to_string()
        };
        let files = (0..count).map(home).collect();
        Homes { root, files }
    }

    fn backups(&self) -> PathBuf {
        self.root.path().join("backups")
    }

    fn saving(&self, bed: &Testbed, keep: usize) -> Migrator {
        let copy = SqliteCopy::within(self.backups()).keep(keep);
        chain(bed).migrator().backup(copy)
    }

    fn at_once(&self, workers: usize) -> Files<fn(&str) -> rusqlite::Result<Connection>> {
        Files::of(&self.files, connect as _).workers(workers)
    }

    /// How many backups there are, each with its receipt and nothing beside them.
    #[track_caller]
    fn count(&self) -> usize {
        let names = fs::read_dir(self.backups()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let (receipts, copies): (BTreeSet<_>, BTreeSet<_>) =
            names.partition(|name| name.ends_with(".sha256"));
        let signed: BTreeSet<_> = copies.iter().map(|name| format!("{name}.sha256")).collect();
        assert_eq!(receipts, signed);
        copies.len()
    }
}

fn connect(path: &str) -> rusqlite::Result<Connection> {
    Connection::open(path)
}

fn rows(file: &Path) -> Vec<u32> {
    let connection = Connection::open(file).unwrap();
    let mut rows = connection.prepare("SELECT id FROM notes").unwrap();
    let rows = rows.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn backups_in_one_folder_are_each_of_their_own_tenant() {
    on_sqlite(|bed| {
        for workers in [1, 4] {
            let homes = Homes::of_a_template(bed, 8);
            let outcomes = homes.at_once(workers).run(&homes.saving(bed, 1));
            assert!(outcomes.is_ok(), "{outcomes}");
            for (number, outcome) in (0..).zip(outcomes) {
                let file = outcome.tenant().to_owned();
                let backup = outcome.into_result().unwrap().backup().unwrap().to_owned();
                restore(&backup, &file).unwrap();
                assert_eq!(rows(Path::new(&file)), [number], "{}", backup.display());
            }
            assert_eq!(homes.count(), 8);
        }
    });
}

#[test]
fn so_many_are_kept_of_each_tenant() {
    on_sqlite(|bed| {
        let homes = Homes::of_a_template(bed, 5);
        let migrator = homes.saving(bed, 2);
        for _ in 0..2 {
            assert!(homes.at_once(4).run(&migrator).is_ok());
            let down = |migrator: &Migrator, connection: &mut Connection| {
                migrator.down(connection, Target::Down(1))
            };
            assert!(homes.at_once(4).each(&migrator, down).is_ok());
        }
        assert_eq!(homes.count(), 2 * 5);
    });
}
