//! The start-up check when nothing is pending: one statement, which writes nothing and needs no right to.

use std::fs;
use std::sync::{Arc, Mutex};

use ingrain::{Code, Migrations, Mode, Unmanaged};
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, on_sqlite, runtime, version};
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::{Connection, OpenFlags};
use tokio_postgres::{Client, Config, NoTls};

use crate::assert_says;

fn chain(bed: &Testbed, length: usize) -> Migrations {
    let scripts = [
        ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a"),
        ("2_b", "CREATE TABLE b (id integer)", "DROP TABLE b"),
        ("3_c", "CREATE TABLE c (id integer)", "DROP TABLE c"),
    ];
    bed.chain(&scripts[..length])
}

/// The one statement, which names the main database on SQLite: others may be attached.
fn check(table: &str) -> [String; 1] {
    [format!(
        "SELECT event, chain, seq, version FROM {table} ORDER BY seq DESC LIMIT 1"
    )]
}

/// The same in one message to Postgres, which does not wait for long for a lock on the table.
fn message() -> [String; 1] {
    let own = "pg_catalog.now() = pg_catalog.statement_timestamp()";
    [format!(
        "SET LOCAL lock_timeout = 5000; SELECT event, chain, seq, version, {own} FROM \"ingrain_history\" \
         ORDER BY seq DESC LIMIT 1"
    )]
}

const PUT_BACK: &str = "; SET LOCAL lock_timeout TO DEFAULT";

/// A health check is one statement too, which asks for the time of the last event as well.
#[track_caller]
fn assert_health(statements: &[String], table: &str) {
    assert_eq!(statements.len(), 1, "{statements:#?}");
    let statement = &statements[0];
    let begins = statement.starts_with("SELECT event, chain, seq, version, ");
    let ends = statement.ends_with(&format!(" FROM {table} ORDER BY seq DESC LIMIT 1"));
    assert!(begins && ends, "{statement}");
}

async fn connect(url: &str) -> Client {
    let config: Config = url.parse().unwrap();
    let (client, connection) = config.connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

#[test]
fn on_postgres_the_check_is_one_message() {
    on_postgres(|bed| {
        let migrations = chain(bed, 3);
        bed.run(&migrations.migrator()).unwrap();
        let proxy = bed.postgres().proxy();
        runtime().block_on(async {
            let mut client = connect(proxy.url()).await;
            assert!(
                migrations
                    .migrator()
                    .run(&mut client)
                    .await
                    .unwrap()
                    .is_empty()
            );
            assert_eq!(proxy.take(), message());
            let verify = migrations.migrator().mode(Mode::Verify);
            assert!(verify.run(&mut client).await.unwrap().is_empty());
            assert_eq!(proxy.take(), message());
            assert!(verify.status(&mut client).await.unwrap().is_current());
            let health = proxy.take().remove(0);
            let health = health
                .strip_prefix("SET LOCAL lock_timeout = 1000; ")
                .unwrap();
            let health = health.strip_suffix(PUT_BACK).unwrap().to_owned();
            assert_health(&[health], "\"ingrain_history\"");
        });
    });
}

/// What an old instance does all through a rolling deploy.
#[test]
fn over_newer_migrations_a_few_rows_are_read() {
    const NEWER: &str = "-- ingrain: compatible \"nobody reads it\"\nCREATE TABLE b (id integer)";
    on_postgres(|bed| {
        let old = chain(bed, 1).migrator();
        let first = ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a");
        let newer = bed.chain(&[first, ("2_b", NEWER, "DROP TABLE b")]);
        bed.run(&newer.migrator()).unwrap();
        let proxy = bed.postgres().proxy();
        runtime().block_on(async {
            let mut client = connect(proxy.url()).await;
            let report = old.run(&mut client).await.unwrap();
            assert!(
                report
                    .to_string()
                    .contains("2: applied, not embedded in this binary")
            );
            assert_eq!(proxy.take().len(), 2);
            let status = old.status(&mut client).await.unwrap();
            assert!(status.is_current());
            assert_eq!(status.current(), Some(version(2)));
            assert_eq!(proxy.take().len(), 2);
        });
    });
}

#[test]
fn on_sqlite_the_check_is_one_statement_and_touches_no_byte() {
    on_sqlite(|bed| {
        let migrations = chain(bed, 3);
        bed.run(&migrations.migrator()).unwrap();
        let state = || {
            let modified = fs::metadata(bed.path()).unwrap().modified().unwrap();
            (fs::read(bed.path()).unwrap(), modified)
        };
        let before = state();
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
        assert!(
            migrations
                .migrator()
                .run(&mut connection)
                .unwrap()
                .is_empty()
        );
        let check = check("main.\"ingrain_history\"");
        assert_eq!(std::mem::take(&mut *statements.lock().unwrap()), check);
        assert!(
            migrations
                .migrator()
                .status(&mut connection)
                .unwrap()
                .is_current()
        );
        assert_health(&statements.lock().unwrap(), "main.\"ingrain_history\"");
        assert_eq!(connection.total_changes(), 0);
        drop(connection);
        assert_eq!(state(), before);
    });
}

#[test]
fn a_postgres_role_that_may_only_select_can_start() {
    on_postgres(|bed| {
        let migrations = chain(bed, 2);
        bed.run(&migrations.migrator()).unwrap();
        let url = bed.postgres().read_only_url();
        let before = bed.dump();
        runtime().block_on(async {
            let mut client = connect(&url).await;
            assert!(
                migrations
                    .migrator()
                    .run(&mut client)
                    .await
                    .unwrap()
                    .is_empty()
            );
            assert!(
                migrations
                    .migrator()
                    .status(&mut client)
                    .await
                    .unwrap()
                    .is_current()
            );
            // With something pending it can still be told so, and the run says what is in the way.
            let longer = chain(bed, 3);
            let status = longer.migrator().status(&mut client).await.unwrap();
            assert_eq!(status.pending(), [version(3)]);
            let error = longer.migrator().run(&mut client).await.unwrap_err();
            let words = [
                "permission denied",
                "grant the role what it lacks",
                "use the role that owns the schema",
            ];
            assert_says(&error, Code::Database, &words);
        });
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn a_read_only_postgres_can_start() {
    on_postgres(|bed| {
        let (migrations, longer) = (chain(bed, 2), chain(bed, 3));
        bed.run(&migrations.migrator()).unwrap();
        let before = bed.dump();
        let mut session = bed.session();
        session.execute("SET default_transaction_read_only = on");
        assert!(session.run(&migrations.migrator()).unwrap().is_empty());
        assert!(session.status(&migrations.migrator()).unwrap().is_current());
        assert_eq!(
            session.status(&longer.migrator()).unwrap().pending(),
            [version(3)]
        );
        let error = session.run(&longer.migrator()).unwrap_err();
        let words = ["read-only transaction", "migrate on the primary"];
        assert_says(&error, Code::Database, &words);
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn a_sqlite_file_opened_read_only_can_start() {
    on_sqlite(|bed| {
        let (migrations, longer) = (chain(bed, 2), chain(bed, 3));
        bed.run(&migrations.migrator()).unwrap();
        let before = fs::read(bed.path()).unwrap();
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let mut connection = Connection::open_with_flags(bed.path(), flags).unwrap();
        assert!(
            migrations
                .migrator()
                .run(&mut connection)
                .unwrap()
                .is_empty()
        );
        assert!(
            migrations
                .migrator()
                .status(&mut connection)
                .unwrap()
                .is_current()
        );
        let status = longer.migrator().status(&mut connection).unwrap();
        assert_eq!(status.pending(), [version(3)]);
        let error = longer.migrator().run(&mut connection).unwrap_err();
        let words = [
            "readonly database",
            "migrate with a connection and a file that may be written",
        ];
        assert_says(&error, Code::Database, &words);
        assert_eq!(fs::read(bed.path()).unwrap(), before);
    });
}

#[test]
fn finding_out_what_is_pending_writes_nothing_not_even_a_table() {
    on_both(|bed| {
        let migrations = chain(bed, 3);
        let verify = migrations.migrator().mode(Mode::Verify);
        let empty = bed.dump();
        assert_eq!(bed.status(&verify).unwrap().pending().len(), 3);
        let words = [
            "migrations 1, 2 and 3 are pending",
            "only verifies",
            "INGRAIN_POLICY=apply",
            "mode(Mode::Apply).run(&mut connection)",
        ];
        assert_says(&bed.run(&verify).unwrap_err(), Code::Pending, &words);
        assert_eq!(bed.dump(), empty);

        bed.run(&chain(bed, 2).migrator()).unwrap();
        let before = bed.dump();
        let words = ["migration 3 is pending", "migrations/3_c.up.sql"];
        assert_says(&bed.run(&verify).unwrap_err(), Code::Pending, &words);
        let error = bed.down(&verify, ingrain::Target::Base).unwrap_err();
        assert_says(&error, Code::Pending, &["to be reverted"]);
        assert_eq!(bed.dump(), before);
    });
}

/// `Mode::Verify` promises that nothing is ever written, by any call.
#[test]
fn a_process_that_only_verifies_records_nothing() {
    on_both(|bed| {
        let verify = chain(bed, 3).migrator().mode(Mode::Verify);
        let empty = bed.dump();
        let baseline = verify.clone().unmanaged(Unmanaged::Allow);
        for outcome in [
            bed.environment(&verify, "production"),
            bed.baseline(&baseline, version(1), "why"),
        ] {
            assert_says(
                &outcome.unwrap_err(),
                Code::Pending,
                &["only verifies", "`Mode::Apply`"],
            );
        }
        assert_eq!(bed.dump(), empty);
        bed.run(&chain(bed, 3).migrator()).unwrap();
        let before = bed.dump();
        let changed = bed.chain(&[("1_a", "CREATE TABLE a (id bigint)", "DROP TABLE a")]);
        let outcome = bed.repair(&changed.migrator().mode(Mode::Verify), "why");
        assert_says(&outcome.unwrap_err(), Code::Pending, &["only verifies"]);
        assert_eq!(bed.dump(), before);
    });
}
