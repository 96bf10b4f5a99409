//! SQLite: a file or a directory that may not be written to, a lock, damage, a clock.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};

use ingrain_end_to_end::testbed::{Testbed, on_sqlite, to};
use ingrain_end_to_end::victim::Order;

use super::{ALL, applied, fails, fails_as, goes_well, order};
use crate::process::{How, Victim};

/// A user without rights, for whom a mode means something: root may do everything.
const NOBODY: u32 = 65_534;

/// A victim that runs as a user whom file modes bind.
struct Bound {
    program: PathBuf,
    is_root: bool,
}

impl Bound {
    /// Its directory is the database's, which becomes that user's.
    fn new(bed: &Testbed) -> Bound {
        let path = bed.path();
        let directory = path.parent().unwrap();
        let program = directory.join("victim");
        fs::copy(env!("CARGO_BIN_EXE_victim"), &program).unwrap();
        let is_root = fs::metadata(directory).unwrap().uid() == 0;
        mode(directory, 0o755);
        if is_root {
            for path in [directory, &path] {
                chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
            }
        }
        Bound { program, is_root }
    }

    fn start(&self, place: &str, order: &Order) -> Victim {
        let mut command = std::process::Command::new(&self.program);
        command.arg(place).args(order.arguments());
        if self.is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        Victim::spawn(&mut command)
    }
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// At version 2, so that something is pending and something could be lost.
fn prepared(bed: &Testbed) {
    bed.up(&order().migrator(""), to(2)).unwrap();
}

#[test]
fn a_read_only_file_is_read() {
    on_sqlite(|bed| {
        prepared(bed);
        let (place, bound) = (bed.place(), Bound::new(bed));
        mode(&bed.path(), 0o444);
        let words = ["ING0202", "readonly database", "a file that may be written"];
        fails_as(bound.start(&place, &order()), &words);
        mode(&bed.path(), 0o644);
        assert_eq!(applied(bed), [1, 2]);
        assert_eq!(bound.start(&place, &order()).end().how, How::Well);
        assert_eq!(applied(bed), ALL);
        // With nothing pending it only looks.
        mode(&bed.path(), 0o444);
        assert_eq!(bound.start(&place, &order()).end().how, How::Well);
    });
}

#[test]
fn a_read_only_directory_has_no_room_for_a_journal() {
    on_sqlite(|bed| {
        prepared(bed);
        let (place, bound) = (bed.place(), Bound::new(bed));
        let directory = bed.path().parent().unwrap().to_owned();
        mode(&directory, 0o555);
        let words = ["ING0202", "the directory of the file"];
        fails_as(bound.start(&place, &order()), &words);
        mode(&directory, 0o755);
        assert_eq!(applied(bed), [1, 2]);
        assert_eq!(bound.start(&place, &order()).end().how, How::Well);
        assert_eq!(applied(bed), ALL);
        mode(&directory, 0o555);
        assert_eq!(bound.start(&place, &order()).end().how, How::Well);
        mode(&directory, 0o755);
    });
}

#[test]
fn a_locked_file_is_waited_for() {
    on_sqlite(|bed| {
        prepared(bed);
        for lock in ["BEGIN EXCLUSIVE", "BEGIN IMMEDIATE"] {
            let other = bed.session();
            other.execute(lock);
            let words = ["ING0204", "database is locked", "then start again"];
            fails(&bed.place(), &order(), &words);
            other.execute("ROLLBACK");
            assert_eq!(applied(bed), [1, 2]);
        }
        goes_well(&bed.place(), &order());
        assert_eq!(applied(bed), ALL);
    });
}

/// Whoever holds it lets go in time.
#[test]
fn a_lock_that_ends_is_outwaited() {
    on_sqlite(|bed| {
        prepared(bed);
        let other = bed.session();
        other.execute("BEGIN EXCLUSIVE");
        let order = Order {
            wait: std::time::Duration::from_secs(60),
            ..order()
        };
        let victim = Victim::start(&bed.place(), &order);
        std::thread::sleep(std::time::Duration::from_millis(300));
        other.execute("COMMIT");
        assert_eq!(victim.end().how, How::Well);
        assert_eq!(applied(bed), ALL);
    });
}

#[test]
fn a_damaged_file_is_restored_from_a_backup() {
    on_sqlite(|bed| {
        prepared(bed);
        let whole = fs::read(bed.path()).unwrap();
        let half = whole.len() / 2;
        let garbage = |from: usize, upto: usize| {
            let mut bytes = whole.clone();
            bytes[from..upto].fill(0xa5);
            bytes
        };
        let damaged = "restore the file from a backup";
        for (bytes, words) in [
            (garbage(0, 100), "is it the right file?"),
            (garbage(100, 4096), damaged),
            (garbage(4096, 4096 * 2), damaged),
            (whole[..half].to_vec(), damaged),
        ] {
            fs::write(bed.path(), &bytes).unwrap();
            fails(&bed.place(), &order(), &[words]);
            assert_eq!(fs::read(bed.path()).unwrap(), bytes);
        }
        // The remedy.
        fs::write(bed.path(), &whole).unwrap();
        goes_well(&bed.place(), &order());
        assert_eq!(applied(bed), ALL);
    });
}

/// What happened first is told by `seq`, never by a clock.
#[test]
fn a_clock_may_go_backwards() {
    on_sqlite(|bed| {
        prepared(bed);
        let ended = Victim::start_with(&bed.place(), &order(), "clock -86400").end();
        assert_eq!(ended.how, How::Well, "{}", ended.said);
        assert_eq!(applied(bed), ALL);
        let back = "SELECT count(*) FROM ingrain_history a JOIN ingrain_history b \
            ON b.seq = a.seq + 1 AND b.applied_at < a.applied_at";
        assert_eq!(bed.rows(back), ["1"]);
        let below = "SELECT count(*) FROM ingrain_history WHERE duration_ms < 0";
        assert_eq!(bed.rows(below), ["0"]);
        goes_well(&bed.place(), &order());
        assert!(bed.status(&order().migrator("")).unwrap().is_current());
    });
}
