//! Postgres: a lock, a time limit, rights, connections, a server that is only read from, a full disk.

use std::fs;
use std::thread;
use std::time::Duration;

use ingrain_end_to_end::postgres::Passage;
use ingrain_end_to_end::testbed::{Testbed, on_own_postgres, on_postgres, to};
use ingrain_end_to_end::victim::{Call, Embedded, Order};

use super::disk::Disk;
use super::{ALL, applied, fails, fails_as, goes_well, order};
use crate::process::Victim;

/// At version 2, so that something is pending and something could be lost.
fn prepared(bed: &Testbed) {
    bed.up(&order().migrator(""), to(2)).unwrap();
}

#[test]
fn a_lock_of_another_session_is_named() {
    on_postgres(|bed| {
        prepared(bed);
        let other = bed.session();
        other.execute("BEGIN; LOCK TABLE entries IN SHARE MODE");
        let pid = other.rows("SELECT pg_backend_pid()").concat();
        let pid = format!("pg_terminate_backend({pid})");
        let words = [
            "ING0204",
            "version 3 waits for a lock",
            &pid,
            "then start again",
        ];
        fails(&bed.place(), &order(), &words);
        assert_eq!(applied(bed), [1, 2]);
        // The remedy, to the letter.
        bed.execute(&format!("SELECT {pid}"));
        goes_well(&bed.place(), &order());
        assert_eq!(applied(bed), ALL);
    });
}

#[test]
fn a_statement_that_takes_too_long_is_given_time() {
    on_postgres(|bed| {
        prepared(bed);
        let other = bed.session();
        other.execute("BEGIN; LOCK TABLE entries IN SHARE MODE");
        let hasty = Order {
            statement_timeout: Some(Duration::from_millis(200)),
            ..order()
        };
        let words = [
            "ING0201",
            "0003_interest.up.sql",
            "statement timeout",
            "give it time",
        ];
        fails(&bed.place(), &hasty, &words);
        assert_eq!(applied(bed), [1, 2]);
        other.execute("ROLLBACK");
        goes_well(&bed.place(), &order());
        assert_eq!(applied(bed), ALL);
    });
}

/// The URL of the database as a role without rights but those to its schema.
fn as_somebody(bed: &Testbed, role: &str) -> String {
    bed.execute(&format!(
        "DROP ROLE IF EXISTS {role}; CREATE ROLE {role} LOGIN; GRANT ALL ON SCHEMA public TO {role}; \
         GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}"
    ));
    let url = bed.place();
    let (_, rest) = url.split_once('@').unwrap();
    format!("postgres://{role}@{rest}")
}

#[test]
fn a_right_that_is_missing_half_way_is_granted() {
    on_postgres(|bed| {
        prepared(bed);
        let url = as_somebody(bed, "ingrain_half_way");
        // The third migration it may do, not the fourth, which makes an index on somebody else's table.
        let words = [
            "ING0201",
            "0004_totals.postgres.up.sql:1:",
            "use the role that owns the schema",
        ];
        fails(&url, &order(), &words);
        assert_eq!(applied(bed), [1, 2, 3]);
        goes_well(&bed.place(), &order());
        assert_eq!(applied(bed), ALL);
        bed.execute("DROP OWNED BY ingrain_half_way; DROP ROLE ingrain_half_way");
    });
}

#[test]
fn without_a_connection_to_be_had_nothing_happens() {
    on_postgres(|bed| {
        prepared(bed);
        let url = as_somebody(bed, "ingrain_crowded_out");
        bed.execute("ALTER ROLE ingrain_crowded_out CONNECTION LIMIT 0");
        fails(&url, &order(), &["cannot connect", "too many connections"]);
        assert_eq!(applied(bed), [1, 2]);
        bed.execute("ALTER ROLE ingrain_crowded_out CONNECTION LIMIT -1; ALTER ROLE ingrain_crowded_out SUPERUSER");
        goes_well(&url, &order());
        assert_eq!(applied(bed), ALL);
        bed.execute("DROP OWNED BY ingrain_crowded_out; DROP ROLE ingrain_crowded_out");
    });
}

/// As on a replica, where every transaction is read-only.
#[test]
fn a_server_that_is_only_read_from_is_looked_at() {
    on_postgres(|bed| {
        for embedded in [Embedded::Transactional, Embedded::Stepwise] {
            let bed = bed.another();
            let name = bed.rows("SELECT current_database()").concat();
            let read_only = format!("ALTER DATABASE {name} SET default_transaction_read_only");
            let order = Order {
                wait: Duration::from_secs(1),
                ..Order::new(embedded, Call::Run)
            };
            bed.up(&order.migrator(""), to(1)).unwrap();
            bed.execute(&format!("{read_only} = on"));
            let words = ["read-only transaction", "migrate on the primary"];
            fails(&bed.place(), &order, &words);
            assert_eq!(applied(&bed), [1]);
            let session = bed.session();
            session.execute("SET default_transaction_read_only = off");
            session.execute(&format!("{read_only} = off"));
            goes_well(&bed.place(), &order);
            // With nothing pending it only looks.
            bed.execute(&format!("{read_only} = on"));
            goes_well(&bed.place(), &order);
        }
    });
}

/// The server has committed, and nobody hears of it: the error does not say that nothing was done.
#[test]
fn an_answer_that_never_comes_is_not_taken_for_a_failure() {
    // No word of the answer arrives, or those to what comes before the script's first statement.
    for answers in [0, 6] {
        on_postgres(|bed| {
            prepared(bed);
            // What looks and leads is less than that; the rest is one message.
            let gate = bed.postgres().gate(12, Passage::Done(answers));
            let mut victim = Victim::start(gate.url(), &order());
            while !gate.is_reached() && !victim.has_ended() {
                thread::sleep(Duration::from_millis(1));
            }
            gate.cut();
            let words = [
                "ING0202",
                "the connection was lost before the database had answered",
                "may be committed",
                "start again",
            ];
            let said = fails_as(victim, &words);
            assert!(!said.contains("rolled back"), "{said}");
            assert_eq!(applied(bed), ALL);
            goes_well(&bed.place(), &order());
        });
    }
}

/// The server's log is on the disk too, but here the disk of the tables alone is full.
#[test]
fn a_full_disk_of_the_server_is_given_room() {
    on_own_postgres(|bed| {
        let Some(disk) = Disk::small() else {
            return;
        };
        let name = bed.rows("SELECT current_database()").concat();
        let data = bed.rows("SHOW data_directory").concat();
        let folder = disk.folder_of(&fs::metadata(data).unwrap());
        bed.execute(&format!(
            "CREATE TABLESPACE small LOCATION '{}'",
            folder.display()
        ));
        bed.execute(&format!(
            "ALTER DATABASE {name} SET default_tablespace = small"
        ));
        prepared(bed);
        disk.fill();
        let words = [
            "No space left on device",
            "free some space on the server's disk",
        ];
        fails(&bed.place(), &order(), &words);
        // The third needs no new page, the fourth makes an index.
        assert_eq!(applied(bed), [1, 2, 3]);
        disk.free();
        goes_well(&bed.place(), &order());
        assert_eq!(applied(bed), ALL);
        bed.execute("DROP SCHEMA public CASCADE");
        bed.execute("DROP TABLESPACE small");
    });
}
