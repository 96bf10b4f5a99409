//! Ctrl-C in the middle of `up`: nothing is half-done, and the next one finishes.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ingrain_end_to_end::certificates::self_signed;
use ingrain_end_to_end::postgres::{Extras, Postgres};
use ingrain_end_to_end::testbed::{Testbed, on_both};

use crate::page::Ended;
use crate::place::{Place, shown};

/// The third takes as long as the table says: for ever at first.
pub(crate) fn slow(bed: &Testbed) -> Vec<(&'static str, &'static str)> {
    let third = bed.pick(
        "CREATE TABLE counted (n bigint);
         INSERT INTO counted WITH RECURSIVE counter(i) AS
             (SELECT 1 UNION ALL SELECT i + 1 FROM counter, brake WHERE i < n) SELECT count(*) FROM counter;",
        "CREATE TABLE counted (n bigint);\nSELECT pg_sleep(n) FROM brake;",
    );
    vec![
        (
            "0001_create_brake.up.sql",
            "CREATE TABLE brake (n bigint);\nINSERT INTO brake VALUES (100000000000);",
        ),
        ("0001_create_brake.down.sql", "DROP TABLE brake;"),
        (
            "0002_create_notes.up.sql",
            "CREATE TABLE notes (id bigint);",
        ),
        ("0002_create_notes.down.sql", "DROP TABLE notes;"),
        ("0003_count.up.sql", third),
        ("0003_count.down.sql", "DROP TABLE counted;"),
        ("0004_create_tags.up.sql", "CREATE TABLE tags (id bigint);"),
        ("0004_create_tags.down.sql", "DROP TABLE tags;"),
    ]
}

#[test]
fn a_signal_takes_back_what_runs() {
    for signal in ["INT", "TERM"] {
        on_both(|bed| {
            let place = Place::new(bed, &slow(bed));
            place.fine(&["up", "1"]);
            let before = bed.dump();

            let (process, told) = start(&place);
            wait_until_it_is_slow(bed);
            let (code, said) = end(process, told, signal);
            assert_eq!(code, Some(130), "{said}");
            assert!(said.contains("ING0304"), "{said}");
            match bed {
                // The whole run is one transaction.
                Testbed::Sqlite(_) => assert_eq!(bed.dump(), before, "{said}"),
                Testbed::Postgres(_) => {
                    assert_eq!(
                        bed.history("event, version"),
                        ["applied | 1", "applied | 2"]
                    );
                    assert!(bed.dump().contains("CREATE TABLE public.notes"));
                }
            }
            assert!(!bed.dump().contains("counted"));

            bed.execute("UPDATE brake SET n = 0");
            place.fine(&["up"]);
            place.fine(&["status"]);
            assert!(bed.dump().contains("counted"));
        });
    }
}

#[test]
fn what_is_said_after_ctrl_c() {
    on_both(|bed| {
        let place = Place::new(bed, &slow(bed));
        let mut page = place.page("interrupted", bed);
        place.fine(&["up", "2"]);
        let before = bed.dump();
        for arguments in [&["up"][..], &["up", "+1", "--json"]] {
            let ended = run_and_interrupt(bed, &place, arguments);
            assert_eq!(ended.code, Some(130), "{}", ended.stderr);
            page.ended(&shown(arguments), &ended);
            assert_eq!(bed.dump(), before);
        }
        assert_eq!(place.show(&mut page, &["status"]).code, Some(3));
        page.finish();
    });
}

#[test]
fn what_runs_on_an_encrypted_connection_is_cancelled_too() {
    let signed = self_signed(&["localhost"]);
    let files = [
        ("server.crt", signed.certificate.as_str()),
        ("server.key", &signed.key),
    ];
    let settings = [
        ("ssl", "on"),
        ("ssl_cert_file", "{directory}/server.crt"),
        ("ssl_key_file", "{directory}/server.key"),
    ];
    let Some(server) = Postgres::own(Extras {
        files: &files,
        settings: &settings,
        ..Extras::default()
    }) else {
        return;
    };
    let server: &'static Postgres = Box::leak(Box::new(server));
    let bed = Testbed::Postgres(server.database());
    let mut place = Place::new(&bed, &slow(&bed));
    place.url += "?sslmode=require";
    place.fine(&["up", "2"]);
    let before = bed.dump();
    let (process, told) = start(&place);
    wait_until_it_is_slow(&bed);
    let (code, said) = end(process, told, "INT");
    assert_eq!(code, Some(130), "{said}");
    assert_eq!(bed.dump(), before);
}

/// Starts `up`, and waits until it says what is being applied.
fn start(place: &Place) -> (Child, BufReader<std::process::ChildStderr>) {
    start_that(place, &["up"], "applying ")
}

/// Starts this, and waits until it says that.
pub(crate) fn start_that(
    place: &Place,
    arguments: &[&str],
    words: &str,
) -> (Child, BufReader<std::process::ChildStderr>) {
    let mut command = place.command(arguments);
    let mut process = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(process.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains(words) {
        line.clear();
        assert_ne!(told.read_line(&mut line).unwrap(), 0, "it ends before");
    }
    (process, told)
}

/// On Postgres the statement can be seen; on SQLite the file is locked, and the word has to do.
pub(crate) fn wait_until_it_is_slow(bed: &Testbed) {
    let deadline = Instant::now() + Duration::from_secs(60);
    let asks = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
    while matches!(bed, Testbed::Postgres(_)) && bed.rows(asks).is_empty() {
        assert!(Instant::now() < deadline, "it never gets to the slow one");
        thread::sleep(Duration::from_millis(20));
    }
}

pub(crate) fn end(
    mut process: Child,
    mut told: BufReader<std::process::ChildStderr>,
    signal: &str,
) -> (Option<i32>, String) {
    tell(&process, signal);
    let mut said = String::new();
    told.read_to_string(&mut said).unwrap();
    (process.wait().unwrap().code(), said)
}

fn tell(process: &Child, signal: &str) {
    let mut kill = Command::new("kill");
    kill.args([&format!("-{signal}"), &process.id().to_string()]);
    assert!(kill.status().unwrap().success());
}

/// Runs this with Ctrl-C while the slow one runs, and gives all that was said.
fn run_and_interrupt(bed: &Testbed, place: &Place, arguments: &[&str]) -> Ended {
    let mut command = place.command(arguments);
    let piped = command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut process = piped.stderr(Stdio::piped()).spawn().unwrap();
    let mut told = BufReader::new(process.stderr.take().unwrap());
    let mut stderr = String::new();
    while !stderr.contains("applying ") {
        assert_ne!(told.read_line(&mut stderr).unwrap(), 0, "it ends before");
    }
    wait_until_it_is_slow(bed);
    tell(&process, "INT");
    told.read_to_string(&mut stderr).unwrap();
    let mut stdout = String::new();
    let results = process.stdout.take();
    results.unwrap().read_to_string(&mut stdout).unwrap();
    // It is over before that is said, or not.
    let stderr = stderr.replace(
        "interrupted: stopping what runs; Ctrl-C again ends at once\n",
        "",
    );
    Ended {
        code: process.wait().unwrap().code(),
        stdout,
        stderr,
    }
}
