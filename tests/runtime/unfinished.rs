//! A `no-transaction` script that stopped part-way: resumed where it stopped, by the same script only.

use ingrain::{Code, Declared, Migrations, Mode, Report, Target};
use ingrain_end_to_end::testbed::{Testbed, on_both, ran, version};

use crate::assert_says;

const NOTES: (&str, &str, &str) = (
    "1_notes",
    "CREATE TABLE notes (id integer, body text)",
    "DROP TABLE notes",
);

/// Its second statement fails while there is a table `obstacle`.
fn obstructed(bed: &Testbed, third: &str) -> Migrations {
    let up = format!(
        "-- ingrain: no-transaction\nINSERT INTO notes VALUES (1, 'é');\nCREATE TABLE obstacle (id integer);\n{third}"
    );
    bed.chain(&[
        NOTES,
        ("2_steps", &up, "DROP TABLE obstacle"),
        (
            "3_last",
            "CREATE TABLE last (id integer)",
            "DROP TABLE last",
        ),
    ])
}

const THIRD: &str = "INSERT INTO notes VALUES (2, 'two');";

/// Stops in its second statement; gives the error.
fn stop(bed: &Testbed) -> ingrain::Error {
    bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
    bed.execute("CREATE TABLE obstacle (other integer)");
    bed.run(&obstructed(bed, THIRD).migrator()).unwrap_err()
}

#[test]
fn a_failure_is_resumed_with_the_statement_that_failed() {
    on_both(|bed| {
        let error = stop(bed);
        let words = [
            "the up script of version 2 (steps) failed",
            "--> migrations/2_steps.up.sql:3:",
            "3 | CREATE TABLE obstacle (id integer);",
            "outside a transaction",
            "remove what is in this statement's way and start again",
        ];
        assert_says(&error, Code::StatementFailed, &words);
        assert_eq!(
            bed.history("event, version, statements").split_off(1),
            ["started | 2 | null", "progressed | 2 | 1"]
        );
        assert_eq!(bed.rows("SELECT id FROM notes"), ["1"]);

        // The same script, the obstacle still there: the same failure, nothing repeated.
        let chain = obstructed(bed, THIRD);
        assert_says(
            &bed.run(&chain.migrator()).unwrap_err(),
            Code::StatementFailed,
            &["2_steps.up.sql:3:"],
        );
        assert_eq!(bed.history("seq").len(), 3);
        let status = bed.status(&chain.migrator()).unwrap();
        assert!(!status.is_current());

        bed.execute("DROP TABLE obstacle");
        assert_eq!(ran(&bed.run(&chain.migrator()).unwrap()), [2, 3]);
        assert_eq!(bed.rows("SELECT id FROM notes ORDER BY id"), ["1", "2"]);
        let events = bed.history("event, version, statements").split_off(3);
        let expected = [
            "progressed | 2 | 2",
            "progressed | 2 | 3",
            "applied | 2 | null",
            "applied | 3 | null",
        ];
        assert_eq!(events, expected);
        assert!(bed.status(&chain.migrator()).unwrap().is_current());
    });
}

#[test]
fn a_script_that_changed_meanwhile_is_refused() {
    on_both(|bed| {
        stop(bed);
        bed.execute("DROP TABLE obstacle");
        let before = bed.dump();
        let changed = obstructed(bed, "INSERT INTO notes VALUES (3, 'three');");
        let error = bed.run(&changed.migrator()).unwrap_err();
        let words = [
            "the up script of version 2 stopped part-way, after its first statement",
            "--> migrations/2_steps.up.sql",
            "start a binary that embeds that very script",
            "undo by hand what it did",
        ];
        assert_says(&error, Code::Unfinished, &words);
        assert_eq!(
            bed.status(&changed.migrator())
                .unwrap()
                .refusal()
                .unwrap()
                .code(),
            Code::Unfinished
        );
        assert_eq!(bed.dump(), before);

        // The second remedy, to the letter.
        bed.execute("DELETE FROM notes WHERE id = 1");
        let undone = "undone by hand";
        let report = bed.repair_unfinished(&changed.migrator(), Declared::Undone, undone);
        assert_eq!(recorded(&report.unwrap()), [2]);
        assert_eq!(
            bed.history("event, version, note").pop().unwrap(),
            "repaired | 2 | undone by hand"
        );
        assert_eq!(ran(&bed.run(&changed.migrator()).unwrap()), [2, 3]);
        assert_eq!(bed.rows("SELECT id FROM notes ORDER BY id"), ["1", "3"]);
    });
}

fn recorded(report: &Report) -> Vec<u64> {
    assert!(report.ran().is_empty(), "{report}");
    let recorded = report.recorded().iter();
    recorded.map(|version| version.number()).collect()
}

#[test]
fn a_script_whose_rest_was_done_by_hand_is_declared_done() {
    on_both(|bed| {
        stop(bed);
        let migrator = obstructed(bed, THIRD).migrator();
        let error = bed.repair(&migrator, "the wrong call").unwrap_err();
        let words = ["declare it undone: ", "declare it done: ", "Declared::Done"];
        assert_says(&error, Code::Unfinished, &words);

        bed.execute("INSERT INTO notes VALUES (2, 'by hand')");
        let report = bed.repair_unfinished(&migrator, Declared::Done, "the table was there");
        assert_eq!(recorded(&report.unwrap()), [2]);
        assert_eq!(
            bed.history("event, version, note").pop().unwrap(),
            "stamped | 2 | the table was there"
        );
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [3]);
        assert_eq!(bed.rows("SELECT id FROM notes ORDER BY id"), ["1", "2"]);

        // Nothing is part-way any more.
        let before = bed.dump();
        for declared in [Declared::Done, Declared::Undone] {
            let report = bed.repair_unfinished(&migrator, declared, "again").unwrap();
            assert!(report.is_empty(), "{report}");
        }
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn a_down_script_is_declared_done_or_undone() {
    on_both(|bed| {
        let down = "-- ingrain: no-transaction\nDELETE FROM notes;\nDROP TABLE later;";
        let migrations = bed.chain(&[NOTES, ("2_rows", "INSERT INTO notes VALUES (1, 'a')", down)]);
        let migrator = migrations.migrator();
        bed.run(&migrator).unwrap();
        for (declared, event) in [
            (Declared::Undone, "repaired | 2 | why"),
            (Declared::Done, "reverted | 2 | why"),
        ] {
            bed.down(&migrator, Target::Down(1)).unwrap_err();
            let report = bed.repair_unfinished(&migrator, declared, "why").unwrap();
            assert_eq!(recorded(&report), [2]);
            let last = bed.history("event, version, note").pop();
            assert_eq!(last.as_deref(), Some(event));
        }
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
        assert_eq!(bed.rows("SELECT id FROM notes"), ["1"]);
    });
}

#[test]
fn a_script_that_changed_meanwhile_can_be_finished_by_the_binary_that_began_it() {
    on_both(|bed| {
        stop(bed);
        bed.execute("DROP TABLE obstacle");
        let changed = obstructed(bed, "SELECT 3;");
        assert_says(
            &bed.run(&changed.migrator()).unwrap_err(),
            Code::Unfinished,
            &[],
        );
        // The first remedy: start the binary that embeds that very script.
        assert_eq!(
            ran(&bed.run(&obstructed(bed, THIRD).migrator()).unwrap()),
            [2, 3]
        );
    });
}

#[test]
fn who_only_verifies_is_told_what_stopped_and_what_goes_on_with_it() {
    on_both(|bed| {
        stop(bed);
        let migrator = obstructed(bed, THIRD).migrator();
        let verify = migrator.clone().mode(Mode::Verify);
        let hour_ago = bed.pick(
            "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 hour')",
            "clock_timestamp() - interval '1 hour'",
        );
        bed.execute(&format!(
            "UPDATE ingrain_history SET applied_at = {hour_ago}"
        ));
        let before = bed.dump();
        let words = [
            "the up script of version 2 stopped part-way, after its first statement; this process only verifies",
            "migration 3 is pending behind it",
            "let a process that applies go on with it",
            "INGRAIN_POLICY=apply",
            "migrator().mode(Mode::Apply).run(",
        ];
        let error = bed.run(&verify).unwrap_err();
        assert_says(&error, Code::Pending, &words);
        assert_eq!(
            error.refusal().unwrap().versions(),
            [version(2), version(3)]
        );
        assert_eq!(bed.dump(), before);
        bed.execute("DROP TABLE obstacle");
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2, 3]);
        assert!(bed.run(&verify).unwrap().is_empty());
    });
}

#[test]
fn a_down_script_that_stopped_is_resumed_too() {
    on_both(|bed| {
        let down = "-- ingrain: no-transaction\nDELETE FROM notes WHERE id = 1;\nDROP TABLE later;\nDELETE FROM notes WHERE id = 2;";
        let chain = bed.chain(&[
            NOTES,
            (
                "2_rows",
                "INSERT INTO notes VALUES (1, 'a'), (2, 'b')",
                down,
            ),
        ]);
        bed.run(&chain.migrator()).unwrap();
        let error = bed.down(&chain.migrator(), Target::Down(1)).unwrap_err();
        assert_says(
            &error,
            Code::StatementFailed,
            &["--> migrations/2_rows.down.sql:3:"],
        );
        // Up is refused while a down script is part-way.
        let words = [
            "the down script of version 2 stopped part-way",
            "go on reverting",
        ];
        assert_says(
            &bed.run(&chain.migrator()).unwrap_err(),
            Code::Unfinished,
            &words,
        );
        bed.execute("INSERT INTO notes VALUES (1, 'kept'); CREATE TABLE later (id integer)");
        assert_eq!(
            ran(&bed.down(&chain.migrator(), Target::Down(1)).unwrap()),
            [2]
        );
        assert_eq!(bed.rows("SELECT body FROM notes"), ["kept"]);
    });
}
