//! Down and up again.

use std::thread;

use ingrain::{Code, Consent, Direction, Migrations, Report, Target, Transactions};
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, to, version};

use crate::{assert_says, until};

const LAST: Target = Target::Down(1);

fn chain(bed: &Testbed, last: &str) -> Migrations {
    bed.chain(&[
        ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a"),
        ("2_b", "CREATE TABLE b (id integer)", "DROP TABLE b"),
        ("3_c", last, "DROP TABLE c"),
    ])
}

fn done(report: &Report) -> Vec<(u64, Direction)> {
    let ran = report.ran().iter();
    ran.map(|ran| (ran.version().number(), ran.direction()))
        .collect()
}

#[test]
fn the_last_migration_is_run_again() {
    use Direction::{Down, Up};
    on_both(|bed| {
        let migrator = chain(bed, "CREATE TABLE c (id integer)").migrator();
        bed.run(&migrator).unwrap();
        let before = bed.dump_without_history();
        bed.execute("INSERT INTO c VALUES (1)");
        let report = bed.redo(&migrator, LAST).unwrap();
        assert_eq!(done(&report), [(3, Down), (3, Up)]);
        assert_eq!(report.current(), Some(version(3)));
        assert_eq!(bed.dump_without_history(), before);
        let expected = ["reverted | 3", "applied | 3"];
        assert_eq!(bed.history("event, version").split_off(3), expected);
        for transactions in [Transactions::Each, Transactions::Together] {
            let report = bed
                .redo(&migrator.clone().transactions(transactions), to(1))
                .unwrap();
            assert_eq!(done(&report), [(3, Down), (2, Down), (2, Up), (3, Up)]);
        }
        assert!(bed.status(&migrator).unwrap().is_current());
        let nothing = bed.redo(&migrator, Target::Down(0)).unwrap();
        assert!(nothing.is_empty() && nothing.current() == Some(version(3)));
    });
}

#[test]
fn a_script_outside_transactions_is_run_again() {
    use Direction::{Down, Up};
    on_both(|bed| {
        let last = "-- ingrain: no-transaction\nCREATE TABLE c (id integer);";
        let migrator = chain(bed, last).migrator();
        bed.run(&migrator).unwrap();
        let report = bed.redo(&migrator, to(1)).unwrap();
        assert_eq!(done(&report), [(3, Down), (2, Down), (2, Up), (3, Up)]);
        assert!(bed.status(&migrator).unwrap().is_current());
    });
}

#[test]
fn a_failure_on_the_way_up_takes_the_way_down_back_where_they_share_a_transaction() {
    on_both(|bed| {
        let up = "CREATE TABLE c (id integer);\nINSERT INTO c SELECT count(*) FROM b WHERE id > 1;\n\
                  INSERT INTO b SELECT 2 FROM b;\nCREATE UNIQUE INDEX c_id ON b (id);";
        let migrator = chain(bed, up).migrator();
        bed.run(&migrator).unwrap();
        bed.execute("DROP INDEX c_id; INSERT INTO b VALUES (1), (2)");
        let before = bed.dump();
        let together = migrator.clone().transactions(Transactions::Together);
        let error = bed.redo(&together, LAST).unwrap_err();
        assert_says(&error, Code::StatementFailed, &["version 3 (c) failed"]);
        assert_eq!(bed.dump(), before);

        let each = migrator.clone().transactions(Transactions::Each);
        let error = bed.redo(&each, LAST).unwrap_err();
        let words = ["version 3 was reverted before it, and stays so"];
        assert_says(&error, Code::StatementFailed, &words);
        assert_eq!(bed.status(&migrator).unwrap().current(), Some(version(2)));
    });
}

/// What was redone already is neither reverted again nor left out.
#[test]
fn whoever_has_to_begin_again_half_way_goes_on_from_there() {
    use Direction::{Down, Up};
    on_postgres(|bed| {
        let up = "-- ingrain: lock-timeout 100ms\nCREATE TABLE c (id integer);\nLOCK TABLE a;";
        let migrator = chain(bed, up).migrator();
        bed.run(&migrator).unwrap();
        let other = bed.session();
        other.execute("BEGIN; LOCK TABLE a IN ACCESS SHARE MODE");
        let report = thread::scope(|scope| {
            let redo = scope.spawn(|| bed.redo(&migrator, to(1)));
            let applied = "SELECT count(*) FROM ingrain_history WHERE event = 'applied'";
            until("the second is applied again", || bed.rows(applied) == ["4"]);
            // The message with both has failed by now; the third waits alone, again and again.
            let waits =
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'a'::regclass";
            for _ in 0..3 {
                until("it waits", || bed.rows(waits) == ["1"]);
                until("it gives up for now", || bed.rows(waits) == ["0"]);
            }
            other.execute("COMMIT");
            redo.join().unwrap().unwrap()
        });
        assert_eq!(done(&report), [(3, Down), (2, Down), (2, Up), (3, Up)]);
        let rows = ["reverted | 3", "reverted | 2", "applied | 2", "applied | 3"];
        assert_eq!(bed.history("event, version").split_off(3), rows);
    });
}

/// The way up would be refused when the way down is committed.
#[test]
fn what_could_not_be_applied_again_is_not_reverted() {
    on_both(|bed| {
        let named = |number| format!("2026010100000{number}_t{number}");
        let table = |number| format!("CREATE TABLE t{number} (id integer)");
        let without = |left_out: u64| {
            let numbers = (1..=3).filter(|number| *number != left_out);
            let scripts: Vec<_> = numbers
                .map(|number| {
                    (
                        named(number),
                        table(number),
                        format!("DROP TABLE t{number}"),
                    )
                })
                .collect();
            let scripts: Vec<_> = scripts
                .iter()
                .map(|(name, up, down)| (&**name, &**up, &**down))
                .collect();
            bed.chain(&scripts).migrator()
        };
        bed.run(&without(0)).unwrap();
        let before = bed.dump();
        let migrator = without(2).transactions(Transactions::Each);
        let error = bed.redo(&migrator, LAST).unwrap_err();
        assert_says(&error, Code::Missing, &["20260101000002"]);
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn what_may_not_or_cannot_be_redone_is_left_alone() {
    on_both(|bed| {
        let migrator = chain(bed, "CREATE TABLE c (id integer)").migrator();
        bed.run(&migrator).unwrap();
        let older = bed.chain(&[("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a")]);
        let before = bed.dump();
        let error = bed.redo(&older.migrator(), LAST).unwrap_err();
        let words = ["migration 3 is not embedded", "could not apply it again"];
        assert_says(&error, Code::BadTarget, &words);
        assert_eq!(bed.dump(), before);

        bed.environment(&migrator, "production").unwrap();
        let before = bed.dump();
        let error = bed.redo(&migrator, LAST).unwrap_err();
        assert_says(&error, Code::Protected, &["stamped as production"]);
        assert_eq!(bed.dump(), before);
        bed.redo(&migrator.consent(Consent::Given), LAST).unwrap();
    });
}

/// The last migration while it is being written: run, edited, run anew.
#[test]
fn what_was_edited_is_reverted_with_the_script_that_the_history_keeps() {
    use Direction::{Down, Up};
    on_both(|bed| {
        let migrated = chain(bed, "CREATE TABLE c (id integer)").migrator();
        bed.run(&migrated).unwrap();
        let edited = |table: &str| {
            let up = format!("CREATE TABLE {table} (id integer, name text)");
            let down = format!("DROP TABLE {table}");
            bed.chain(&[
                ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a"),
                ("2_b", "CREATE TABLE b (id integer)", "DROP TABLE b"),
                ("3_c", &up, &down),
            ])
            .migrator()
        };
        // The embedded down script would fail: there is no `d` yet.
        let error = bed.run(&edited("d")).unwrap_err();
        let call = "migrator().redo(&mut connection, Target::Down(1))";
        assert_says(
            &error,
            Code::Divergent,
            &["while it is being written", call],
        );
        let report = bed.redo(&edited("d"), LAST).unwrap();
        assert_eq!(done(&report), [(3, Down), (3, Up)]);
        bed.execute("INSERT INTO d (name) VALUES ('new')");
        assert!(bed.status(&edited("d")).unwrap().is_current());

        let report = bed.down(&edited("e"), LAST).unwrap();
        assert_eq!(done(&report), [(3, Down)]);
        bed.run(&edited("e")).unwrap();
        bed.environment(&edited("e"), "production").unwrap();
        let before = bed.dump();
        let error = bed.redo(&edited("f"), LAST).unwrap_err();
        assert_says(&error, Code::Protected, &["stamped as production"]);
        let error = bed.run(&edited("f")).unwrap_err();
        assert!(!error.to_string().contains("redo"), "{error}");
        assert_eq!(bed.dump(), before);
    });
}
