//! Postgres: a server that is restarted in the middle, one that follows another, and one whose clock is set back.

use std::thread;
use std::time::{Duration, Instant};

use ingrain_end_to_end::postgres::{Extras, PRIMARY, Passage, Postgres, Shutdown};
use ingrain_end_to_end::testbed::{Session, Testbed, on_own_postgres, on_postgres, to};

use super::{ALL, applied, fails, fails_as, goes_well, order};
use crate::process::Victim;

#[test]
fn a_server_that_is_restarted_in_the_middle_is_gone_on_with() {
    for shutdown in [Shutdown::Fast, Shutdown::Immediate] {
        on_own_postgres(|bed| {
            bed.up(&order().migrator(""), to(2)).unwrap();
            // In the message of the pending migrations, behind what looks and leads.
            let gate = bed.postgres().gate(14, Passage::Before);
            let mut victim = Victim::start(gate.url(), &order());
            while !gate.is_reached() && !victim.has_ended() {
                thread::sleep(Duration::from_millis(1));
            }
            assert!(gate.is_reached(), "it ended before");
            Postgres::for_faults().unwrap().restart(shutdown);
            fails_as(victim, &["ING0202", "start again"]);
            assert_eq!(applied(bed), [1, 2], "{shutdown:?}");
            goes_well(&bed.place(), &order());
            assert_eq!(applied(bed), ALL);
        });
    }
}

/// Of the transactions of a message only the last waits for the disk; if it fails, those before it are on the
/// disk all the same before anybody is told of them.
#[test]
fn what_was_told_to_be_applied_outlives_a_crash() {
    on_own_postgres(|bed| {
        // The server's own writer would see to it otherwise, a moment later.
        bed.execute("ALTER SYSTEM SET wal_writer_delay = '10s'");
        bed.execute("SELECT pg_reload_conf()");
        thread::sleep(Duration::from_millis(300));
        let migrations = bed.chain(&[
            ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a"),
            ("2_b", "CREATE TABLE b (id integer)", "DROP TABLE b"),
            ("3_c", "SELECT 1 / 0", "SELECT 1"),
        ]);
        let error = bed.run(&migrations.migrator()).unwrap_err();
        assert!(error.to_string().contains("division by zero"), "{error}");
        Postgres::for_faults().unwrap().restart(Shutdown::Immediate);
        assert_eq!(applied(bed), [1, 2]);
        bed.execute("SELECT FROM a, b");
        bed.execute("ALTER SYSTEM RESET wal_writer_delay");
        bed.execute("SELECT pg_reload_conf()");
    });
}

#[test]
fn a_standby_is_looked_at_and_says_where_to_migrate() {
    let own = |primary| {
        let extras = Extras {
            settings: PRIMARY,
            primary,
            ..Extras::default()
        };
        Postgres::own(extras).map(|server| &*Box::leak(Box::new(server)))
    };
    let Some(primary) = own(None) else {
        return;
    };
    let Some(standby) = own(primary.port()) else {
        return;
    };
    let bed = &Testbed::Postgres(primary.database());
    let port = |server: &Postgres| format!(":{}/", server.port().unwrap());
    let url = bed.place().replace(&port(primary), &port(standby));
    bed.up(&order().migrator(""), to(2)).unwrap();
    follows(bed, standby);
    let words = ["ING0202", "read-only", "migrate on the primary"];
    fails(&url, &order(), &words);
    goes_well(&bed.place(), &order());
    assert_eq!(applied(bed), ALL);
    follows(bed, standby);
    // With nothing pending it only looks.
    goes_well(&url, &order());
}

/// What happened first is told by `seq`, never by a clock.
#[test]
fn a_clock_may_go_backwards() {
    on_postgres(|bed| {
        bed.up(&order().migrator(""), to(2)).unwrap();
        // All that a clock that is set back leaves: rows from the future.
        bed.execute("UPDATE ingrain_history SET applied_at = applied_at + interval '1 day'");
        goes_well(&bed.place(), &order());
        assert_eq!(applied(bed), ALL);
        let below = "SELECT count(*) FROM ingrain_history WHERE duration_ms < 0";
        assert_eq!(bed.rows(below), ["0"]);
        goes_well(&bed.place(), &order());
        assert!(bed.status(&order().migrator("")).unwrap().is_current());
    });
}

/// Waits until the standby has what the primary has.
fn follows(bed: &Testbed, standby: &Postgres) {
    let written = bed.rows("SELECT pg_current_wal_lsn()").concat();
    let has = format!("SELECT pg_last_wal_replay_lsn() >= '{written}'");
    // Not in the database itself, which it may not have yet.
    let session = Session::open(&standby.url());
    let began = Instant::now();
    while session.rows(&has) != ["t"] {
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "it does not follow"
        );
        thread::sleep(Duration::from_millis(20));
    }
}
