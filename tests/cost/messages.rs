//! Statements and messages: how many there are does not grow with what is applied, and hardly with what is
//! pending.

use std::sync::{Arc, Mutex};

use ingrain::Migrations;
use ingrain_end_to_end::testbed::{Session, Testbed, on_postgres, on_sqlite};
use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};

/// So many migrations that do nothing.
fn chain(bed: &Testbed, length: usize) -> Migrations {
    let names: Vec<String> = (1..=length)
        .map(|number| format!("{number}_step"))
        .collect();
    let scripts: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), "SELECT 1", "SELECT 1"))
        .collect();
    bed.chain(&scripts)
}

const APPLIED: [usize; 2] = [10, 10_000];

#[test]
fn a_start_is_one_message_to_postgres_however_many_migrations_are_applied() {
    for length in APPLIED {
        on_postgres(|bed| {
            let migrator = chain(bed, length).migrator();
            assert_eq!(bed.run(&migrator).unwrap().ran().len(), length);
            let proxy = bed.postgres().proxy();
            let mut session = Session::open(proxy.url());
            assert!(session.run(&migrator).unwrap().is_empty());
            assert_eq!(
                proxy.take(),
                ["SET LOCAL lock_timeout = 5000; \
                  SELECT event, chain, seq, version, pg_catalog.now() = pg_catalog.statement_timestamp() \
                  FROM \"ingrain_history\" ORDER BY seq DESC LIMIT 1"]
            );
            assert!(session.status(&migrator).unwrap().is_current());
            assert_eq!(proxy.take().len(), 1);
        });
    }
}

#[test]
fn a_start_is_one_statement_to_sqlite_however_many_migrations_are_applied() {
    for length in APPLIED {
        on_sqlite(|bed| {
            let migrator = chain(bed, length).migrator();
            assert_eq!(bed.run(&migrator).unwrap().ran().len(), length);
            let mut connection = Connection::open(bed.path()).unwrap();
            let statements = Arc::new(Mutex::new(Vec::new()));
            let seen = Arc::clone(&statements);
            let trace = move |event: TraceEvent<'_>| {
                if let TraceEvent::Stmt(_, sql) = event {
                    seen.lock().unwrap().push(sql.to_owned());
                }
            };
            connection
                .trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(trace))
                .unwrap();
            assert!(migrator.run(&mut connection).unwrap().is_empty());
            let expected = "SELECT event, chain, seq, version FROM main.\"ingrain_history\" ORDER BY seq DESC LIMIT 1";
            assert_eq!(*statements.lock().unwrap(), [expected]);
        });
    }
}

/// One message holds 64 transactions.
#[test]
fn six_hundred_and_forty_pending_migrations_are_ten_messages_and_a_few() {
    let mut counts = Vec::new();
    for length in [1, 64, 640] {
        on_postgres(|bed| {
            let proxy = bed.postgres().proxy();
            let mut session = Session::open(proxy.url());
            let report = session.run(&chain(bed, length).migrator()).unwrap();
            assert_eq!(report.ran().len(), length);
            counts.push(proxy.take().len());
        });
    }
    println!("messages for 1, 64 and 640 migrations: {counts:?}");
    if let [one, of_64, of_640] = counts[..] {
        assert!(one <= 6, "{counts:?}");
        assert_eq!((of_64, of_640), (one, one + 9));
    }
}
