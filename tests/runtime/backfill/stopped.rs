//! A backfill that stopped: it goes on beyond the last key, and neither skips nor repeats a batch.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use ingrain::{Code, Dialect, Migrations, Target};
use ingrain_end_to_end::crew::{Crew, HISTORY, Work};
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, ran};

use super::{chain, done};
use crate::{assert_says, until};

/// Ten notes in batches of four, of which the second fails on note 6.
pub(super) fn stop(bed: &Testbed) -> Migrations {
    let migrations = chain(bed, 10, 4);
    bed.up(&migrations.migrator(), Target::Up(1)).unwrap();
    bed.execute("UPDATE notes SET done = 1 WHERE id = 6");
    let error = bed.run(&migrations.migrator()).unwrap_err();
    let words = [
        "the up script of version 2 (done) failed",
        "--> migrations/2_done.up.sql:2:1",
        "2 | UPDATE notes SET done = done + 1 WHERE id > $1 AND id <= $2;",
        "it runs in batches: those before this one are done, and recorded",
        "it goes on with this batch",
    ];
    assert_says(&error, Code::StatementFailed, &words);
    assert_eq!(
        bed.history("event, statements").split_off(1),
        ["started | null", "progressed | 1"]
    );
    migrations
}

#[test]
fn a_batch_that_failed_is_tried_again_and_none_before_it() {
    on_both(|bed| {
        let migrator = stop(bed).migrator();
        bed.run(&migrator).unwrap_err();
        assert_eq!(done(bed), ["0 | 5", "1 | 5"]);
        let status = bed.status(&migrator).unwrap();
        assert!(!status.is_current() && status.refusal().is_none());
        bed.execute("UPDATE notes SET done = 0 WHERE id = 6");
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
        assert_eq!(done(bed), ["1 | 10"]);
        let rows = bed.history("event, statements").split_off(2);
        assert_eq!(
            rows,
            [
                "progressed | 1",
                "progressed | 2",
                "progressed | 3",
                "applied | null"
            ]
        );
    });
}

#[test]
fn it_stops_between_two_batches_and_goes_on_at_the_next_start() {
    on_both(|bed| {
        let migrations = chain(bed, 10, 4);
        bed.up(&migrations.migrator(), Target::Up(1)).unwrap();
        let asked = AtomicUsize::new(0);
        // Before the script, before its first batch, and before its second.
        let stop = move || asked.fetch_add(1, Ordering::Relaxed) == 2;
        let error = bed.run(&migrations.migrator().stop_when(stop)).unwrap_err();
        assert_eq!(error.code(), Code::Stopped, "{error}");
        assert_eq!(done(bed), ["0 | 6", "1 | 4"]);
        assert_eq!(ran(&bed.run(&migrations.migrator()).unwrap()), [2]);
        assert_eq!(done(bed), ["1 | 10"]);
    });
}

#[test]
fn a_mistake_in_a_batch_is_found_where_it_stands_in_the_script() {
    on_both(|bed| {
        let script = super::script(4, "done = 1, title = 'é' || titel");
        let (name, up, down) = super::notes(10);
        let chain = bed.chain(&[(&name, &up, &down), ("2_done", &script, "SELECT 1")]);
        let error = bed.run(&chain.migrator()).unwrap_err();
        let script = script.lines().last().unwrap();
        let column = script.chars().take_while(|c| *c != 'é').count() + 7;
        let place = format!("--> migrations/2_done.up.sql:2:{column}");
        assert_says(&error, Code::StatementFailed, &[&place]);
    });
}

#[test]
fn a_process_that_is_killed_leaves_whole_batches() {
    on_both(|bed| {
        let progress = format!("SELECT count(*) FROM {HISTORY} WHERE event = 'progressed'");
        let mut victim = Command::new(env!("CARGO_BIN_EXE_crew"))
            .arg(Work::Backfill.name())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut orders = victim.stdin.take().unwrap();
        bed.up(&Work::Backfill.migrator(), Target::Up(1)).unwrap();
        let let_go = hold(bed, 550);
        write!(orders, "{}\ngo\n", bed.place()).unwrap();
        let batches = || bed.rows(&progress)[0].parse::<u32>().unwrap();
        until("five batches are done", || batches() == 5);
        // In the sixth, which does not end by itself.
        victim.kill().unwrap();
        victim.wait().unwrap();
        let_go(bed);
        if bed.dialect() == Dialect::Sqlite {
            assert_eq!(done(bed), ["0 | 9500", "1 | 500"]);
        }
        assert_eq!(ran(&bed.run(&Work::Backfill.migrator()).unwrap()), [2]);
        assert_eq!(done(bed), ["1 | 10000"]);
        let numbers =
            format!("SELECT statements FROM {HISTORY} WHERE event = 'progressed' ORDER BY seq");
        let expected: Vec<String> = (1..=100).map(|batch| batch.to_string()).collect();
        assert_eq!(bed.rows(&numbers), expected);
    });
}

/// Makes whoever changes this note wait without end, until the answer is called.
fn hold(bed: &Testbed, note: u32) -> impl Fn(&Testbed) {
    let other = match bed.dialect() {
        Dialect::Sqlite => {
            bed.execute(&format!(
                "CREATE TRIGGER held BEFORE UPDATE ON notes WHEN NEW.id = {note} BEGIN \
                 SELECT count(*) FROM notes a, notes b, notes c, notes d WHERE a.id + b.id + c.id + d.id < 0; END"
            ));
            None
        }
        Dialect::Postgres => {
            let other = bed.session();
            other.execute(&format!(
                "BEGIN; SELECT FROM notes WHERE id = {note} FOR UPDATE"
            ));
            Some(other)
        }
    };
    move |bed| match &other {
        Some(other) => other.execute("COMMIT"),
        None => bed.execute("DROP TRIGGER held"),
    }
}

#[test]
fn several_processes_at_once_do_every_batch_once() {
    let mut crew = Crew::start(env!("CARGO_BIN_EXE_crew"), 4, Work::Backfill);
    on_both(|bed| {
        let answers = crew.round(&bed.place());
        let are_there = answers
            .iter()
            .all(|answer| answer.starts_with("at 2, ran ["));
        assert!(are_there, "{answers:#?}");
        assert_eq!(done(bed), ["1 | 10000"]);
        let events = format!("SELECT event, statements FROM {HISTORY} ORDER BY seq");
        let batches = (1..=100).map(|batch| format!("progressed | {batch}"));
        let mut expected = vec!["applied | null".to_owned(), "started | null".to_owned()];
        expected.extend(batches.chain(["applied | null".to_owned()]));
        assert_eq!(bed.rows(&events), expected);
    });
}

#[test]
fn a_batch_that_meets_a_lock_is_tried_again() {
    on_postgres(|bed| {
        let migrations = chain(bed, 10, 4);
        bed.up(&migrations.migrator(), Target::Up(1)).unwrap();
        let migrator = migrations
            .migrator()
            .lock_timeout(Duration::from_millis(50));
        let other = bed.session();
        other.execute("BEGIN; UPDATE notes SET title = 'held' WHERE id = 6");
        thread::scope(|scope| {
            let run = scope.spawn(|| bed.run(&migrator));
            until("the first batch is done", || bed.history("seq").len() == 3);
            thread::sleep(Duration::from_millis(300));
            assert!(!run.is_finished());
            other.execute("COMMIT");
            assert_eq!(ran(&run.join().unwrap().unwrap()), [2]);
        });
        assert_eq!(done(bed), ["1 | 10"]);
        let error = {
            other.execute("BEGIN; UPDATE notes SET title = 'held' WHERE id = 6");
            let migrator = migrator.wait(Duration::from_millis(300));
            bed.down(&migrator, Target::Down(1)).unwrap_err()
        };
        assert_says(
            &error,
            Code::TimedOut,
            &["version 2 waits for a lock", "2_done.down.sql"],
        );
    });
}

#[test]
fn progress_that_was_changed_by_hand_is_a_corrupt_history() {
    on_both(|bed| {
        let migrator = stop(bed).migrator();
        bed.execute("UPDATE notes SET done = 0 WHERE id = 6");
        for (change, words) in [
            (
                "last_key = '4 OR 1'",
                "as its `last_key`, which Ingrain never writes",
            ),
            (
                "last_key = NULL",
                "with a `last_key`, or without one, unlike the row that began it",
            ),
            (
                "last_key = 'X''00'''",
                "with a `last_key` that is not between those of the rows before",
            ),
            ("statements = NULL", "without more statements done"),
        ] {
            let before = bed.history("last_key, statements").pop().unwrap();
            let (key, statements) = before.split_once(" | ").unwrap();
            bed.execute(&format!(
                "UPDATE ingrain_history SET {change} WHERE event = 'progressed'"
            ));
            let error = bed.run(&migrator).unwrap_err();
            assert_says(&error, Code::CorruptHistory, &["row 3 ", words]);
            let key = key.replace('\'', "''");
            bed.execute(&format!(
                "UPDATE ingrain_history SET last_key = '{key}', statements = {statements} WHERE event = 'progressed'"
            ));
        }
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
        assert_eq!(done(bed), ["1 | 10"]);
    });
}
