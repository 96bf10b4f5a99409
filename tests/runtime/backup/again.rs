//! When there is one more, and which stay.

use std::fs;
use std::path::Path;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, SystemTime};

use ingrain::{Code, Target};
use ingrain_end_to_end::testbed::{on_both, on_postgres, on_sqlite, to, version};

use super::{NOTES, Scene, faulty, names, notes};

#[test]
fn a_start_that_fails_again_and_again_makes_one_backup() {
    on_both(|bed| {
        let scene = Scene::new(bed);
        let before = bed.dump();
        let mut made = Vec::new();
        for _ in 0..4 {
            let error = bed.run(&scene.saving(faulty(bed))).unwrap_err();
            assert_eq!(error.code(), Code::StatementFailed);
            assert_eq!(
                error.report().backup(),
                Some(scene.path("0001-to-0003").as_path())
            );
            let metadata = fs::metadata(scene.path("0001-to-0003")).unwrap();
            made.push(metadata.modified().unwrap());
        }
        assert!(made.windows(2).all(|pair| pair[0] == pair[1]));
        assert_eq!(scene.backups(), [scene.name("0001-to-0003")]);
        assert_eq!(bed.dump(), before);
    });
}

/// Rows may have been written since the script that failed was tried.
#[test]
fn a_script_that_was_mended_gets_a_backup_of_its_own() {
    on_both(|bed| {
        let scene = Scene::new(bed);
        bed.run(&scene.saving(faulty(bed))).unwrap_err();
        bed.execute("INSERT INTO notes VALUES (8)");
        let before = bed.dump();
        bed.run(&scene.saving(notes(bed))).unwrap();
        let both = [scene.name("0001-to-0003-2"), scene.name("0001-to-0003")];
        assert_eq!(scene.backups(), both);
        assert_eq!(scene.dump(&scene.path("0001-to-0003-2")), before);
    });
}

#[test]
fn so_does_the_same_way_up_once_more_and_the_way_down() {
    on_both(|bed| {
        let scene = Scene::new(bed);
        let migrator = scene.saving_at_most(notes(bed), 9);
        bed.run(&migrator).unwrap();
        bed.down(&migrator, Target::Down(2)).unwrap();
        bed.run(&migrator).unwrap();
        let middles = ["0001-to-0003-2", "0001-to-0003", "0003-to-0001"];
        assert_eq!(scene.backups(), middles.map(|middle| scene.name(middle)));
    });
}

/// Dates the file back, as if that time had passed.
fn age(path: &Path, time: Duration) {
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - time).unwrap();
}

#[test]
fn a_dump_counts_for_ten_minutes() {
    on_postgres(|bed| {
        let scene = Scene::new(bed);
        bed.run(&scene.saving(faulty(bed))).unwrap_err();
        bed.execute("INSERT INTO notes VALUES (8)");
        for (minutes, expected) in [(9, 1), (11, 2)] {
            age(
                &scene.path("0001-to-0003"),
                Duration::from_secs(minutes * 60),
            );
            bed.run(&scene.saving(faulty(bed))).unwrap_err();
            assert_eq!(scene.backups().len(), expected, "{minutes}");
        }
    });
}

/// Whether it shows in the file's time and size, or only in the copy.
#[test]
fn a_copy_counts_until_somebody_writes() {
    for journal in ["delete", "wal"] {
        for is_settled in [true, false] {
            on_sqlite(|bed| {
                let scene = Scene::new(bed);
                bed.rows(&format!("PRAGMA journal_mode = {journal}"));
                let written = |at: u64| {
                    let file = fs::File::options().write(true).open(bed.path()).unwrap();
                    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(at);
                    file.set_modified(if is_settled { at } else { SystemTime::now() })
                };
                let fail = || bed.run(&scene.saving(faulty(bed))).unwrap_err();
                written(4711).unwrap();
                fail();
                age(&scene.path("0001-to-0003"), Duration::from_secs(25 * 3600));
                fail();
                fail();
                assert_eq!(scene.backups(), [scene.name("0001-to-0003")]);

                bed.execute("INSERT INTO notes VALUES (8)");
                let before = bed.dump();
                written(4712).unwrap();
                fail();
                fail();
                assert_eq!(scene.backups().len(), 2);
                assert_eq!(scene.dump(&scene.path("0001-to-0003-2")), before);
            });
        }
    }
}

#[test]
fn what_was_written_after_a_restoration_is_in_a_backup_of_its_own() {
    on_sqlite(|bed| {
        let scene = Scene::new(bed);
        let migrator = scene.saving(notes(bed));
        bed.run(&migrator).unwrap();
        ingrain::backup::restore(scene.path("0001-to-0003"), bed.path()).unwrap();
        bed.execute("INSERT INTO notes VALUES (8)");
        let before = bed.dump();
        let report = bed.run(&migrator).unwrap();
        let second = scene.path("0001-to-0003-2");
        assert_eq!(report.backup(), Some(second.as_path()));
        assert_eq!(scene.dump(&second), before);
    });
}

/// What is half-way is not worth more than what was there before, however old that is.
#[test]
fn a_script_that_stopped_in_the_middle_keeps_the_backup_from_before_it() {
    on_both(|bed| {
        let scene = Scene::new(bed);
        let before = bed.dump();
        let script = "-- ingrain: no-transaction\nCREATE TABLE tags (id integer); INSERT INTO absent VALUES (1)";
        let stepwise = bed.chain(&[NOTES, ("2_tags", script, "DROP TABLE tags")]);
        let path = scene.path("0001-to-0002");
        for _ in 0..2 {
            bed.run(&scene.saving(stepwise)).unwrap_err();
            let made = fs::File::options().write(true).open(&path).unwrap();
            made.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        }
        assert_eq!(bed.history("event"), ["applied", "started", "progressed"]);
        assert_eq!(scene.backups(), [scene.name("0001-to-0002")]);
        assert_eq!(scene.dump(&path), before);
        // The row that says so is the first one that was written.
        let notes = bed.history("note");
        assert!(notes[1].starts_with("backup "), "{notes:?}");
        assert_eq!(notes[2], "null");
    });
}

#[test]
fn the_newest_are_kept_and_nothing_of_others_is_removed() {
    on_both(|bed| {
        let scene = Scene::new(bed);
        let foreign = [
            scene.name("0001-to-0002-old"),
            scene.name("0000-to-0001"),
            format!("other.{}", scene.name("0001-to-0002")),
            "notes.txt".to_owned(),
        ];
        for name in &foreign {
            fs::write(scene.folder.path().join(name), "mine").unwrap();
        }
        let migrator = scene.saving_at_most(notes(bed), 2);
        bed.up(&migrator, to(2)).unwrap();
        bed.up(&migrator, to(3)).unwrap();
        bed.down(&migrator, to(2)).unwrap();
        let mut expected = foreign.to_vec();
        for middle in ["0002-to-0003", "0003-to-0002"] {
            expected.extend([scene.name(middle), format!("{}.sha256", scene.name(middle))]);
        }
        expected.sort();
        assert_eq!(names(scene.folder.path()), expected);
    });
}

#[test]
fn sixteen_at_once_make_one_backup() {
    on_both(|bed| {
        let scene = Scene::new(bed);
        let barrier = Barrier::new(16);
        let start = || {
            let mut session = bed.session();
            let migrator = scene.saving(notes(bed));
            barrier.wait();
            session.run(&migrator).map(|report| report.current())
        };
        thread::scope(|scope| {
            let starts: Vec<_> = (0..16).map(|_| scope.spawn(start)).collect();
            for outcome in starts {
                assert_eq!(outcome.join().unwrap().unwrap(), Some(version(3)));
            }
        });
        assert_eq!(scene.backups(), [scene.name("0001-to-0003")]);
        let said = bed.history("note").into_iter();
        assert_eq!(said.filter(|note| note.starts_with("backup ")).count(), 1);
    });
}
