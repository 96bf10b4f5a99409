//! What is in the way and not the statement's own: reported or waited for, never dropped.

use std::thread;
use std::time::Duration;

use ingrain::Code;
use ingrain_end_to_end::testbed::{on_postgres, ran};

use super::{INDEX, WRITES, indexes, prepared};
use crate::{assert_says, until};

#[test]
fn an_invalid_index_of_somebody_elses_is_reported_and_left_alone() {
    for if_not_exists in ["", "IF NOT EXISTS "] {
        on_postgres(|bed| {
            let statement = INDEX.replace("notes_id", &format!("{if_not_exists}notes_id"));
            let migrator = prepared(bed, &statement);
            bed.execute("CREATE INDEX notes_id ON notes (body)");
            bed.execute(
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'notes_id'::regclass",
            );
            let theirs = bed.rows("SELECT 'notes_id'::regclass::oid");
            for _ in 0..2 {
                let error = bed.run(&migrator).unwrap_err();
                let words = [
                    "the index public.notes_id is in its way",
                    "it is invalid, and was there before",
                    "`DROP INDEX CONCURRENTLY public.notes_id`",
                ];
                assert_says(&error, Code::StatementFailed, &words);
                assert_eq!(bed.rows("SELECT 'notes_id'::regclass::oid"), theirs);
            }
            // The remedy, to the letter.
            bed.execute("DROP INDEX CONCURRENTLY public.notes_id");
            assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
            assert_eq!(indexes(bed), ["notes_id | t"]);
        });
    }
}

/// A valid index of that name was there, or one of another table: Postgres's own words.
#[test]
fn a_name_that_is_taken_is_said_by_postgres() {
    on_postgres(|bed| {
        let migrator = prepared(bed, INDEX);
        for (make, drop) in [
            ("CREATE INDEX notes_id ON notes (id)", "DROP INDEX notes_id"),
            (
                "CREATE TABLE tags (id integer); CREATE INDEX notes_id ON tags (id)",
                "DROP TABLE tags",
            ),
        ] {
            bed.execute("DELETE FROM ingrain_history WHERE seq > 1");
            bed.execute(make);
            let error = bed.run(&migrator).unwrap_err();
            let words = ["relation \"notes_id\" already exists"];
            assert_says(&error, Code::StatementFailed, &words);
            bed.execute(drop);
        }
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
    });
}

/// Whoever it is: it is waited for, not worked against.
#[test]
fn an_index_that_another_session_is_building_is_waited_for() {
    on_postgres(|bed| {
        let migrator = prepared(bed, INDEX);
        let other = bed.session();
        other.execute(WRITES);
        thread::scope(|scope| {
            let builder = scope.spawn(|| bed.execute(INDEX));
            until("the index is being built", || {
                indexes(bed) == ["notes_id | f"]
            });
            let impatient = migrator.clone().wait(Duration::from_millis(300));
            let error = bed.run(&impatient).unwrap_err();
            let words = [
                "version 2: the index public.notes_id is being built by the session with pid ",
                "CREATE INDEX CONCURRENTLY notes_id ON notes (id)",
            ];
            assert_says(&error, Code::TimedOut, &words);
            other.execute("COMMIT");
            builder.join().unwrap();
        });
        // It was begun before this script was: the name is taken.
        let error = bed.run(&migrator).unwrap_err();
        assert_says(&error, Code::StatementFailed, &["already exists"]);
        bed.execute("DROP INDEX notes_id");
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
    });
}

#[test]
fn what_reindexing_leaves_is_reported_before_it_is_tried_again() {
    on_postgres(|bed| {
        let reindex = "-- ingrain: lock-timeout 200ms\nREINDEX INDEX CONCURRENTLY notes_id;";
        let migrator = prepared(bed, reindex);
        bed.execute("CREATE INDEX notes_id ON notes (id)");
        let other = bed.session();
        other.execute(WRITES);
        let error = bed.run(&migrator).unwrap_err();
        assert_says(
            &error,
            Code::StatementFailed,
            &["lock timeout", "DROP INDEX"],
        );
        other.execute("COMMIT");
        assert_eq!(indexes(bed), ["notes_id | t", "notes_id_ccnew | f"]);
        let error = bed.run(&migrator).unwrap_err();
        let words = [
            "the index public.notes_id_ccnew is in its way",
            "an earlier attempt at this statement left it behind, invalid",
            "`DROP INDEX CONCURRENTLY public.notes_id_ccnew`",
        ];
        assert_says(&error, Code::StatementFailed, &words);
        bed.execute("DROP INDEX CONCURRENTLY public.notes_id_ccnew");
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
        assert_eq!(indexes(bed), ["notes_id | t"]);
    });
}
