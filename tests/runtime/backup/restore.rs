//! The way back to a copy of a SQLite file.

use std::fs;
use std::path::{Path, PathBuf};

use ingrain::Code;
use ingrain::backup::{SqliteCopy, restore};
use ingrain_end_to_end::sqlite as sqlite_file;
use ingrain_end_to_end::testbed::{Testbed, on_sqlite};

use super::{Scene, names, notes};
use crate::assert_says;

/// A database at version 3, a backup of it at version 1, and what it held then and now.
struct Restored {
    backup: PathBuf,
    then: String,
    now: String,
}

fn migrated(bed: &Testbed, journal: &str) -> Restored {
    Scene::new(bed);
    bed.rows(&format!("PRAGMA journal_mode = {journal}"));
    let then = bed.dump();
    let migrator = notes(bed).migrator().backup(SqliteCopy::beside());
    let report = bed.run(&migrator).unwrap();
    Restored {
        backup: report.backup().unwrap().to_owned(),
        then,
        now: bed.dump(),
    }
}

#[test]
fn the_backup_takes_the_place_of_the_database_which_is_kept() {
    for journal in ["delete", "wal"] {
        on_sqlite(|bed| {
            let Restored { backup, then, now } = migrated(bed, journal);
            let path = bed.path();
            let kept = restore(&backup, &path).unwrap().unwrap();
            assert_eq!(
                kept,
                path.with_file_name("test.db.before-restore-1")
                    .canonicalize()
                    .unwrap()
            );
            assert_eq!(
                (bed.dump(), sqlite_file::dump_file(&kept)),
                (then.clone(), now)
            );
            assert_eq!(bed.rows("PRAGMA journal_mode"), [journal]);
            // The backup stays, to be restored once more.
            let again = restore(&backup, &path).unwrap().unwrap();
            assert!(again.ends_with("test.db.before-restore-2"));
            assert_eq!(
                (bed.dump(), sqlite_file::dump_file(&again)),
                (then.clone(), then)
            );
            // And the way up leads on from there.
            bed.run(&notes(bed).migrator()).unwrap();
        });
    }
}

#[test]
fn a_database_that_is_gone_comes_back_and_its_remains_do_not_spoil_it() {
    on_sqlite(|bed| {
        let Restored { backup, then, .. } = migrated(bed, "wal");
        fs::remove_file(bed.path()).unwrap();
        fs::write(beside(&bed.path(), "-wal"), "stale").unwrap();
        fs::write(beside(&bed.path(), "-shm"), "stale").unwrap();
        assert_eq!(restore(&backup, bed.path()).unwrap(), None);
        assert_eq!(bed.dump(), then);
        let kept = fs::read_to_string(beside(&bed.path(), ".before-restore-1-wal"));
        assert_eq!(kept.unwrap(), "stale");
    });
}

#[test]
fn a_database_that_is_damaged_is_replaced_with_what_belongs_to_it() {
    on_sqlite(|bed| {
        let Restored { backup, then, .. } = migrated(bed, "delete");
        fs::write(
            bed.path(),
            "this is no database, although it stands in its place",
        )
        .unwrap();
        fs::write(beside(&bed.path(), "-wal"), "its log").unwrap();
        let kept = restore(&backup, bed.path()).unwrap().unwrap();
        assert_eq!(bed.dump(), then);
        assert!(
            fs::read_to_string(&kept)
                .unwrap()
                .starts_with("this is no database")
        );
    });
}

#[test]
fn one_that_is_in_use_is_refused() {
    for (journal, hold) in [
        ("wal", "SELECT count(*) FROM sqlite_master"),
        ("wal", "BEGIN IMMEDIATE"),
        ("delete", "BEGIN IMMEDIATE"),
        ("delete", "BEGIN; SELECT count(*) FROM sqlite_master"),
    ] {
        on_sqlite(|bed| {
            let Restored { backup, now, .. } = migrated(bed, journal);
            let other = bed.session();
            other.execute(hold);
            let error = restore(&backup, bed.path()).unwrap_err();
            let words = [
                "was not restored: it is in use",
                "database is locked",
                "the database is as it was before",
                "stop every process",
            ];
            assert_says(&error, Code::BackupFailed, &words);
            drop(other);
            assert_eq!(bed.dump(), now);
            assert!(
                !names(bed.path().parent().unwrap())
                    .concat()
                    .contains("restore")
            );
            restore(&backup, bed.path()).unwrap();
        });
    }
}

#[test]
fn a_backup_that_is_not_whole_is_refused() {
    on_sqlite(|bed| {
        let Restored { backup, now, .. } = migrated(bed, "delete");
        let receipt = beside(&backup, ".sha256");
        let whole = fs::read(&backup).unwrap();
        // One byte, in the middle of what it holds.
        let mut damaged = whole.clone();
        damaged[whole.len() / 2] ^= 1;
        fs::write(&backup, damaged).unwrap();
        let error = restore(&backup, bed.path()).unwrap_err();
        assert_says(
            &error,
            Code::BackupFailed,
            &["is not the file that", ".bak.sha256"],
        );
        // Without a receipt SQLite finds what is missing.
        fs::remove_file(&receipt).unwrap();
        fs::write(&backup, &whole[..whole.len() - 4096]).unwrap();
        let error = restore(&backup, bed.path()).unwrap_err();
        assert_says(&error, Code::BackupFailed, &["was not restored: "]);
        fs::write(
            &backup,
            "no database at all, but long enough to have a header of one, if it were",
        )
        .unwrap();
        let error = restore(&backup, bed.path()).unwrap_err();
        assert_says(&error, Code::BackupFailed, &["file is not a database"]);
        fs::remove_file(&backup).unwrap();
        let error = restore(&backup, bed.path()).unwrap_err();
        assert_says(&error, Code::BackupFailed, &["cannot be read"]);
        assert_eq!(bed.dump(), now);
        assert!(
            !names(bed.path().parent().unwrap())
                .concat()
                .contains("restore")
        );
    });
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_permissions_stay_as_they_are() {
    use std::os::unix::fs::PermissionsExt as _;
    on_sqlite(|bed| {
        let Restored { backup, then, .. } = migrated(bed, "delete");
        fs::set_permissions(bed.path(), fs::Permissions::from_mode(0o640)).unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let link = elsewhere.path().join("linked.db");
        std::os::unix::fs::symlink(bed.path(), &link).unwrap();
        restore(&backup, &link).unwrap();
        assert_eq!(bed.dump(), then);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        let mode = fs::metadata(bed.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    });
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
