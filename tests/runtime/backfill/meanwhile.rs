//! What other processes do while a script runs outside transactions, and what becomes of it.

use std::thread;
use std::time::Duration;

use ingrain::{Code, Declared, Migrations, Target};
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, on_sqlite, ran};

use super::{done, notes};
use crate::{assert_says, until};

const COMPATIBLE: &str = "-- ingrain: compatible \"nobody reads it yet\"\n";

/// Twenty notes, and a script that does them one by one, with pauses.
fn slow(bed: &Testbed, class: &str) -> Migrations {
    let (name, up, down) = notes(20);
    let batches = "-- ingrain: backfill notes.id rows 1 pause 150ms";
    let there =
        format!("{class}{batches}\nUPDATE notes SET done = done + 1 WHERE id > $1 AND id <= $2;");
    let back = format!("{batches}\nUPDATE notes SET done = done - 1 WHERE id > $1 AND id <= $2;");
    bed.chain(&[(&name, &up, &down), ("2_done", &there, &back)])
}

/// The release before it.
fn old(bed: &Testbed) -> Migrations {
    let (name, up, down) = notes(20);
    bed.chain(&[(&name, &up, &down)])
}

/// Does this while the script of version 2 runs, which runs to its end then.
fn while_it_runs(bed: &Testbed, class: &str, act: impl FnOnce()) {
    let new = slow(bed, class);
    bed.run(&old(bed).migrator()).unwrap();
    thread::scope(|scope| {
        let run = scope.spawn(|| bed.run(&new.migrator()));
        until("a batch is done", || bed.history("seq").len() > 3);
        act();
        assert_eq!(ran(&run.join().unwrap().unwrap()), [2]);
    });
    assert_eq!(done(bed), ["1 | 20"]);
}

#[test]
fn an_old_release_starts_while_a_compatible_script_runs() {
    on_both(|bed| {
        let old = old(bed);
        while_it_runs(bed, COMPATIBLE, || {
            assert_eq!(ran(&bed.run(&old.migrator()).unwrap()), [0_u64; 0]);
            let status = bed.status(&old.migrator()).unwrap();
            assert!(status.is_current(), "{status:?}");
            assert_ne!(bed.history("event").pop().unwrap(), "applied");
        });
    });
}

#[test]
fn an_old_release_runs_over_a_compatible_script_that_stopped_and_over_no_other() {
    on_both(|bed| {
        for (class, starts) in [(COMPATIBLE, true), ("", false)] {
            let bed = &bed.another();
            let old = old(bed).migrator().wait(Duration::ZERO);
            bed.run(&old).unwrap();
            bed.execute("UPDATE notes SET done = 1 WHERE id = 2");
            bed.run(&slow(bed, class).migrator()).unwrap_err();
            assert_eq!(bed.run(&old).is_ok(), starts);
            assert_eq!(bed.status(&old).unwrap().is_current(), starts);
        }
    });
}

/// On SQLite a log that has just grown means that somebody is at work.
#[test]
fn a_log_from_the_future_has_not_just_grown() {
    on_sqlite(|bed| {
        let old = old(bed).migrator().wait(Duration::ZERO);
        bed.run(&old).unwrap();
        bed.execute("UPDATE notes SET done = 1 WHERE id = 2");
        bed.run(&slow(bed, "").migrator()).unwrap_err();
        let error = bed.run(&old).unwrap_err();
        assert_says(&error, Code::TimedOut, &["a process is at work on it"]);
        bed.execute("UPDATE ingrain_history SET applied_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+1 hour')");
        let error = bed.run(&old).unwrap_err();
        assert_says(&error, Code::Unfinished, &["Declared::Undone"]);
        let status = bed.status(&old).unwrap();
        assert_eq!(status.last_event_age(), Some(Duration::ZERO));
    });
}

#[test]
fn an_old_release_waits_for_a_breaking_script_and_is_not_told_to_meddle() {
    on_both(|bed| {
        let old = old(bed);
        while_it_runs(bed, "", || {
            let error = bed.run(&old.migrator().wait(Duration::ZERO)).unwrap_err();
            let words = [
                "the up script of version 2 is part-way, after ",
                "a process is at work on it",
            ];
            assert_says(&error, Code::TimedOut, &words);
            assert!(!error.to_string().contains("Declared::"), "{error}");
            let status = bed.status(&old.migrator()).unwrap();
            let refusal = status.refusal().unwrap();
            assert!(
                refusal.to_string().contains("is at work on it"),
                "{refusal}"
            );
            assert!(!refusal.to_string().contains("Declared::"), "{refusal}");
            let error = bed.run(&old.migrator()).unwrap_err();
            assert_says(&error, Code::Newer, &["version 2 (done)"]);
        });
    });
}

#[test]
fn a_release_waits_while_its_own_migration_is_taken_back() {
    on_both(|bed| {
        let new = slow(bed, "").migrator();
        bed.run(&new).unwrap();
        thread::scope(|scope| {
            let down = scope.spawn(|| bed.down(&new, Target::Down(1)));
            until("a batch is taken back", || done(bed).len() == 2);
            let error = bed.run(&new.clone().wait(Duration::ZERO)).unwrap_err();
            assert_says(&error, Code::TimedOut, &["the down script of version 2"]);
            assert_eq!(ran(&down.join().unwrap().unwrap()), [2]);
        });
        assert_eq!(done(bed), ["0 | 20"]);
    });
}

#[test]
fn an_old_release_starts_while_an_index_is_built() {
    on_postgres(|bed| {
        let (name, up, down) = notes(20);
        let first = (name.as_str(), up.as_str(), down.as_str());
        let index = format!(
            "{COMPATIBLE}-- ingrain: no-transaction\nCREATE INDEX CONCURRENTLY notes_done ON notes (done);"
        );
        let new = bed.chain(&[first, ("2_done", &index, "DROP INDEX notes_done")]);
        let old = old(bed).migrator();
        bed.run(&old).unwrap();
        let other = bed.session();
        other.execute("BEGIN; UPDATE notes SET title = 'held' WHERE id = 6");
        thread::scope(|scope| {
            let run = scope.spawn(|| bed.run(&new.migrator()));
            until("it has begun", || bed.history("seq").len() == 2);
            bed.run(&old).unwrap();
            assert!(bed.status(&old).unwrap().is_current());
            other.execute("COMMIT");
            assert_eq!(ran(&run.join().unwrap().unwrap()), [2]);
        });
    });
}

#[test]
fn a_script_that_is_declared_undone_while_it_runs_is_not_begun_anew() {
    on_both(|bed| {
        let new = slow(bed, "").migrator();
        bed.run(&old(bed).migrator()).unwrap();
        thread::scope(|scope| {
            let run = scope.spawn(|| bed.run(&new));
            until("a batch is done", || bed.history("seq").len() > 3);
            let declared = bed.repair_unfinished(&new, Declared::Undone, "by mistake");
            declared.unwrap();
            let result = run.join().unwrap();
            match bed.dialect() {
                // It waits for the process that leads, and finds nothing to repair then.
                ingrain::Dialect::Postgres => assert_eq!(ran(&result.unwrap()), [2]),
                ingrain::Dialect::Sqlite => {
                    let words = ["version 2 was declared undone while this process was running it"];
                    assert_says(&result.unwrap_err(), Code::Unfinished, &words);
                    assert_eq!(bed.history("event").pop().unwrap(), "repaired");
                }
            }
        });
        assert!(!done(bed).contains(&"2 | 1".to_owned()));
    });
}
