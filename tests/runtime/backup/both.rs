//! What holds for copies and dumps alike.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ingrain::backup::Backup;
use ingrain::{Code, Command, Mode, Unmanaged};
use ingrain_end_to_end::testbed::{on_both, ran, to, version};

use super::{MORE, NOTES, Scene, TAGS, names, notes};
use crate::assert_says;

#[test]
fn a_backup_holds_what_was_there_before_and_the_log_says_which_it_is() {
    on_both(|bed| {
        let scene = Scene::new(bed);
        let before = bed.dump();
        let report = bed.run(&scene.saving(notes(bed))).unwrap();
        assert_eq!(ran(&report), [2, 3]);
        let (name, path) = (scene.name("0001-to-0003"), scene.path("0001-to-0003"));
        assert_eq!(report.backup(), Some(path.as_path()));
        assert!(report.to_string().starts_with("saved    "), "{report}");
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["backup"], path.display().to_string());
        assert_eq!(scene.dump(&path), before);
        // The first row after it says so, and no other.
        let receipt = fs::read_to_string(path.with_file_name(format!("{name}.sha256"))).unwrap();
        let line = receipt.lines().last().unwrap();
        let (digits, named) = line.split_once("  ").unwrap();
        assert_eq!(named, name);
        let notes = ["null", &format!("backup {name} sha256:{digits}"), "null"];
        assert_eq!(bed.history("note"), notes);
    });
}

/// What `sha256sum --check` makes of a receipt.
#[test]
#[cfg(target_os = "linux")]
fn a_receipt_can_be_checked_with_a_common_program() {
    on_both(|bed| {
        let scene = Scene::new(bed);
        bed.run(&scene.saving(notes(bed))).unwrap();
        let mut program = std::process::Command::new("sha256sum");
        let program = program
            .args(["--check", "--strict"])
            .current_dir(&scene.folder);
        let receipt = format!("{}.sha256", scene.name("0001-to-0003"));
        let output = program.arg(receipt).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    });
}

#[test]
fn there_is_none_where_nothing_is_to_be_saved_or_to_be_done() {
    on_both(|bed| {
        let scene = Scene {
            bed,
            folder: tempfile::tempdir().unwrap(),
        };
        // An empty database, one with nothing pending, one that may not be written to, and calls that run
        // no script.
        assert_eq!(bed.run(&scene.saving(notes(bed))).unwrap().backup(), None);
        bed.run(&scene.saving(notes(bed))).unwrap();
        bed.environment(&scene.saving(notes(bed)), "staging")
            .unwrap();
        let longer = bed.chain(&[NOTES, TAGS, MORE, ("4_x", "SELECT 1", "SELECT 1")]);
        let verifies = scene.saving(longer).mode(Mode::Verify);
        assert_eq!(bed.run(&verifies).unwrap_err().code(), Code::Pending);
        let looks = scene.saving(longer);
        assert!(bed.status(&looks).unwrap().refusal().is_none());
        for command in [Command::Run, Command::Redo(to(1))] {
            assert!(!bed.plan(&looks, command).unwrap().is_empty());
        }
        looks.offline_sql(bed.dialect(), to(1), to(4)).unwrap();
        assert!(names(scene.folder.path()).is_empty());
    });
}

#[test]
fn tables_without_a_history_are_saved_too() {
    on_both(|bed| {
        bed.execute("CREATE TABLE mine (id integer); INSERT INTO mine VALUES (1)");
        let before = bed.dump();
        let folder = tempfile::tempdir().unwrap();
        let scene = Scene { bed, folder };
        bed.run(&scene.saving(notes(bed)).unmanaged(Unmanaged::Allow))
            .unwrap();
        assert_eq!(scene.dump(&scene.path("0000-to-0003")), before);
    });
}

#[test]
fn the_applications_own_way_is_asked_once_and_its_answer_recorded() {
    on_both(|bed| {
        let scene = Scene::new(bed);
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let snapshot = Backup::by(move |upcoming| {
            count.fetch_add(1, Ordering::SeqCst);
            assert_eq!(upcoming.from(), Some(version(1)));
            Ok("snapshot 17\0 of the volume".to_owned())
        });
        let report = bed.run(&notes(bed).migrator().backup(snapshot)).unwrap();
        assert_eq!(asked.load(Ordering::SeqCst), 1);
        assert!(
            report
                .to_string()
                .starts_with("saved    snapshot 17 of the volume\n")
        );
        let expected = ["null", "backup snapshot 17 of the volume", "null"];
        assert_eq!(scene.bed.history("note"), expected);
    });
}

#[test]
fn when_it_fails_nothing_has_changed() {
    on_both(|bed| {
        let scene = Scene::new(bed);
        let before = bed.dump();
        let fails = Backup::by(|_| Err("the volume is away".into()));
        let mut session = bed.session();
        let error = session
            .run(&notes(bed).migrator().backup(fails))
            .unwrap_err();
        let words = [
            "no backup could be made: the volume is away",
            "nothing has run",
        ];
        assert_says(&error, Code::BackupFailed, &words);
        assert_eq!(
            error.driver_error().unwrap().to_string(),
            "the volume is away"
        );
        assert_eq!(bed.dump(), before);
        // No lock and no transaction is left.
        assert_eq!(
            ran(&session.run(&scene.saving(notes(bed))).unwrap()),
            [2, 3]
        );
    });
}

#[test]
fn one_for_each_kind_of_database_may_be_given_and_one_for_the_other_kind_is_a_mistake() {
    on_both(|bed| {
        let scene = Scene::new(bed);
        let other: Backup = bed.pick(
            ingrain::backup::PgDump::new(scene.folder.path(), "host=h user=u").into(),
            ingrain::backup::SqliteCopy::beside().into(),
        );
        let alone = notes(bed).migrator().backup(other.clone());
        let words = [
            &format!("is not for {}", bed.dialect()),
            "`migrator().backup(",
        ];
        assert_says(
            &bed.run(&alone).unwrap_err(),
            Code::Settings,
            &words.map(|word: &str| word),
        );
        bed.run(&scene.saving(notes(bed)).backup(other)).unwrap();
        assert_eq!(scene.backups().len(), 1);
        let none = scene.saving_at_most(notes(bed), 0);
        assert_says(
            &bed.run(&none).unwrap_err(),
            Code::Settings,
            &["at least one"],
        );
    });
}

static DEMO: ingrain::Migrations = ingrain::embed!("migrations");

/// Triggers, views, full text: all that the demo chain has.
#[test]
fn a_schema_with_more_than_tables_is_saved_whole() {
    on_both(|bed| {
        let folder = tempfile::tempdir().unwrap();
        let scene = Scene { bed, folder };
        let head = bed
            .status(&DEMO.migrator())
            .unwrap()
            .head()
            .unwrap()
            .number();
        bed.up(&DEMO.migrator(), to(head - 1)).unwrap();
        bed.execute(
            "INSERT INTO entries (title, body, written_on) VALUES ('a', 'b', '2026-11-20')",
        );
        let before = bed.dump();
        let report = bed.run(&scene.saving(DEMO)).unwrap();
        assert_eq!(scene.dump(report.backup().unwrap()), before);
    });
}
