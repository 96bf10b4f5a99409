use super::*;
use crate::split;
use Dialect::{Postgres, Sqlite};

fn found(dialect: Dialect, script: &str) -> Vec<&'static str> {
    found_in(Transaction::Wrapped, dialect, script)
}

fn found_in(transaction: Transaction, dialect: Dialect, script: &str) -> Vec<&'static str> {
    let statements = split(dialect, script).expect("it can be split");
    statements
        .iter()
        .filter_map(|statement| misplaced(dialect, statement, transaction))
        .map(|found| found.what)
        .collect()
}

#[test]
fn transaction_control_is_found() {
    for dialect in Dialect::ALL {
        assert_eq!(
            found(dialect, "begin; COMMIT; end; Rollback;"),
            ["BEGIN", "COMMIT", "END", "ROLLBACK"]
        );
        assert_eq!(
            found(dialect, "/* x */ BEGIN TRANSACTION; ROLLBACK WORK"),
            ["BEGIN", "ROLLBACK"]
        );
    }
    assert_eq!(
        found(
            Postgres,
            "START TRANSACTION; ABORT; PREPARE TRANSACTION 'x'; COMMIT PREPARED 'x'"
        )
        .len(),
        4
    );
}

#[test]
fn savepoints_and_prepared_statements_may_stay() {
    assert!(
        found(
            Postgres,
            "SAVEPOINT a; ROLLBACK TO a; ROLLBACK TRANSACTION TO a; PREPARE p AS SELECT 1"
        )
        .is_empty()
    );
    assert!(found(Sqlite, "SAVEPOINT a; ROLLBACK TO a; RELEASE a").is_empty());
}

#[test]
fn outside_a_transaction_savepoints_may_not_stay_and_all_else_may() {
    for dialect in Dialect::ALL {
        let script = "BEGIN; COMMIT; END; ROLLBACK; SAVEPOINT a; ROLLBACK TO a; RELEASE a; VACUUM";
        assert_eq!(
            found_in(Transaction::None, dialect, script),
            [
                "BEGIN",
                "COMMIT",
                "END",
                "ROLLBACK",
                "SAVEPOINT",
                "ROLLBACK",
                "RELEASE"
            ]
        );
    }
    let script = "START TRANSACTION; COMMIT PREPARED 'x'; ROLLBACK PREPARED 'x'";
    assert_eq!(
        found_in(Transaction::None, Postgres, script),
        ["START TRANSACTION"]
    );
}

#[test]
fn what_needs_no_transaction_is_found() {
    let script = "CREATE INDEX CONCURRENTLY i ON t (a); CREATE UNIQUE INDEX concurrently IF NOT EXISTS i ON t (a); \
        DROP INDEX CONCURRENTLY i; REINDEX (VERBOSE) TABLE CONCURRENTLY t; VACUUM t; \
        ALTER TABLE t DETACH PARTITION p CONCURRENTLY; ALTER SYSTEM SET work_mem = 1; CREATE DATABASE d;";
    assert_eq!(found(Postgres, script).len(), 8);
    let script = "VACUUM; PRAGMA foreign_keys=OFF; PRAGMA main.foreign_keys(0); PRAGMA \"journal_mode\" = WAL;";
    assert_eq!(
        found(Sqlite, script),
        [
            "VACUUM",
            "PRAGMA foreign_keys",
            "PRAGMA foreign_keys",
            "PRAGMA journal_mode"
        ]
    );
}

#[test]
fn their_words_elsewhere_are_nothing() {
    let script = "CREATE INDEX i ON t (a); CREATE TABLE vacuum_log (begin_at text); \
        CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$; \
        INSERT INTO t VALUES ('CONCURRENTLY'); CREATE INDEX \"concurrently\" ON t (a);";
    assert!(found(Postgres, script).is_empty());
    let script = "PRAGMA foreign_keys; PRAGMA foreign_key_check(t); PRAGMA user_version = 1; \
        CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;";
    assert!(found(Sqlite, script).is_empty());
}
