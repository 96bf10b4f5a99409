//! Where a backfill ends: with the last row that was there when it began.

use std::thread;
use std::time::Duration;

use ingrain::Code;
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, on_sqlite, ran};

use super::{chain, done, notes, script};
use crate::assert_says;

/// More notes behind the last one.
fn more(bed: &Testbed, from: u32) {
    bed.execute(&format!(
        "INSERT INTO notes VALUES ({from}, 'new', 0), ({}, 'new', 0)",
        from + 1
    ));
}

#[test]
fn rows_that_come_later_are_not_reached() {
    on_both(|bed| {
        let migrator = super::stopped::stop(bed).migrator();
        more(bed, 11);
        bed.execute("UPDATE notes SET done = 0 WHERE id = 6");
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
        assert_eq!(done(bed), ["0 | 2", "1 | 10"]);
        let last = bed.history("event, last_key").split_off(4);
        let key = bed.pick("10", "'10'");
        assert_eq!(
            last,
            [format!("progressed | {key}"), "applied | null".to_owned()]
        );
    });
}

#[test]
fn it_ends_although_every_batch_adds_rows() {
    on_both(|bed| {
        let (name, up, down) = notes(10);
        let adds = "-- ingrain: backfill notes.id rows 4\n\
            INSERT INTO notes SELECT id + 1000, title, 1 FROM notes WHERE id > $1 AND id <= $2";
        let moves = script(4, "id = id + 5000");
        let chain = bed.chain(&[
            (&name, &up, &down),
            ("2_adds", adds, "SELECT 1"),
            ("3_moves", &moves, "SELECT 1"),
        ]);
        assert_eq!(ran(&bed.run(&chain.migrator()).unwrap()), [1, 2, 3]);
        assert_eq!(
            bed.rows("SELECT min(id), max(id), count(*) FROM notes"),
            ["5001 | 6010 | 20"]
        );
    });
}

#[test]
fn rows_without_a_key_are_refused_when_it_goes_on_too() {
    on_both(|bed| {
        let notes = "CREATE TABLE notes (id integer, title text, done integer CHECK (done < 2)); \
            INSERT INTO notes VALUES (1, 'a', 0), (2, 'b', 0), (3, 'c', 1);";
        let up = script(2, "done = done + 1");
        let chain = bed.chain(&[("1_notes", notes, "SELECT 1"), ("2_done", &up, "SELECT 1")]);
        bed.run(&chain.migrator()).unwrap_err();
        bed.execute(
            "UPDATE notes SET done = 0 WHERE id = 3; INSERT INTO notes VALUES (NULL, 'd', 0)",
        );
        let error = bed.run(&chain.migrator()).unwrap_err();
        assert_says(&error, Code::StatementFailed, &["is NULL in some rows"]);
        bed.execute("DELETE FROM notes WHERE id IS NULL");
        assert_eq!(ran(&bed.run(&chain.migrator()).unwrap()), [2]);
        assert_eq!(done(bed), ["1 | 3"]);
    });
}

#[test]
fn who_holds_the_table_is_named_before_a_batch_is_found() {
    on_postgres(|bed| {
        let migrations = chain(bed, 10, 4);
        bed.up(&migrations.migrator(), ingrain::Target::Up(1))
            .unwrap();
        let other = bed.session();
        other.execute("BEGIN; LOCK TABLE notes");
        let migrator = migrations
            .migrator()
            .lock_timeout(Duration::from_millis(50))
            .wait(Duration::from_millis(300));
        let error = bed.run(&migrator).unwrap_err();
        let words = [
            "version 2 looks for its next batch in `notes`",
            "2_done.up.sql",
            "holds AccessExclusiveLock on notes",
            "pg_terminate_backend",
        ];
        assert_says(&error, Code::TimedOut, &words);
        assert_eq!(bed.history("event"), ["applied"]);
    });
}

#[test]
fn processes_that_share_the_work_keep_the_pause() {
    on_sqlite(|bed| {
        let (name, up, down) = notes(20);
        let script = script(2, "done = done + 1").replace("rows 2", "rows 2 pause 20ms");
        let migrations = bed.chain(&[(&name, &up, &down), ("2_done", &script, "SELECT 1")]);
        thread::scope(|scope| {
            let runs = [(); 4]
                .map(|()| scope.spawn(|| ran(&bed.session().run(&migrations.migrator()).unwrap())));
            let mut told = runs.map(|run| run.join().unwrap()).concat();
            told.sort_unstable();
            assert_eq!(told, [1, 2]);
        });
        assert_eq!(done(bed), ["1 | 20"]);
        // Both times are cut to milliseconds.
        let hasty = "SELECT count(*) FROM (SELECT julianday(applied_at) - lag(julianday(applied_at)) OVER (ORDER BY seq) AS gap \
            FROM ingrain_history WHERE event = 'progressed') WHERE gap * 86400000 < 19";
        assert_eq!(bed.rows(hasty), ["0"]);
    });
}
