//! Copies that cannot be made: the call stops, and nothing has changed.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use ingrain::Code;
use ingrain::backup::SqliteCopy;
use ingrain_end_to_end::testbed::{Testbed, on_sqlite, ran};

use super::{Scene, names, notes};
use crate::assert_says;

/// The error of a run with copies in this folder; nothing has changed. Without what was in the way it runs.
#[track_caller]
fn refused(bed: &Testbed, folder: &Path, words: &[&str]) {
    let before = bed.dump();
    let there = names(folder);
    let migrator = notes(bed).migrator();
    let copy = SqliteCopy::within(folder);
    let error = bed.run(&migrator.clone().backup(copy)).unwrap_err();
    let words = [&["no backup could be made: ", "nothing has run"], words].concat();
    assert_says(&error, Code::BackupFailed, &words);
    assert_eq!(bed.dump(), before);
    assert_eq!(names(folder), there);
    assert_eq!(
        ran(&bed.run(&migrator.backup(SqliteCopy::beside())).unwrap()),
        [2, 3]
    );
}

#[test]
fn a_file_that_somebody_else_put_there_is_not_replaced() {
    on_sqlite(|bed| {
        let scene = Scene::new(bed);
        let path = scene.path("0001-to-0003");
        fs::write(&path, "mine").unwrap();
        let words = [
            ".0001-to-0003.bak` is in the way",
            "is not touched: move it",
        ];
        refused(bed, scene.folder.path(), &words);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    });
}

#[cfg(unix)]
#[test]
fn nor_is_a_link_followed() {
    on_sqlite(|bed| {
        let scene = Scene::new(bed);
        let path = scene.path("0001-to-0003");
        std::os::unix::fs::symlink("/nowhere", &path).unwrap();
        refused(bed, scene.folder.path(), &["is in the way"]);
        assert!(fs::symlink_metadata(&path).unwrap().is_symlink());
    });
}

/// Root may write everywhere but in `/proc`.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_may_not_be_written_in_is_said() {
    use std::os::unix::fs::PermissionsExt as _;
    on_sqlite(|bed| {
        let scene = Scene::new(bed);
        let folder = scene.folder.path();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o555)).unwrap();
        let is_root = fs::write(folder.join("probe"), "").is_ok();
        let folder = if is_root {
            Path::new("/proc/self/net")
        } else {
            folder
        };
        refused(
            bed,
            folder,
            &["cannot be written: ", ".0001-to-0003.bak.part"],
        );
    });
}

/// The disk says so before anything is copied.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_without_room_is_said_before_it_is_filled() {
    on_sqlite(|bed| {
        let scene = Scene::new(bed);
        bed.execute("INSERT INTO notes VALUES (printf('%.*c', 3000000, 'x'))");
        let Some(_small) = Small::mount(scene.folder.path()) else {
            return;
        };
        refused(
            bed,
            scene.folder.path(),
            &["it takes 30", " bytes, and `", "free some space"],
        );
    });
}

/// Half-way through, as on a disk that fills up meanwhile.
#[cfg(unix)]
#[test]
fn a_copy_that_stops_half_way_is_removed() {
    use std::io::Write as _;
    on_sqlite(|bed| {
        let scene = Scene::new(bed);
        bed.execute("INSERT INTO notes VALUES (printf('%.*c', 3000000, 'x'))");
        let before = bed.dump();
        // No file may be longer than 1,024 blocks of 512 bytes, or of 1,024.
        let mut limited = Command::new("sh")
            .args([
                "-c",
                "trap '' XFSZ; ulimit -f 1024; exec \"$1\" saving \"$2\"",
                "sh",
            ])
            .args([
                env!("CARGO_BIN_EXE_crew").as_ref(),
                scene.folder.path().as_os_str(),
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut orders = limited.stdin.take().unwrap();
        write!(orders, "{}\ngo\n", bed.place()).unwrap();
        drop(orders);
        let output = limited.wait_with_output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(
            said.contains("error[ING0208]: no backup could be made: the database cannot be copied"),
            "{said}"
        );
        assert_eq!(names(scene.folder.path()), [""; 0]);
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn a_database_that_is_damaged_is_not_taken_for_a_backup() {
    on_sqlite(|bed| {
        let scene = Scene::new(bed);
        bed.execute("CREATE TABLE checked (n integer); INSERT INTO checked VALUES (1)");
        // The copy is checked: a rule that the rows break, which SQLite lets nobody add.
        bed.execute(
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE checked (n integer CHECK (n > 1))' \
             WHERE name = 'checked'",
        );
        let before = bed.dump();
        let migrator = scene.saving(notes(bed));
        let error = bed.run(&migrator).unwrap_err();
        let words = [
            "is damaged: CHECK constraint failed in checked",
            "integrity_check",
        ];
        assert_says(&error, Code::BackupFailed, &words);
        assert!(names(scene.folder.path()).is_empty());
        assert_eq!(bed.dump(), before);
    });
}

/// A file system of one megabyte, as long as the value lives.
#[cfg(target_os = "linux")]
struct Small<'f>(&'f Path);

#[cfg(target_os = "linux")]
impl<'f> Small<'f> {
    /// Nothing where this user may not mount. That room is asked for, and what a copy that stops half-way
    /// leaves, is then tested all the same: beside the code, and above.
    fn mount(folder: &'f Path) -> Option<Small<'f>> {
        let args = ["-t", "tmpfs", "-o", "size=1m", "ingrain-test"];
        for program in [&["mount"][..], &["sudo", "-n", "mount"]] {
            let mut command = Command::new(program[0]);
            let mounted = command.args(&program[1..]).args(args).arg(folder).output();
            if mounted.is_ok_and(|output| output.status.success()) {
                return Some(Small(folder));
            }
        }
        // The harness captures `eprintln!`, not the stream itself. Nothing to do if it is closed.
        let line =
            "warning: a test with a small file system DID NOT RUN: only root may mount one\n";
        let _ = std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes());
        None
    }
}

#[cfg(target_os = "linux")]
impl Drop for Small<'_> {
    fn drop(&mut self) {
        for program in [&["umount"][..], &["sudo", "-n", "umount"]] {
            let mut command = Command::new(program[0]);
            if command
                .args(&program[1..])
                .arg(self.0)
                .status()
                .is_ok_and(|status| status.success())
            {
                return;
            }
        }
    }
}
