//! Ctrl-C when part is done: what is said to be typed next leads to where the first command would have.

use std::io::BufReader;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres};

use crate::interrupted::{end, slow, start_that, wait_until_it_is_slow};
use crate::page::run;
use crate::place::Place;

/// The second takes for ever to revert, until the brake is off.
fn slow_to_revert() -> Vec<(&'static str, &'static str)> {
    vec![
        (
            "0001_create_brake.up.sql",
            "CREATE TABLE brake (n bigint);\nINSERT INTO brake VALUES (100000);",
        ),
        ("0001_create_brake.down.sql", "DROP TABLE brake;"),
        ("0002_create_a.up.sql", "CREATE TABLE a (id bigint);"),
        ("0002_create_a.down.sql", "DROP TABLE a;"),
        ("0003_create_b.up.sql", "CREATE TABLE b (id bigint);"),
        (
            "0003_create_b.down.sql",
            "SELECT pg_sleep(n) FROM brake;\nDROP TABLE b;",
        ),
        ("0004_create_c.up.sql", "CREATE TABLE c (id bigint);"),
        ("0004_create_c.down.sql", "DROP TABLE c;"),
    ]
}

#[test]
fn a_way_back_that_was_counted_is_told_in_full() {
    on_postgres(|bed| {
        for (command, next) in [("down", "run `down 2`"), ("redo", "run `up 4`")] {
            let bed = bed.another();
            let place = Place::new(&bed, &slow_to_revert());
            place.fine(&["up"]);
            let (process, told) = start_that(&place, &[command, "-2", "--yes"], "reverting ");
            wait_until_it_is_slow(&bed);
            let (code, said) = end(process, told, "INT");
            assert_eq!(code, Some(130), "{said}");
            assert!(said.contains("staying so: down 4"), "{said}");
            assert!(said.contains(next), "{said}");

            bed.execute("UPDATE brake SET n = 0");
            let words: Vec<&str> = next.trim_matches('`').split(['`', ' ']).collect();
            let target = words[words.len() - 1];
            match command {
                "down" => place.fine(&["down", target, "--yes"]),
                _ => place.fine(&["up", target]),
            };
            let stays = bed.dump();
            assert!(stays.contains("CREATE TABLE public.a "), "{stays}");
            assert_eq!(stays.contains("CREATE TABLE public.b "), command == "redo");
        }
    });
}

#[test]
fn a_history_that_is_locked_does_not_hold_up_who_wants_to_go() {
    on_postgres(|bed| {
        let place = Place::new(bed, &slow(bed)[..4]);
        place.fine(&["up", "1"]);
        let holder = bed.session();
        holder.execute("BEGIN; LOCK TABLE ingrain_history IN ACCESS EXCLUSIVE MODE");
        let mut command = place.command(&["up"]);
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let told = BufReader::new(process.stderr.take().unwrap());
        let waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
        until_there_is(bed, waits);
        let (code, said) = end(process, told, "INT");
        holder.execute("ROLLBACK");
        assert_eq!(code, Some(130), "{said}");
        assert!(said.contains("what is left could not be read"), "{said}");
        place.fine(&["up"]);
    });
}

fn until_there_is(bed: &Testbed, rows: &str) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while bed.rows(rows).is_empty() {
        assert!(Instant::now() < deadline, "never: {rows}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_backfill_stops_between_two_batches() {
    on_both(|bed| {
        let rows = "CREATE TABLE notes (id bigint PRIMARY KEY, done bigint NOT NULL DEFAULT 0);
             INSERT INTO notes (id) WITH RECURSIVE counter(i) AS
                 (SELECT 1 UNION ALL SELECT i + 1 FROM counter WHERE i < 2000) SELECT i FROM counter;";
        let fill = "-- ingrain: backfill notes.id rows 1 pause 400ms\n-- ingrain: irreversible \"it fills what was empty\"\n\
             UPDATE notes SET done = done + 1 WHERE id > $1 AND id <= $2;";
        let place = Place::new(
            bed,
            &[
                ("0001_create_notes.up.sql", rows),
                ("0001_create_notes.down.sql", "DROP TABLE notes;"),
                ("0002_fill.up.sql", fill),
            ],
        );
        place.fine(&["up", "1"]);
        let (process, told) = start_that(&place, &["up"], "applying ");
        let some = "SELECT 1 FROM notes WHERE done = 1 AND id > 2";
        until_there_is(bed, some);
        let (code, said) = end(process, told, "INT");
        assert_eq!(code, Some(130), "{said}");
        assert!(
            said.contains("script of version 2 stopped part-way"),
            "{said}"
        );
        assert!(said.contains("run `up`"), "{said}");
        let status = run(&mut place.command(&["status"]));
        assert_eq!(status.code, Some(3));
        assert!(
            status.stdout.contains("stopped part-way"),
            "{}",
            status.stdout
        );
        let left = "SELECT 1 FROM notes WHERE done <> 1";
        assert!(!bed.rows(left).is_empty());
    });
}

#[test]
fn an_unfinished_script_is_declared_done_or_undone() {
    on_both(|bed| {
        let place = Place::new(bed, &slow(bed)[..2]);
        let mut page = place.page("unfinished", bed);
        place.write(
            "0002_steps.up.sql",
            "-- ingrain: no-transaction\nCREATE TABLE a (id bigint);\nINSERT INTO missing VALUES (1);\n",
        );
        place.write(
            "0002_steps.down.sql",
            "-- ingrain: no-transaction\nDROP TABLE a;\n",
        );
        let mut show = |arguments: &[&str]| place.show(&mut page, arguments).code;
        assert_eq!(show(&["up"]), Some(1));
        assert_eq!(show(&["status"]), Some(3));
        assert_eq!(show(&["repair", "--reason", "a comment", "--yes"]), Some(4));
        let why = ["--reason", "dropped by hand", "--yes"];
        assert_eq!(show(&[&["repair", "--undone"], &why[..]].concat()), Some(0));
        bed.execute("DROP TABLE a");
        assert_eq!(show(&["up"]), Some(1));
        assert_eq!(show(&[&["repair", "--done"], &why[..]].concat()), Some(0));
        assert_eq!(show(&["status"]), Some(0));
        page.finish();
    });
}
