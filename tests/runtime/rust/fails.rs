//! A function fails: neither its rows nor its history row stay.

use std::time::Duration;

use ingrain::{Code, Direction, Transactions};
use ingrain_end_to_end::testbed::{on_both, on_postgres, ran};

use super::{NOTES, RUST};
use crate::assert_says;

functions! {
    writes_and_fails: ["INSERT INTO notes (id) VALUES (7)"] => Err("note 7 has no title".into());
    meets_an_error: ["INSERT INTO notes (id) VALUES (7)", "INSERT INTO nots (id) VALUES (8)"] => Ok(());
    writes: ["INSERT INTO notes (id) VALUES (7)"] => Ok(());
}

const TAGS: (&str, &str, &str) = (
    "2_tags",
    "CREATE TABLE tags (id integer)",
    "DROP TABLE tags",
);
const FILL: (&str, &str, &str) = ("3_fill", RUST, RUST);
const MORE: (&str, &str, &str) = (
    "4_more",
    "CREATE TABLE more (id integer)",
    "DROP TABLE more",
);

#[test]
fn its_own_error_is_told_and_nothing_of_it_stays() {
    on_both(|bed| {
        let chain = bed.chain(&[NOTES]);
        bed.run(&chain.migrator()).unwrap();
        let before = bed.dump();
        let fails = functions::writes_and_fails(bed, 3, Direction::Up);
        let chain = bed.chain_with(&[NOTES, TAGS, FILL, MORE], &[fails]);
        let migrator = chain.migrator().transactions(Transactions::Together);
        let error = bed.run(&migrator).unwrap_err();
        let words = [
            "the up function of version 3 (fill) failed: note 7 has no title",
            "--> migrations/3_fill.up.sql",
            "version 2 shares its transaction, and was rolled back with it",
            "its transaction was rolled back: the database is as it was before",
            "fix the function",
        ];
        assert_says(&error, Code::StatementFailed, &words);
        let own = error.driver_error().unwrap();
        assert_eq!(own.to_string(), "note 7 has no title");
        assert_eq!(bed.dump(), before);
        // What went before it in a transaction of its own stays.
        let migrator = chain.migrator().transactions(Transactions::Each);
        let error = bed.run(&migrator).unwrap_err();
        assert_eq!(ran(error.report()), [2]);
        assert_says(
            &error,
            Code::StatementFailed,
            &["version 2 was applied before it"],
        );
        assert_eq!(bed.rows("SELECT count(*) FROM notes"), ["0"]);
        // The mended function runs.
        let mended = functions::writes(bed, 3, Direction::Up);
        let chain = bed.chain_with(&[NOTES, TAGS, FILL, MORE], &[mended]);
        assert_eq!(ran(&bed.run(&chain.migrator()).unwrap()), [3, 4]);
    });
}

#[test]
fn an_error_of_the_database_is_told_in_its_words() {
    on_both(|bed| {
        let fails = functions::meets_an_error(bed, 3, Direction::Up);
        let chain = bed.chain_with(&[NOTES, TAGS, FILL], &[fails]);
        let error = bed.run(&chain.migrator()).unwrap_err();
        let words = bed.pick(
            ["no such table: nots", "SQLite error code 1"],
            ["relation \"nots\" does not exist", "SQLSTATE 42P01"],
        );
        assert_says(&error, Code::StatementFailed, &words);
        let text = error.to_string();
        assert_eq!(text.matches("nots").count(), 1, "{text}");
    });
}

#[test]
fn a_down_function_that_fails_takes_nothing_back() {
    on_both(|bed| {
        let up = functions::writes(bed, 3, Direction::Up);
        let down = functions::writes_and_fails(bed, 3, Direction::Down);
        // It would write the same row, and meets the key before its own words.
        let chain = bed.chain_with(&[NOTES, TAGS, FILL], &[up, down]);
        bed.run(&chain.migrator()).unwrap();
        let before = bed.dump();
        let error = bed
            .down(&chain.migrator(), "-1".parse().unwrap())
            .unwrap_err();
        let words = [
            "the down function of version 3 (fill) failed",
            "migrations/3_fill.down.sql",
        ];
        assert_says(&error, Code::StatementFailed, &words);
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn a_lock_in_its_way_is_waited_for() {
    on_postgres(|bed| {
        bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
        let holder = bed.session();
        holder.execute("BEGIN; LOCK TABLE notes");
        let writes = functions::writes(bed, 3, Direction::Up);
        let chain = bed.chain_with(&[NOTES, TAGS, FILL], &[writes]);
        let migrator = chain.migrator().lock_timeout(Duration::from_millis(50));
        let short = migrator.clone().wait(Duration::from_millis(300));
        let error = bed.run(&short).unwrap_err();
        let words = [
            "the function of version 3 waits for a lock",
            "nothing is left half done",
        ];
        assert_says(&error, Code::TimedOut, &words);
        holder.execute("COMMIT");
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [3]);
        assert_eq!(bed.rows("SELECT id FROM notes"), ["7"]);
    });
}
