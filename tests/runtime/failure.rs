//! A statement fails: the database is as it was before its migration.

use ingrain::{Code, Transactions};
use ingrain_end_to_end::testbed::{Testbed, on_both, ran, version};

use crate::assert_says;

/// Statements that work on both databases, one a line, each needing those before it.
const SIX: [&str; 6] = [
    "CREATE TABLE a (id integer PRIMARY KEY, name text);",
    "INSERT INTO a VALUES (1, 'é; not the end');",
    "CREATE INDEX a_name ON a (name);",
    "UPDATE a SET name = 'b';",
    "CREATE VIEW a_names AS SELECT name FROM a;",
    "INSERT INTO a VALUES (2, 'c');",
];
/// Found by the parser, by looking names up, and by running.
const FAULTS: [&str; 3] = [
    "CREATE TABEL broken (id integer);",
    "INSERT INTO absent VALUES (1);",
    "INSERT INTO before VALUES (1);",
];
const BEFORE: (&str, &str, &str) = (
    "1_before",
    "CREATE TABLE before (id integer PRIMARY KEY); INSERT INTO before VALUES (1);",
    "DROP TABLE before",
);

/// The error of a run whose second migration fails at `place`.
fn fail(bed: &Testbed, fault: &str, place: usize) -> ingrain::Error {
    let mut statements = SIX.to_vec();
    statements.insert(place, fault);
    let chain = bed.chain(&[BEFORE, ("2_six", &statements.join("\n"), "DROP TABLE a")]);
    bed.run(&chain.migrator()).unwrap_err()
}

#[test]
fn whichever_statement_fails_nothing_of_its_migration_stays() {
    on_both(|bed| {
        bed.run(&bed.chain(&[BEFORE]).migrator()).unwrap();
        let before = bed.dump();
        for fault in FAULTS {
            for place in 0..=SIX.len() {
                let error = fail(bed, fault, place);
                let file = format!("--> migrations/2_six.up.sql:{}:", place + 1);
                let line = format!("{} | {fault}", place + 1);
                let words = [
                    "the up script of version 2 (six) failed",
                    file.as_str(),
                    line.as_str(),
                    "its transaction was rolled back",
                ];
                assert_says(&error, Code::StatementFailed, &words);
            }
        }
        assert_eq!(bed.dump(), before);
        // The way is free for the mended script.
        let mended = bed.chain(&[BEFORE, ("2_six", &SIX.join("\n"), "DROP TABLE a")]);
        assert_eq!(ran(&bed.run(&mended.migrator()).unwrap()), [2]);
    });
}

#[test]
fn by_default_a_failed_run_keeps_earlier_migrations_on_postgres_and_none_on_sqlite() {
    on_both(|bed| {
        let empty = bed.dump();
        fail(bed, FAULTS[1], 3);
        match bed.pick(None, Some("1 | applied | 1")) {
            None => assert_eq!(bed.dump(), empty),
            Some(row) => assert_eq!(bed.history("seq, event, version"), [row]),
        }
    });
}

#[test]
fn with_a_transaction_for_each_earlier_migrations_stay() {
    on_both(|bed| {
        let chain = bed.chain(&[
            BEFORE,
            (
                "2_fine",
                "CREATE TABLE fine (id integer)",
                "DROP TABLE fine",
            ),
            (
                "3_faulty",
                "CREATE TABLE x (id integer);\nINSERT INTO y VALUES (1)",
                "DROP TABLE x",
            ),
            (
                "4_later",
                "CREATE TABLE later (id integer)",
                "DROP TABLE later",
            ),
        ]);
        let migrator = chain.migrator().transactions(Transactions::Each);
        let error = bed.run(&migrator).unwrap_err();
        assert_says(
            &error,
            Code::StatementFailed,
            &["migrations/3_faulty.up.sql:2:"],
        );
        assert_eq!(bed.history("seq, version"), ["1 | 1", "2 | 2"]);
        let status = bed.status(&migrator).unwrap();
        assert_eq!(status.current(), Some(version(2)));
        assert_eq!(status.pending(), [version(3), version(4)]);
        assert_eq!(bed.rows("SELECT count(*) FROM fine"), ["0"]);
    });
}

#[test]
fn together_a_failed_run_keeps_nothing() {
    on_both(|bed| {
        let empty = bed.dump();
        let chain = bed.chain(&[BEFORE, ("2_faulty", FAULTS[2], "SELECT 1")]);
        let migrator = chain.migrator().transactions(Transactions::Together);
        let error = bed.run(&migrator).unwrap_err();
        assert_says(
            &error,
            Code::StatementFailed,
            &["migrations/2_faulty.up.sql:1:1"],
        );
        assert_eq!(bed.dump(), empty);
    });
}

#[test]
fn what_goes_back_with_the_failed_migration_is_said() {
    on_both(|bed| {
        let fine = ("2_fine", "CREATE TABLE fine (id integer)", "SELECT 1");
        for (chain, shares) in [
            (
                bed.chain(&[BEFORE, ("2_faulty", FAULTS[2], "SELECT 1")]),
                "version 1 shares its transaction, and was rolled back with it",
            ),
            (
                bed.chain(&[BEFORE, fine, ("3_faulty", FAULTS[2], "SELECT 1")]),
                "versions 1 and 2 share its transaction, and were rolled back with it",
            ),
        ] {
            let together = chain.migrator().transactions(Transactions::Together);
            let error = bed.run(&together).unwrap_err();
            assert_says(&error, Code::StatementFailed, &[shares]);
        }
        // The first one has nobody with it, and what is committed stays.
        let alone = bed.chain(&[("1_faulty", FAULTS[1], "SELECT 1"), fine]);
        let together = alone.migrator().transactions(Transactions::Together);
        let chain = bed.chain(&[BEFORE, fine, ("3_faulty", FAULTS[2], "SELECT 1")]);
        let each = chain.migrator().transactions(Transactions::Each);
        for migrator in [together, each] {
            let error = bed.run(&migrator).unwrap_err();
            assert_says(&error, Code::StatementFailed, &[]);
            assert!(!error.to_string().contains("share"), "{error}");
        }
        assert_eq!(bed.history("version"), ["1", "2"]);
    });
}

#[test]
fn a_failed_down_script_leaves_its_migration_applied() {
    on_both(|bed| {
        let down = "DROP TABLE IF EXISTS absent;\nDROP TABLE two;\nDROP TABLE absent;";
        let chain = bed.chain(&[BEFORE, ("2_two", "CREATE TABLE two (id integer)", down)]);
        bed.run(&chain.migrator()).unwrap();
        let before = bed.dump();
        let error = bed
            .down(&chain.migrator(), ingrain::Target::Base)
            .unwrap_err();
        let words = [
            "the down script of version 2 (two) failed",
            "--> migrations/2_two.down.sql:3:",
        ];
        assert_says(&error, Code::StatementFailed, &words);
        assert_eq!(bed.dump(), before);
    });
}
