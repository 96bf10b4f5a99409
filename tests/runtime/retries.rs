//! What is met on the way is begun again; what was asked for stays the same, and what went well stays.

use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use ingrain::{Migrations, Migrator, Target, Transactions};
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, ran, version};

use crate::until;

/// Five tables, one a version; from the third migration on each also needs the first table.
fn five(bed: &Testbed) -> Migrations {
    let of = |number: u32, letter: char| {
        let column = |change: &str| match number {
            1 | 2 => String::new(),
            _ => format!(" ALTER TABLE a {change};"),
        };
        let (add, drop) = (
            format!("ADD COLUMN {letter} integer"),
            format!("DROP COLUMN {letter}"),
        );
        (
            format!("{number}_{letter}"),
            format!("CREATE TABLE {letter} (id integer);{}", column(&add)),
            format!("DROP TABLE {letter};{}", column(&drop)),
        )
    };
    let scripts: Vec<_> = (1..).zip("abcde".chars()).map(|(n, l)| of(n, l)).collect();
    let scripts: Vec<(&str, &str, &str)> = scripts
        .iter()
        .map(|(name, up, down)| (name.as_str(), up.as_str(), down.as_str()))
        .collect();
    bed.chain(&scripts)
}

fn impatient(migrations: &Migrations) -> Migrator {
    let migrator = migrations.migrator().wait(Duration::from_secs(20));
    migrator.lock_timeout(Duration::from_millis(100))
}

/// What was reverted, in that order.
fn reverted(bed: &Testbed) -> Vec<String> {
    bed.rows("SELECT version FROM ingrain_history WHERE event = 'reverted' ORDER BY seq")
}

/// Longer than an attempt takes that meets a lock: it has failed, and the pause before the next one grows.
const AN_ATTEMPT: Duration = Duration::from_millis(350);

#[test]
fn two_down_are_two_although_the_second_waits_for_a_lock() {
    on_postgres(|bed| {
        let migrator = impatient(&five(bed));
        bed.run(&migrator).unwrap();
        let other = bed.session();
        other.execute("BEGIN; LOCK TABLE d IN ACCESS SHARE MODE");
        thread::scope(|scope| {
            let run = scope.spawn(|| bed.down(&migrator, Target::Down(2)));
            until("5 is reverted", || reverted(bed) == ["5"]);
            thread::sleep(AN_ATTEMPT);
            other.execute("COMMIT");
            let report = run.join().unwrap().unwrap();
            assert_eq!(reverted(bed), ["5", "4"]);
            assert_eq!(ran(&report), [5, 4]);
            assert_eq!(report.current(), Some(version(3)));
        });
    });
}

#[test]
fn two_up_are_two_although_the_second_waits_for_a_lock() {
    on_postgres(|bed| {
        let migrator = impatient(&five(bed));
        bed.up(&migrator, Target::Up(1)).unwrap();
        let other = bed.session();
        other.execute("BEGIN; LOCK TABLE a IN ACCESS SHARE MODE");
        thread::scope(|scope| {
            let run = scope.spawn(|| bed.up(&migrator, Target::Up(2)));
            until("2 is applied", || bed.history("version") == ["1", "2"]);
            thread::sleep(AN_ATTEMPT);
            other.execute("COMMIT");
            let report = run.join().unwrap().unwrap();
            assert_eq!(bed.history("version"), ["1", "2", "3"]);
            assert_eq!(ran(&report), [2, 3]);
            assert_eq!(report.current(), Some(version(3)));
        });
    });
}

/// Both see version 5 as the last one, and ask for it to be reverted: it is, and nothing below it.
#[test]
fn two_that_see_the_same_and_ask_for_one_down_revert_one() {
    on_postgres(|bed| {
        let migrator = impatient(&five(bed));
        bed.run(&migrator).unwrap();
        let other = bed.session();
        other.execute("BEGIN; LOCK TABLE e IN ACCESS SHARE MODE");
        thread::scope(|scope| {
            let runs = [(); 2].map(|()| scope.spawn(|| bed.down(&migrator, Target::Down(1))));
            thread::sleep(2 * AN_ATTEMPT);
            assert!(runs.iter().all(|run| !run.is_finished()));
            other.execute("COMMIT");
            let reports = runs.map(|run| run.join().unwrap().unwrap());
            assert_eq!(reverted(bed), ["5"]);
            assert_eq!(reports.each_ref().map(ran).concat(), [5]);
            for report in reports {
                assert_eq!(report.current(), Some(version(4)));
            }
        });
    });
}

/// Whoever is later may see what the first has done already; but never does one do the work of two.
#[test]
fn two_at_once_that_ask_for_one_down_revert_at_most_one_each() {
    on_both(|bed| {
        let migrator = five(bed).migrator().wait(Duration::from_secs(20));
        for _ in 0..10 {
            bed.run(&migrator).unwrap();
            bed.execute("CREATE TABLE before AS SELECT max(seq) AS seq FROM ingrain_history");
            let start = Barrier::new(2);
            let mut told = thread::scope(|scope| {
                let call = || {
                    let mut session = bed.session();
                    start.wait();
                    session.down(&migrator, Target::Down(1)).unwrap()
                };
                let runs = [(); 2].map(|()| scope.spawn(call));
                runs.map(|run| ran(&run.join().unwrap()))
            });
            told.sort_unstable();
            let recorded = bed.rows(
                "SELECT version FROM ingrain_history WHERE seq > (SELECT seq FROM before) ORDER BY seq",
            );
            match told.each_ref().map(Vec::as_slice) {
                [[], [5]] => assert_eq!(recorded, ["5"]),
                [[4], [5]] => assert_eq!(recorded, ["5", "4"]),
                _ => panic!("{told:?} of {recorded:?}"),
            }
            bed.execute("DROP TABLE before");
        }
    });
}

/// The wait is for others. What the run's own scripts take does not use it up.
#[test]
fn a_long_migration_leaves_the_next_one_its_wait() {
    on_postgres(|bed| {
        let notes = ("1_notes", "CREATE TABLE notes (id integer)", "SELECT 1");
        bed.run(&bed.chain(&[notes]).migrator()).unwrap();
        let chain = bed.chain(&[
            notes,
            ("2_slow", "SELECT pg_sleep(0.9)", "SELECT 1"),
            (
                "3_body",
                "ALTER TABLE notes ADD COLUMN body text",
                "SELECT 1",
            ),
        ]);
        let migrator = chain.migrator().wait(Duration::from_millis(700));
        let migrator = migrator.lock_timeout(Duration::from_millis(100));
        let other = bed.session();
        other.execute("BEGIN; LOCK TABLE notes IN ACCESS SHARE MODE");
        thread::scope(|scope| {
            let run = scope.spawn(|| bed.run(&migrator));
            until("2 is applied", || bed.history("version") == ["1", "2"]);
            thread::sleep(Duration::from_millis(300));
            other.execute("COMMIT");
            assert_eq!(ran(&run.join().unwrap().unwrap()), [2, 3]);
        });
    });
}

/// Five tables; the third script is `third`.
fn with_third(bed: &Testbed, third: &str) -> Migrations {
    bed.chain(&[
        ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a"),
        ("2_b", "CREATE TABLE b (id integer)", "DROP TABLE b"),
        ("3_c", third, "DROP TABLE c"),
        ("4_d", "CREATE TABLE d (id integer)", "DROP TABLE d"),
        ("5_e", "CREATE TABLE e (id integer)", "DROP TABLE e"),
    ])
}

#[test]
fn a_connection_that_is_lost_is_told_with_the_migration_that_was_running() {
    on_postgres(|bed| {
        let lost = "CREATE TABLE c (id integer);\nSELECT pg_terminate_backend(pg_backend_pid());";
        let error = bed.run(&with_third(bed, lost).migrator()).unwrap_err();
        let text = error.to_string();
        for word in [
            "migrations/3_c.up.sql",
            "versions 1 and 2 were applied before it",
        ] {
            assert!(text.contains(word), "it does not say {word:?}:\n{text}");
        }
        assert_eq!(ran(error.report()), [1, 2]);
        assert_eq!(
            bed.history("event, version"),
            ["applied | 1", "applied | 2"]
        );
        assert_eq!(bed.rows("SELECT to_regclass('c')"), ["null"]);
        let mended = with_third(bed, "CREATE TABLE c (id integer)");
        assert_eq!(ran(&bed.run(&mended.migrator()).unwrap()), [3, 4, 5]);
    });
}

#[test]
fn what_was_applied_before_a_failure_is_said() {
    on_both(|bed| {
        let each = |third: &str| {
            let migrator = with_third(bed, third).migrator();
            migrator.transactions(Transactions::Each)
        };
        for fault in [
            "CREATE TABEL c (id integer)",
            "INSERT INTO absent VALUES (1)",
        ] {
            bed.execute("DROP TABLE IF EXISTS a; DROP TABLE IF EXISTS b; DROP TABLE IF EXISTS ingrain_history");
            let text = bed.run(&each(fault)).unwrap_err().to_string();
            for word in [
                "--> migrations/3_c.up.sql:1:",
                "= note: versions 1 and 2 were applied before it, and stay",
            ] {
                assert!(text.contains(word), "it does not say {word:?}:\n{text}");
            }
            assert_eq!(bed.history("version"), ["1", "2"]);
            // The next run has applied nothing before it fails.
            let text = bed.run(&each(fault)).unwrap_err().to_string();
            assert!(text.contains("--> migrations/3_c.up.sql:1:"), "{text}");
            assert!(!text.contains("before it"), "{text}");
        }
    });
}
