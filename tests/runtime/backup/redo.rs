//! Down and up again is one call: one backup stands before both.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ingrain::backup::Backup;
use ingrain::{Code, Transactions};
use ingrain_end_to_end::testbed::{on_both, to};

use super::{Scene, notes};
use crate::assert_says;

const EITHER: [Transactions; 2] = [Transactions::Together, Transactions::Each];

#[test]
fn one_backup_holds_what_was_there_before_the_way_down() {
    for transactions in EITHER {
        on_both(|bed| {
            let scene = Scene::new(bed);
            bed.run(&notes(bed).migrator()).unwrap();
            bed.execute("INSERT INTO more VALUES (7)");
            let before = bed.dump();
            let migrator = scene.saving(notes(bed)).transactions(transactions);
            let report = bed.redo(&migrator, to(1)).unwrap();
            let (name, path) = (scene.name("0003-to-0003"), scene.path("0003-to-0003"));
            assert_eq!(report.backup(), Some(path.as_path()));
            assert_eq!(scene.backups(), [&*name]);
            assert_eq!(scene.dump(&path), before);
            let rows = bed.history("event, note").split_off(3);
            let first = format!("reverted | backup {name} sha256:");
            assert!(rows[0].starts_with(&first), "{rows:?}");
            let rest = ["reverted | null", "applied | null", "applied | null"];
            assert_eq!(rows[1..], rest);
        });
    }
}

#[test]
fn without_it_nothing_is_reverted() {
    for transactions in EITHER {
        on_both(|bed| {
            bed.run(&notes(bed).migrator()).unwrap();
            let before = bed.dump();
            let asked = Arc::new(AtomicUsize::new(0));
            let times = Arc::clone(&asked);
            let backup = Backup::by(move |_| {
                times.fetch_add(1, Ordering::Relaxed);
                Err("the volume is gone".into())
            });
            let migrator = notes(bed).migrator().backup(backup);
            let migrator = migrator.transactions(transactions);
            let error = bed.redo(&migrator, to(1)).unwrap_err();
            let words = ["the volume is gone", "nothing has run"];
            assert_says(&error, Code::BackupFailed, &words);
            assert_eq!(asked.load(Ordering::Relaxed), 1);
            assert_eq!(bed.dump(), before);
        });
    }
}
