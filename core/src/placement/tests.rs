use super::*;
use crate::split;
use Dialect::{Postgres, Sqlite};

fn found(dialect: Dialect, script: &str) -> Vec<&str> {
    found_in(Transaction::Wrapped, dialect, script)
}

fn found_in(transaction: Transaction, dialect: Dialect, script: &str) -> Vec<&str> {
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
    let script = "DROP DATABASE d; CREATE TABLESPACE s LOCATION '/s'; DROP TABLESPACE s";
    assert_eq!(
        found(Postgres, script),
        ["DROP DATABASE", "CREATE TABLESPACE", "DROP TABLESPACE"]
    );
    let script = "VACUUM; PRAGMA foreign_keys=OFF; PRAGMA main.foreign_keys(0); PRAGMA \"journal_mode\" = WAL; \
        PRAGMA temp.journal_mode(OFF)";
    assert_eq!(
        found(Sqlite, script),
        [
            "VACUUM",
            "PRAGMA foreign_keys",
            "PRAGMA foreign_keys",
            "PRAGMA journal_mode",
            "PRAGMA journal_mode"
        ]
    );
}

#[test]
fn what_needs_a_client_is_found() {
    let columns: Vec<String> = (0..20).map(|number| format!("c{number}")).collect();
    let long = format!(
        "copy \"t\" ({}) from STDIN WITH (FORMAT csv)",
        columns.join(", ")
    );
    let copies = format!("COPY public.t (a, b) FROM stdin; {long}; COPY t FROM stdout");
    for transaction in [Transaction::Wrapped, Transaction::None] {
        assert_eq!(
            found_in(transaction, Postgres, &copies),
            ["COPY … FROM stdin"; 3]
        );
        let commands = "\\connect app\nSELECT 1; \\copy t FROM 'a'; \\! ls";
        assert_eq!(
            found_in(transaction, Postgres, commands),
            ["\\connect", "\\copy"]
        );
    }
    let others = "COPY t FROM '/tmp/stdin'; COPY t TO stdout; COPY (SELECT * FROM stdin) TO '/tmp/a'; \
        SELECT a FROM stdin; INSERT INTO t VALUES ('\\connect'); SELECT '\\copy'";
    assert_eq!(found(Postgres, others), [""; 0]);
    assert!(found(Sqlite, &copies).is_empty());
}

#[test]
fn their_words_elsewhere_are_nothing() {
    let script = "CREATE INDEX i ON t (a); CREATE TABLE vacuum_log (begin_at text); \
        CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$; \
        INSERT INTO t VALUES ('CONCURRENTLY'); CREATE INDEX \"concurrently\" ON t (a);";
    assert!(found(Postgres, script).is_empty());
    // Each lacks one of the words, or has it elsewhere.
    let script = "DROP INDEX i; DROP TABLE concurrently; REINDEX TABLE t; CREATE TABLE index (concurrently int); \
        ALTER TABLE t ADD concurrently int; ALTER TABLE t DETACH PARTITION p; ALTER INDEX i ATTACH PARTITION j; \
        ALTER TABLE partition RENAME detach TO concurrently; CREATE TABLE t (detach partition, concurrently int); \
        ALTER INDEX detach PARTITION concurrently; CREATE SCHEMA database; ALTER TABLE system RENAME TO tablespace";
    assert_eq!(found(Postgres, script), [""; 0]);
    let script = "PRAGMA foreign_keys; PRAGMA foreign_key_check(t); PRAGMA user_version = 1; \
        CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;";
    assert!(found(Sqlite, script).is_empty());
}

/// The statements of `script` of which `holds` is true.
fn of_which(
    holds: fn(Dialect, &Statement<'_>) -> bool,
    dialect: Dialect,
    script: &str,
) -> Vec<&str> {
    let statements = split(dialect, script).expect("it can be split");
    let held = statements
        .iter()
        .filter(|statement| holds(dialect, statement));
    held.map(Statement::text).collect()
}

#[test]
fn what_a_database_refuses_inside_a_transaction_runs_alone() {
    for (dialect, alone) in [
        (
            Postgres,
            "CREATE INDEX CONCURRENTLY i ON t (a);vacuum t;DROP DATABASE d;ALTER SYSTEM SET a = 1;COMMIT PREPARED 'x'",
        ),
        (
            Sqlite,
            "VACUUM;attach 'a' AS a;DETACH a;PRAGMA user_version = 1;PRAGMA \"foreign_keys\" = OFF",
        ),
    ] {
        let all: Vec<&str> = alone.split(';').collect();
        assert_eq!(of_which(runs_alone, dialect, alone), all);
    }
    let beside =
        "CREATE INDEX i ON t (a); SELECT 'VACUUM'; CREATE TABLE vacuum_log (pragma text); COMMIT";
    for dialect in Dialect::ALL {
        assert!(of_which(runs_alone, dialect, beside).is_empty());
    }
    let of_the_other = "PRAGMA a; ATTACH 'a' AS a; SET a = 1";
    assert!(of_which(runs_alone, Postgres, of_the_other).is_empty());
    let of_the_other = "CREATE INDEX CONCURRENTLY i ON t (a); ALTER SYSTEM SET a = 1";
    assert!(of_which(runs_alone, Sqlite, of_the_other).is_empty());
}

#[test]
fn what_changes_the_session_only_is_found() {
    for (dialect, session) in [
        (
            Postgres,
            "set search_path = a;SET SESSION work_mem = 1;SET ROLE a;RESET ALL;DISCARD ALL;\
            SELECT 1, a, b, c, d, e, f, g, h, i, pg_catalog.set_config('a', 'b', false)",
        ),
        (Sqlite, "PRAGMA foreign_keys = OFF;ATTACH 'a' AS a;detach a"),
    ] {
        let all: Vec<&str> = session.split(';').collect();
        assert_eq!(of_which(sets_session, dialect, session), all);
    }
    let beside = "SET LOCAL search_path = a; SET TRANSACTION READ ONLY; SET CONSTRAINTS ALL DEFERRED; \
        UPDATE t SET a = 1; ALTER TABLE t RESET (fillfactor); SELECT 'set_config'; SELECT 1";
    assert!(of_which(sets_session, Postgres, beside).is_empty());
    let beside = "UPDATE t SET a = 1; VACUUM; SELECT 'PRAGMA'; CREATE TABLE attach (a)";
    assert!(of_which(sets_session, Sqlite, beside).is_empty());
}
