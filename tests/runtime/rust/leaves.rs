//! What a function leaves behind in its session or its transaction, in which the history is written next.

use ingrain::__private::Function;
use ingrain::{Code, Direction, Transactions};
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, on_sqlite, ran};

use super::RUST;
use crate::assert_says;

functions! {
    sets_role: ["INSERT INTO notes VALUES (7)", "SET ROLE pg_monitor"] => Ok(());
    sets_local_role: ["SET LOCAL ROLE pg_monitor"] => Ok(());
    is_somebody_else: ["SET SESSION AUTHORIZATION pg_monitor"] => Ok(());
    only_reads: ["SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"] => Ok(());
    hurries: ["SET statement_timeout = '200ms'"] => Ok(());
    only_queries: ["PRAGMA query_only = ON"] => Ok(());
    puts_it_back: ["SET ROLE pg_monitor", "RESET ROLE"] => Ok(());
    orphans: ["INSERT INTO tags VALUES (7)"] => Ok(());
}

const NOTES: (&str, &str, &str) = (
    "1_notes",
    "CREATE TABLE notes (id integer PRIMARY KEY);
     CREATE TABLE tags (note integer REFERENCES notes DEFERRABLE INITIALLY DEFERRED)",
    "DROP TABLE tags; DROP TABLE notes",
);
const FILL: (&str, &str, &str) = ("2_fill", RUST, RUST);
const MORE: (&str, &str, &str) = (
    "3_more",
    "CREATE TABLE more (id integer)",
    "DROP TABLE more",
);

type Made = fn(&Testbed, u64, Direction) -> Function;

/// After this function the history cannot be written, and the error is of this code and says so.
fn check(bed: &Testbed, function: Made, transactions: Transactions, code: Code, words: &[&str]) {
    let bed = &bed.another();
    bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
    let before = bed.dump();
    let chain = bed.chain_with(&[NOTES, FILL, MORE], &[function(bed, 2, Direction::Up)]);
    let migrator = chain.migrator().transactions(transactions);
    let error = bed.run(&migrator).unwrap_err();
    let place = [
        "version 2 (fill)",
        "--> migrations/2_fill.up.sql",
        "nothing of it is left",
    ];
    assert_says(&error, code, &[&place[..], words].concat());
    assert!(!error.to_string().contains("script"), "{error}");
    assert_eq!(bed.dump(), before);
}

#[test]
fn a_session_of_another_role_is_the_functions_doing() {
    on_postgres(|bed| {
        let made: [(Made, &str); 3] = [
            (
                functions::sets_role,
                "permission denied for table ingrain_history",
            ),
            (
                functions::sets_local_role,
                "permission denied for table ingrain_history",
            ),
            (
                functions::is_somebody_else,
                "permission denied for table ingrain_history",
            ),
        ];
        for (function, message) in made {
            let words = [
                "the history cannot be written after the up function of version 2",
                message,
                "let it put back what it sets",
                "if it sets nothing: ",
            ];
            check(bed, function, Transactions::Each, Code::Database, &words);
        }
        let words = [
            "the history cannot be written after the up function",
            "let it put back",
        ];
        let together = Transactions::Together;
        check(bed, functions::sets_role, together, Code::Database, &words);
    });
    on_sqlite(|bed| {
        let words = [
            "the history cannot be written after the up function of version 2",
            "attempt to write a readonly database",
            "let it put back what it sets",
        ];
        let each = Transactions::Each;
        check(bed, functions::only_queries, each, Code::Database, &words);
    });
}

#[test]
fn what_it_leaves_to_the_next_migration_is_told_there() {
    const SLOW: (&str, &str, &str) = ("3_slow", "SELECT pg_sleep(60)", "SELECT 1");
    on_postgres(|bed| {
        let made: [(Made, _, _, &str); 2] = [
            (
                functions::only_reads,
                MORE,
                Code::Database,
                "cannot execute INSERT in a read-only transaction",
            ),
            (
                functions::hurries,
                SLOW,
                Code::StatementFailed,
                "canceling statement due to statement timeout",
            ),
        ];
        for (function, next, code, message) in made {
            let bed = &bed.another();
            let function = function(bed, 2, Direction::Up);
            let chain = bed.chain_with(&[NOTES, FILL, next], &[function]);
            let error = bed.run(&chain.migrator()).unwrap_err();
            let words = [
                message,
                "the up function of version 2 ran before in this session: what it has set there",
            ];
            assert_says(&error, code, &words);
            assert_eq!(ran(error.report()), [1, 2]);
            // Another session has nothing to do with it.
            let error = bed.run(&bed.chain(&[NOTES]).migrator()).unwrap_err();
            assert!(!error.to_string().contains("ran before in this session"));
        }
    });
}

#[test]
fn what_it_puts_back_does_no_harm() {
    on_postgres(|bed| {
        let function = functions::puts_it_back(bed, 2, Direction::Up);
        let chain = bed.chain_with(&[NOTES, FILL, MORE], &[function]);
        assert_eq!(ran(&bed.run(&chain.migrator()).unwrap()), [1, 2, 3]);
    });
}

#[test]
fn what_cannot_be_committed_is_the_functions_doing() {
    on_both(|bed| {
        let words = [
            "the up function of version 2 (fill) failed, when its transaction was committed: ",
            "fix the function, or the rows that it stumbles over",
        ];
        let each = Transactions::Each;
        check(bed, functions::orphans, each, Code::StatementFailed, &words);
    });
}
