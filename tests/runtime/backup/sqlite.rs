//! Copies of SQLite files.

use std::fs;
use std::sync::{Arc, Mutex};

use ingrain::backup::SqliteCopy;
use ingrain::{Migrations, Migrator};
use ingrain_end_to_end::sqlite as sqlite_file;
use ingrain_end_to_end::testbed::{Testbed, on_sqlite, ran};
use rusqlite::Connection;

use super::{MORE, NOTES, Scene, TAGS, faulty, names, notes};

fn beside(migrations: Migrations) -> Migrator {
    migrations.migrator().backup(SqliteCopy::beside())
}

/// A reader works beside the writer, in both of SQLite's ways to keep a journal.
#[test]
fn it_is_made_whatever_the_journal_is_and_while_others_read() {
    for journal in ["delete", "wal", "truncate", "persist"] {
        on_sqlite(|bed| {
            let _scene = Scene::new(bed);
            let other = bed.session();
            other.rows(&format!("PRAGMA journal_mode = {journal}"));
            let before = bed.dump();
            let mut session = bed.session();
            other.execute("BEGIN");
            assert_eq!(other.rows("SELECT id FROM notes"), ["7"]);
            // With a journal that is no WAL, whoever reads keeps others from committing: but not from saving.
            let run = session.run(&beside(faulty(bed)));
            run.unwrap_err();
            other.execute("COMMIT");
            let copy = bed.path().with_file_name("test.db.0001-to-0003.bak");
            assert_eq!(sqlite_file::dump_file(&copy), before);
            let kept = Connection::open(&copy).unwrap();
            let mode = kept.query_row("PRAGMA journal_mode", [], |row| row.get::<_, String>(0));
            // Only WAL is a property of the file.
            let expected = if journal == "wal" { "wal" } else { "delete" };
            assert_eq!(mode.unwrap(), expected);
        });
    }
}

/// From before the copy to the commit nobody else writes.
#[test]
fn nothing_can_be_written_between_the_backup_and_the_migration() {
    for journal in ["delete", "wal"] {
        on_sqlite(|bed| {
            let _scene = Scene::new(bed);
            bed.rows(&format!("PRAGMA journal_mode = {journal}"));
            let tried = Arc::new(Mutex::new(Vec::new()));
            let try_to_write = {
                let (path, tried) = (bed.path(), Arc::clone(&tried));
                move |when: &'static str| {
                    let other = Connection::open(&path).unwrap();
                    other.busy_timeout(std::time::Duration::ZERO).unwrap();
                    let error = other
                        .execute("INSERT INTO notes VALUES (9)", [])
                        .unwrap_err();
                    tried.lock().unwrap().push(format!("{when}: {error}"));
                }
            };
            let again = try_to_write.clone();
            let migrator = beside(notes(bed))
                .before_run(move |_| {
                    try_to_write("before the backup");
                    Ok(())
                })
                .before_each(move |_| again("after it"));
            assert_eq!(ran(&bed.run(&migrator).unwrap()), [2, 3]);
            let expected = ["before the backup", "after it", "after it"];
            assert_eq!(
                *tried.lock().unwrap(),
                expected.map(|when| format!("{when}: database is locked"))
            );
        });
    }
}

/// Scripts that cannot run in the transaction that holds the lock.
#[test]
fn it_is_made_before_scripts_that_need_no_transaction_or_no_foreign_keys() {
    for directive in ["no-transaction", "foreign-keys off"] {
        on_sqlite(|bed| {
            let scene = Scene::new(bed);
            let before = bed.dump();
            let script = format!("-- ingrain: {directive}\nCREATE TABLE tags (id integer)");
            let chain = bed.chain(&[NOTES, ("2_tags", &script, "DROP TABLE tags"), MORE]);
            let report = bed.run(&scene.saving(chain)).unwrap();
            assert_eq!(ran(&report), [2, 3]);
            assert_eq!(scene.dump(&scene.path("0001-to-0003")), before);
            let notes = bed.history("note");
            let noted = notes.iter().filter(|note| note.starts_with("backup "));
            assert_eq!(noted.count(), 1, "{notes:?}");
        });
    }
}

#[test]
fn a_database_in_memory_or_without_a_name_has_nothing_to_copy() {
    let bed = Testbed::Sqlite(tempfile::tempdir().unwrap());
    for name in [":memory:", "", "file:shared?mode=memory&cache=shared"] {
        let mut connection = Connection::open(name).unwrap();
        let first = bed.chain(&[NOTES]);
        beside(first).run(&mut connection).unwrap();
        let report = beside(notes(&bed)).run(&mut connection).unwrap();
        assert_eq!(
            (ran(&report), report.backup()),
            (vec![2, 3], None),
            "{name:?}"
        );
    }
    assert!(names(bed.path().parent().unwrap()).is_empty());
}

#[cfg(unix)]
#[test]
fn it_may_be_read_by_those_who_may_read_the_database() {
    use std::os::unix::fs::PermissionsExt as _;
    on_sqlite(|bed| {
        let _scene = Scene::new(bed);
        for mode in [0o640, 0o600, 0o664] {
            fs::set_permissions(bed.path(), fs::Permissions::from_mode(mode)).unwrap();
            bed.run(&beside(bed.chain(&[NOTES, TAGS]))).unwrap();
            bed.down(&beside(bed.chain(&[NOTES, TAGS])), ingrain::Target::Down(1))
                .unwrap();
            let newest = names(bed.path().parent().unwrap()).into_iter();
            let newest = newest.filter(|name| name.contains("-to-")).map(|name| {
                let path = bed.path().with_file_name(name);
                let metadata = fs::metadata(path).unwrap();
                (
                    metadata.modified().unwrap(),
                    metadata.permissions().mode() & 0o777,
                )
            });
            assert_eq!(newest.max().unwrap().1, mode);
        }
    });
}

/// A database of the application's user may be migrated by root: what root saved is still for that user to
/// read, and for no other. Whoever is not root tests that nothing changes for their own files.
#[cfg(unix)]
#[test]
fn it_belongs_to_whom_the_database_belongs_to() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    on_sqlite(|bed| {
        let _scene = Scene::new(bed);
        fs::set_permissions(bed.path(), fs::Permissions::from_mode(0o640)).unwrap();
        let owner = |path: &std::path::Path| {
            let metadata = fs::metadata(path).unwrap();
            (metadata.uid(), metadata.gid(), metadata.mode() & 0o777)
        };
        let own = owner(&bed.path());
        let is_root = chown(bed.path(), Some(12345), Some(54321)).is_ok();
        let expected = match is_root {
            true => (12345, 54321, 0o640),
            false => own,
        };
        let report = bed.run(&beside(notes(bed))).unwrap();
        let backup = report.backup().unwrap();
        let receipt = backup.with_file_name("test.db.0001-to-0003.bak.sha256");
        assert_eq!((owner(backup), owner(&receipt)), (expected, expected));
        if is_root {
            // The copy was moved to another place and given to somebody else.
            chown(backup, Some(0), Some(0)).unwrap();
        }
        ingrain::backup::restore(backup, bed.path()).unwrap();
        assert_eq!(owner(&bed.path()), expected);
    });
}

#[cfg(unix)]
#[test]
fn of_a_link_it_stands_beside_the_file_that_it_leads_to() {
    on_sqlite(|bed| {
        let _scene = Scene::new(bed);
        let elsewhere = tempfile::tempdir().unwrap();
        let link = elsewhere.path().join("linked.db");
        std::os::unix::fs::symlink(bed.path(), &link).unwrap();
        let mut connection = Connection::open(&link).unwrap();
        let report = beside(notes(bed)).run(&mut connection).unwrap();
        let copy = bed.path().with_file_name("test.db.0001-to-0003.bak");
        assert_eq!(
            report.backup(),
            Some(copy.canonicalize().unwrap().as_path())
        );
        assert_eq!(names(elsewhere.path()), ["linked.db"]);
    });
}

/// Two databases may share a folder, and one's name may begin like the other's.
#[test]
fn databases_with_like_names_do_not_meddle_with_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let bed = Testbed::Sqlite(tempfile::tempdir().unwrap());
    let open = |name| Connection::open(folder.path().join(name)).unwrap();
    for name in ["app.db", "app.db.0001-to-0002.bak.db", "app"] {
        let mut connection = open(name);
        bed.chain(&[NOTES]).migrator().run(&mut connection).unwrap();
        let saving = SqliteCopy::beside().keep(1);
        let migrator = bed.chain(&[NOTES, TAGS]).migrator().backup(saving);
        migrator.run(&mut connection).unwrap();
        drop(connection);
    }
    let names = names(folder.path());
    let copies: Vec<&String> = names.iter().filter(|name| name.ends_with(".bak")).collect();
    assert_eq!(
        copies,
        [
            "app.0001-to-0002.bak",
            "app.db.0001-to-0002.bak",
            "app.db.0001-to-0002.bak.db.0001-to-0002.bak"
        ]
    );
}
