//! Calls that cannot be: said at once, and the database is not touched.

use std::time::Duration;

use ingrain::{Code, Migrations, Target};
use ingrain_end_to_end::chain::chain;
use ingrain_end_to_end::testbed::{Session, Testbed, on_both, on_postgres, on_sqlite, ran};

use crate::assert_says;

fn notes(bed: &Testbed) -> Migrations {
    bed.chain(&[(
        "1_notes",
        "CREATE TABLE notes (id integer)",
        "DROP TABLE notes",
    )])
}

const INSIDE: [&str; 2] = [
    "the connection is inside a transaction",
    "commit it, or roll it back",
];

#[test]
fn inside_a_transaction_is_said_and_the_transaction_not_touched() {
    on_both(|bed| {
        let migrator = notes(bed).migrator();
        bed.execute("CREATE TABLE mine (id integer)");
        bed.run(&migrator.clone().unmanaged(ingrain::Unmanaged::Allow))
            .unwrap();
        let longer = bed.chain(&[
            (
                "1_notes",
                "CREATE TABLE notes (id integer)",
                "DROP TABLE notes",
            ),
            (
                "2_more",
                "CREATE TABLE more (id integer)",
                "DROP TABLE more",
            ),
        ]);
        let mut session = bed.session();
        session.execute("BEGIN; INSERT INTO mine VALUES (7)");
        let error = session.run(&longer.migrator()).unwrap_err();
        assert_says(&error, Code::Settings, &INSIDE);
        // It is still open, and still whole.
        assert_eq!(session.rows("SELECT id FROM mine"), ["7"]);
        assert!(bed.rows("SELECT id FROM mine").is_empty());
        session.execute("COMMIT");
        assert_eq!(bed.rows("SELECT id FROM mine"), ["7"]);
        assert_eq!(ran(&session.run(&longer.migrator()).unwrap()), [2]);
    });
}

#[test]
fn inside_a_transaction_is_said_before_there_is_a_history() {
    on_both(|bed| {
        let migrator = notes(bed).migrator();
        let mut session = bed.session();
        session.execute("BEGIN; CREATE TABLE mine (id integer)");
        // These calls read no history first: the transaction stays whole.
        for outcome in [
            session.up(&migrator, Target::Head),
            session.environment(&migrator, "production"),
        ] {
            assert_says(&outcome.unwrap_err(), Code::Settings, &INSIDE);
        }
        assert!(session.rows("SELECT id FROM mine").is_empty());
        let error = session.run(&migrator).unwrap_err();
        assert_says(&error, Code::Settings, &INSIDE);
        // Again: on Postgres the look for a history has failed in it by now.
        let error = session.run(&migrator).unwrap_err();
        assert_says(&error, Code::Settings, &INSIDE);
        session.execute("ROLLBACK");
        assert_eq!(ran(&session.run(&migrator).unwrap()), [1]);
    });
}

#[test]
fn inside_a_transaction_that_has_failed_is_said_too() {
    on_postgres(|bed| {
        let migrator = notes(bed).migrator();
        let mut session = bed.session();
        let fail = |session: &Session| {
            let Session::Postgres(runtime, client) = session else {
                return;
            };
            let failed = runtime.block_on(client.batch_execute("BEGIN; SELECT absent"));
            failed.unwrap_err();
        };
        fail(&session);
        let error = session.run(&migrator).unwrap_err();
        assert_says(&error, Code::Settings, &INSIDE);
        let error = session.up(&migrator, Target::Head).unwrap_err();
        assert_says(&error, Code::Settings, &INSIDE);
        let error = session.status(&migrator).unwrap_err();
        assert_says(&error, Code::Settings, &INSIDE);
        session.execute("ROLLBACK");
        assert_eq!(ran(&session.run(&migrator).unwrap()), [1]);
        // With a history, and nothing pending.
        fail(&session);
        let error = session.run(&migrator).unwrap_err();
        assert_says(&error, Code::Settings, &INSIDE);
    });
}

#[test]
fn a_dialect_that_is_not_embedded_is_said() {
    on_both(|bed| {
        let other = bed.pick("postgres", "sqlite");
        let migrations = chain(&[
            ("ingrain.toml", &format!("dialects = [\"{other}\"]")),
            ("1_a.up.sql", "CREATE TABLE a (id integer)"),
            ("1_a.down.sql", "DROP TABLE a"),
        ]);
        let words = [
            &format!("`migrations` is not embedded for {}", bed.dialect()),
            &format!("dialects = [\"{}\"]", bed.dialect()),
            "`migrations/ingrain.toml`",
        ];
        let words = words.map(|word: &str| word);
        assert_says(
            &bed.run(&migrations.migrator()).unwrap_err(),
            Code::DialectNotEmbedded,
            &words,
        );
        assert_says(
            &bed.status(&migrations.migrator()).unwrap_err(),
            Code::DialectNotEmbedded,
            &words,
        );
    });
}

#[test]
fn sqlite_has_no_schemas() {
    on_sqlite(|bed| {
        let migrator = notes(bed).migrator().history_schema("main");
        let error = bed.run(&migrator).unwrap_err();
        assert_says(
            &error,
            Code::Settings,
            &["SQLite has no schemas", "`history_schema`"],
        );
    });
}

/// Postgres takes 0 for no limit at all, and has no number for so long a time.
#[test]
fn a_lock_timeout_that_is_none_is_refused() {
    on_both(|bed| {
        let empty = bed.dump();
        for limit in [Duration::ZERO, Duration::MAX] {
            let migrator = notes(bed).migrator().lock_timeout(limit);
            assert_says(
                &bed.run(&migrator).unwrap_err(),
                Code::Settings,
                &["time limit"],
            );
        }
        assert_eq!(bed.dump(), empty);
    });
}

/// The connection's own transaction state is left clean by every outcome.
#[test]
fn after_a_failure_the_connection_can_be_used() {
    on_both(|bed| {
        let faulty = bed.chain(&[(
            "1_a",
            "CREATE TABLE a (id integer); SELECT absent;",
            "DROP TABLE a",
        )]);
        let mut session = bed.session();
        session.run(&faulty.migrator()).unwrap_err();
        session.execute(
            "CREATE TABLE mine (id integer); INSERT INTO mine VALUES (1); DROP TABLE mine",
        );
        if let Session::Sqlite(connection) = &session {
            assert!(connection.is_autocommit());
        }
        assert_eq!(ran(&session.run(&notes(bed).migrator()).unwrap()), [1]);
    });
}
