//! A function ends the transaction that it is called in: it is noticed, and what stays is said.

use ingrain::{Code, Direction};
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, ran};

use super::{NOTES, RUST};
use crate::assert_says;

functions! {
    commits: ["INSERT INTO notes (id) VALUES (7)", "COMMIT"] => Ok(());
    commits_and_begins: ["INSERT INTO notes (id) VALUES (7)", "COMMIT", "BEGIN", "INSERT INTO notes (id) VALUES (8)"] => Ok(());
    rolls_back: ["INSERT INTO notes (id) VALUES (7)", "ROLLBACK", "INSERT INTO notes (id) VALUES (9)"] => Ok(());
    rolls_back_and_begins: ["ROLLBACK", "BEGIN", "INSERT INTO notes (id) VALUES (8)"] => Ok(());
    commits_and_fails: ["INSERT INTO notes (id) VALUES (7)", "COMMIT"] => Err("out of notes".into());
    rolls_back_and_fails: ["ROLLBACK"] => Err("out of notes".into());
    uses_savepoints: ["SAVEPOINT own", "INSERT INTO notes (id) VALUES (7)", "ROLLBACK TO own", "RELEASE own", "SAVEPOINT left_open"] => Ok(());
}

const FILL: (&str, &str, &str) = ("2_fill", RUST, RUST);
const COMMITTED: &str =
    "it was committed, and so is the history's row: version 2 counts as applied";
const ROLLED_BACK: &str = "it was rolled back, and nothing of version 2 is recorded";

/// What is in the table after the run of `function`, and its error's text is checked.
fn check(
    bed: &Testbed,
    function: fn(&Testbed, u64, Direction) -> ingrain::__private::Function,
    words: &[&str],
    recorded: &[u64],
) -> Vec<String> {
    let bed = &bed.another();
    bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
    let chain = bed.chain_with(&[NOTES, FILL], &[function(bed, 2, Direction::Up)]);
    let mut session = bed.session();
    let error = session.run(&chain.migrator()).unwrap_err();
    let title = "the up function of version 2 (fill) failed: ";
    let words = [&[title, "put it right by hand"], words].concat();
    assert_says(&error, Code::StatementFailed, &words);
    assert_eq!(ran(error.report()), recorded);
    let pending = 1 - recorded.len();
    // The same connection goes on, in no transaction.
    assert_eq!(
        session.status(&chain.migrator()).unwrap().pending().len(),
        pending
    );
    assert_eq!(bed.history("version").len(), 1 + recorded.len());
    bed.rows("SELECT id FROM notes ORDER BY id")
}

#[test]
fn what_it_commits_is_recorded() {
    on_both(|bed| {
        let ended = "it ended the transaction that it was called in";
        let words = [
            ended,
            COMMITTED,
            "version 2 was applied before it, and stays so",
        ];
        assert_eq!(check(bed, functions::commits, &words, &[2]), ["7"]);
        assert_eq!(
            check(bed, functions::commits_and_begins, &words, &[2]),
            ["7"]
        );
        let words = ["out of notes", "had ended by then", COMMITTED];
        assert_eq!(
            check(bed, functions::commits_and_fails, &words, &[2]),
            ["7"]
        );
    });
}

#[test]
fn what_it_rolls_back_is_not() {
    on_both(|bed| {
        let words = [
            "it ended the transaction that it was called in",
            ROLLED_BACK,
        ];
        assert_eq!(check(bed, functions::rolls_back, &words, &[]), ["9"]);
        let none: [&str; 0] = [];
        assert_eq!(
            check(bed, functions::rolls_back_and_begins, &words, &[]),
            none
        );
        let words = ["out of notes", "had ended by then", ROLLED_BACK];
        assert_eq!(
            check(bed, functions::rolls_back_and_fails, &words, &[]),
            none
        );
    });
}

#[test]
fn savepoints_of_its_own_do_no_harm() {
    on_both(|bed| {
        let up = functions::uses_savepoints(bed, 2, Direction::Up);
        let chain = bed.chain_with(&[NOTES, FILL], &[up]);
        assert_eq!(ran(&bed.run(&chain.migrator()).unwrap()), [1, 2]);
    });
}

async fn goes_on(client: &tokio_postgres::Client) -> Result<(), tokio_postgres::Error> {
    let failed = client
        .batch_execute("INSERT INTO nots (id) VALUES (8)")
        .await;
    assert!(failed.is_err());
    Ok(())
}

#[test]
fn a_statement_that_failed_is_not_passed_over() {
    on_postgres(|bed| {
        let up = ingrain::__private::postgres_function!(2, Direction::Up, goes_on);
        let chain = bed.chain_with(&[NOTES, FILL], &[up]);
        let error = bed.run(&chain.migrator()).unwrap_err();
        let words = [
            "one of its statements failed, and it returned `Ok`",
            "return the error",
        ];
        assert_says(&error, Code::StatementFailed, &words);
        assert_eq!(bed.history("version"), ["1"]);
    });
}
