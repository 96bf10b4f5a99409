//! `backfill`: one statement, batch by batch along a key.

mod keys;
mod stopped;

use ingrain::{Code, Command, Declared, Dialect, Migrations, Target};
use ingrain_end_to_end::testbed::{Testbed, on_both, ran};

use crate::assert_says;

/// So many rows of notes, of which nothing is done.
fn notes(rows: u32) -> (String, String, String) {
    let up = format!(
        "CREATE TABLE notes (id integer PRIMARY KEY, title text, done integer NOT NULL CHECK (done < 2));\n\
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) \
         INSERT INTO notes SELECT i, 'No. $1', 0 FROM n;"
    );
    ("1_notes".to_owned(), up, "DROP TABLE notes".to_owned())
}

/// A script in batches of so many rows.
fn script(rows: u32, change: &str) -> String {
    format!(
        "-- ingrain: backfill notes.id rows {rows}\n\
         UPDATE notes SET {change} WHERE id > $1 AND id <= $2;"
    )
}

/// So many notes, and a script that does them in batches; the way back undoes them.
fn chain(bed: &Testbed, rows: u32, size: u32) -> Migrations {
    let (name, up, down) = notes(rows);
    let (there, back) = (
        script(size, "done = done + 1"),
        script(size, "done = done - 1"),
    );
    bed.chain(&[(&name, &up, &down), ("2_done", &there, &back)])
}

/// How many notes are done how many times.
fn done(bed: &Testbed) -> Vec<String> {
    bed.rows("SELECT done, count(*) FROM notes GROUP BY done ORDER BY done")
}

#[test]
fn ten_thousand_rows_are_done_once_each_and_undone_again() {
    on_both(|bed| {
        let migrator = chain(bed, 10_000, 1_000).migrator();
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [1, 2]);
        assert_eq!(done(bed), ["1 | 10000"]);
        let key = |number: u32| match bed.dialect() {
            Dialect::Sqlite => number.to_string(),
            Dialect::Postgres => format!("'{number}'"),
        };
        let batches = (1..=10).map(|batch| {
            let key = key(batch * 1_000);
            format!("{} | progressed | 2 | {batch} | {key}", batch + 2)
        });
        let mut expected = vec![
            "1 | applied | 1 | null | null".to_owned(),
            "2 | started | 2 | null | null".to_owned(),
        ];
        expected.extend(batches);
        expected.push("13 | applied | 2 | null | null".to_owned());
        assert_eq!(
            bed.history("seq, event, version, statements, last_key"),
            expected
        );
        assert!(bed.status(&migrator).unwrap().is_current());
        assert!(bed.run(&migrator).unwrap().is_empty());

        assert_eq!(ran(&bed.down(&migrator, Target::Down(1)).unwrap()), [2]);
        assert_eq!(done(bed), ["0 | 10000"]);
    });
}

#[test]
fn the_last_batch_may_have_fewer_rows_or_none() {
    on_both(|bed| {
        for (rows, size, batches) in [(10_u32, 4, 3), (10, 5, 2), (1, 5, 1), (3, 1, 3)] {
            let bed = bed.another();
            assert_eq!(
                ran(&bed.run(&chain(&bed, rows, size).migrator()).unwrap()),
                [1, 2]
            );
            assert_eq!(done(&bed), [format!("1 | {rows}")]);
            let progress = "SELECT count(*) FROM ingrain_history WHERE event = 'progressed'";
            assert_eq!(
                bed.rows(progress),
                [batches.to_string()],
                "{rows} by {size}"
            );
        }
        let empty = bed.chain(&[
            (
                "1_notes",
                "CREATE TABLE notes (id integer PRIMARY KEY, done integer)",
                "DROP TABLE notes",
            ),
            ("2_done", &script(5, "done = 1"), "SELECT 1"),
        ]);
        assert_eq!(ran(&bed.run(&empty.migrator()).unwrap()), [1, 2]);
        let events = bed.history("event");
        assert_eq!(events, ["applied", "started", "applied"]);
    });
}

#[test]
fn a_binary_that_does_not_embed_it_reverts_it_with_the_stored_script() {
    on_both(|bed| {
        bed.run(&chain(bed, 10, 4).migrator()).unwrap();
        let (name, up, down) = notes(10);
        let older = bed.chain(&[(&name, &up, &down)]);
        assert_eq!(
            ran(&bed.down(&older.migrator(), Target::Down(1)).unwrap()),
            [2]
        );
        assert_eq!(done(bed), ["0 | 10"]);
    });
}

#[test]
fn a_plan_shows_the_statement_once_and_an_offline_script_is_refused() {
    on_both(|bed| {
        let migrations = chain(bed, 10, 4);
        let plan = bed.plan(&migrations.migrator(), Command::Run).unwrap();
        let text = plan.to_string();
        let heading = "-- apply 2 done, in batches of 4 rows along notes.id\nUPDATE notes SET done = done + 1 WHERE id > $1";
        assert!(text.contains(heading), "{text}");
        let sql = |to| {
            migrations
                .migrator()
                .offline_sql(bed.dialect(), Target::Base, to)
        };
        let words = [
            "version 2 runs in batches",
            "make a script that ends before it",
        ];
        assert_says(&sql(Target::Head).unwrap_err(), Code::Settings, &words);
        sql(ingrain_end_to_end::testbed::to(1)).unwrap();
    });
}

#[test]
fn rows_without_a_key_are_refused_before_anything_is_written() {
    on_both(|bed| {
        let notes = "CREATE TABLE notes (id integer, done integer);\n\
            INSERT INTO notes VALUES (1, 0), (NULL, 0);";
        let first = ("1_notes", notes, "DROP TABLE notes");
        bed.run(&bed.chain(&[first]).migrator()).unwrap();
        let chain = bed.chain(&[first, ("2_done", &script(5, "done = done + 1"), "SELECT 1")]);
        let before = bed.dump();
        let error = bed.run(&chain.migrator()).unwrap_err();
        let words = [
            "`notes.id` is NULL in some rows, which would be left out",
            "--> migrations/2_done.up.sql",
            "go along a key that is NOT NULL",
        ];
        assert_says(&error, Code::StatementFailed, &words);
        assert_eq!(bed.dump(), before);
        bed.execute("UPDATE notes SET id = 1 WHERE id IS NULL");
        assert_eq!(ran(&bed.run(&chain.migrator()).unwrap()), [2]);
        assert_eq!(done(bed), ["1 | 2"]);
    });
}

#[test]
fn a_table_that_is_not_there_is_told() {
    on_both(|bed| {
        let wrong = "-- ingrain: backfill nots.id rows 5\nUPDATE notes SET done = 1 WHERE id > $1 AND id <= $2";
        let (name, up, down) = notes(10);
        let chain = bed.chain(&[(&name, &up, &down), ("2_done", wrong, "SELECT 1")]);
        let error = bed.run(&chain.migrator()).unwrap_err();
        let words = [
            "when the next batch was looked for",
            "nots",
            "migrations/2_done.up.sql",
        ];
        assert_says(&error, Code::StatementFailed, &words);
        assert_eq!(bed.history("event, version"), ["applied | 1"]);
    });
}

#[test]
fn what_stopped_part_way_can_be_declared_done_or_undone() {
    on_both(|bed| {
        let migrations = stopped::stop(bed);
        let changed = bed.chain(&[
            ("1_notes", &notes(10).1, "DROP TABLE notes"),
            ("2_done", &script(5, "done = done + 1"), "SELECT 1"),
        ]);
        let error = bed.run(&changed.migrator()).unwrap_err();
        let key = bed.pick("4", "'4'");
        let title = format!("stopped part-way, after 1 of its batches, with the key {key}");
        let rest = format!("do the rest by hand, beyond the key {key}");
        let words = [title.as_str(), "after the last batch done", rest.as_str()];
        assert_says(&error, Code::Unfinished, &words);
        bed.execute("UPDATE notes SET done = 0");
        let undone = bed.repair_unfinished(&changed.migrator(), Declared::Undone, "by hand");
        assert_eq!(undone.unwrap().recorded().len(), 1);
        assert_eq!(ran(&bed.run(&changed.migrator()).unwrap()), [2]);
        assert_eq!(done(bed), ["1 | 10"]);

        let bed = bed.another();
        stopped::stop(&bed);
        bed.execute("UPDATE notes SET done = 1");
        bed.repair_unfinished(&migrations.migrator(), Declared::Done, "by hand")
            .unwrap();
        assert!(bed.status(&migrations.migrator()).unwrap().is_current());
    });
}
