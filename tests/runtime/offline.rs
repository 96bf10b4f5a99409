//! Offline scripts, run by psql and sqlite3, leave what a live run leaves.

use ingrain::{Dialect, Migrations, Migrator, Target, Transactions};
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, on_sqlite, to, version};

static DEMO: Migrations = ingrain::embed!("migrations");

/// All of the history but times, durations and who.
const COLUMNS: &str = "seq, event, version, description, checksum, chain, down_sql, down_checksum, \
                       compatible, statements, note";

/// A fresh database of the same kind.
fn beside(bed: &Testbed, scenario: impl FnMut(&Testbed)) {
    match bed.dialect() {
        Dialect::Sqlite => on_sqlite(scenario),
        Dialect::Postgres => on_postgres(scenario),
    }
}

/// Goes this way with scripts on one database, and with calls on another: both are then the same.
#[track_caller]
fn assert_same(bed: &Testbed, migrator: &Migrator, way: &[Target]) {
    let mut live = Vec::new();
    beside(bed, |other| {
        let mut at = None;
        for target in way {
            match (*target, at) {
                (Target::Version(version), Some(before)) if version < before => {
                    other.down(migrator, *target).unwrap()
                }
                (Target::Base, _) => other.down(migrator, *target).unwrap(),
                _ => other.up(migrator, *target).unwrap(),
            };
            at = other.status(migrator).unwrap().current();
            live.push((other.dump_without_history(), other.history(COLUMNS)));
        }
    });
    let mut from = Target::Base;
    for (target, (dump, history)) in way.iter().zip(live) {
        let sql = migrator.offline_sql(bed.dialect(), from, *target).unwrap();
        assert_eq!(bed.script(&sql), Ok(()), "from {from} to {target}:\n{sql}");
        assert_eq!(
            bed.dump_without_history(),
            dump,
            "from {from} to {target}:\n{sql}"
        );
        assert_eq!(
            bed.history(COLUMNS),
            history,
            "from {from} to {target}:\n{sql}"
        );
        from = *target;
    }
}

#[test]
fn the_demo_chain_goes_up_and_down_and_up_again() {
    on_both(|bed| {
        let migrator = DEMO.migrator();
        // Version 3 cannot be reverted.
        let way = [to(2), to(4), Target::Head, to(5), to(3), Target::Head];
        assert_same(bed, &migrator, &way);
        assert!(bed.run(&migrator).unwrap().is_empty());
        assert!(bed.status(&migrator).unwrap().is_current());
        for row in bed.history("applied_by") {
            assert!(row.ends_with(" (offline)"), "{row}");
        }
    });
}

#[test]
fn however_many_migrations_share_a_transaction() {
    on_both(|bed| {
        for (table, transactions) in [
            ("each", Transactions::Each),
            ("all", Transactions::Together),
        ] {
            let migrator = DEMO
                .migrator()
                .transactions(transactions)
                .history_table("log of \"it's\"");
            beside(bed, |bed| {
                let sql = migrator
                    .offline_sql(bed.dialect(), Target::Base, Target::Head)
                    .unwrap();
                bed.script(&sql).unwrap();
                assert!(bed.run(&migrator).unwrap().is_empty(), "{table}");
                let down = migrator
                    .offline_sql(bed.dialect(), Target::Head, to(3))
                    .unwrap();
                bed.script(&down).unwrap();
                assert_eq!(bed.status(&migrator).unwrap().current(), Some(version(3)));
            });
        }
    });
}

/// Texts that would end a quote, a body or a message, were they not quoted.
#[test]
fn whatever_scripts_hold() {
    on_both(|bed| {
        let body = bed.pick(
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET x = 'it''s; \\ \"'; SELECT 1; END;\nSELECT 1;",
            "CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $demand$ BEGIN\n-- it's;\nRETURN 'a;\\b'; END; $demand$;\nSELECT f();",
        );
        let back = bed.pick("DROP TRIGGER t;", "DROP FUNCTION f();");
        let chain = bed.chain(&[
            ("1_a", "CREATE TABLE a (x text) -- it's one;\n;\nINSERT INTO a VALUES ('é;\n.bail\n\\q\n/\n:x');", "DROP TABLE a /* it's; */"),
            ("2_body", body, back),
            ("3_c", "/* $demand$ */ CREATE TABLE c (x text DEFAULT '$demand$')", "-- '\nDROP TABLE c;"),
        ]);
        let way = [to(1), Target::Head, to(1), Target::Head, Target::Base];
        assert_same(bed, &chain.migrator(), &way);
    });
}

#[test]
fn scripts_outside_transactions_leave_their_rows_too() {
    on_both(|bed| {
        let (up, down) = bed.pick(
            ("INSERT INTO a VALUES (1);\nVACUUM;\nINSERT INTO a VALUES (2);", "DELETE FROM a;\nVACUUM;"),
            (
                "CREATE INDEX CONCURRENTLY a_x ON a (x);\nINSERT INTO a VALUES (1);\nSET search_path TO pg_catalog;\nSELECT 1;",
                "DROP INDEX CONCURRENTLY a_x;\nDELETE FROM a;",
            ),
        );
        let stepwise = |sql: &str| format!("-- ingrain: no-transaction\n{sql}");
        let chain = bed.chain(&[
            ("1_a", "CREATE TABLE a (x integer)", "DROP TABLE a"),
            ("2_stepwise", &stepwise(up), &stepwise(down)),
            ("3_b", "CREATE TABLE b (x integer)", "DROP TABLE b"),
        ]);
        let way = [Target::Head, to(1), to(2), Target::Base];
        assert_same(bed, &chain.migrator(), &way);
    });
}

#[test]
fn a_table_is_rebuilt_without_foreign_keys() {
    on_sqlite(|bed| {
        let chain = bed.chain(&[
            (
                "1_a",
                "CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE TABLE b (a INTEGER REFERENCES a ON DELETE CASCADE);\n\
                 INSERT INTO a VALUES (1); INSERT INTO b VALUES (1);",
                "DROP TABLE b; DROP TABLE a;",
            ),
            (
                "2_rebuild",
                "-- ingrain: foreign-keys off\nCREATE TABLE new (id INTEGER PRIMARY KEY, x TEXT);\n\
                 INSERT INTO new (id) SELECT id FROM a;\nDROP TABLE a;\nALTER TABLE new RENAME TO a;",
                "ALTER TABLE a DROP COLUMN x",
            ),
            ("3_c", "CREATE TABLE c (x integer)", "DROP TABLE c"),
        ]);
        assert_same(bed, &chain.migrator(), &[Target::Head, to(1), Target::Head]);
        assert_eq!(bed.rows("SELECT count(*) FROM b"), ["1"]);
    });
}

/// A script that ends with another search path than it began with, as those of pg_dump do.
#[test]
fn what_scripts_set_is_put_back() {
    on_postgres(|bed| {
        let chain = bed.chain(&[
            (
                "1_a",
                "SELECT pg_catalog.set_config('search_path', '', false);\nSET statement_timeout = 77777;\nCREATE TABLE public.a (x integer);",
                "DROP TABLE a",
            ),
            ("2_b", "CREATE TABLE b (x integer)", "DROP TABLE b"),
        ]);
        for transactions in [Transactions::Each, Transactions::Together] {
            let migrator = chain.migrator().transactions(transactions);
            assert_same(bed, &migrator, &[Target::Head, Target::Base]);
            bed.execute("DROP TABLE ingrain_history");
        }
    });
}

#[test]
fn a_history_in_a_schema_of_its_own_is_written_there() {
    on_postgres(|bed| {
        bed.execute("CREATE SCHEMA ops");
        let migrator = DEMO.migrator().history_schema("ops");
        let sql = migrator
            .offline_sql(bed.dialect(), Target::Base, Target::Head)
            .unwrap();
        bed.script(&sql).unwrap();
        assert!(bed.run(&migrator).unwrap().is_empty());
        assert_eq!(
            bed.rows("SELECT to_regclass('public.ingrain_history')"),
            ["null"]
        );
    });
}

#[test]
fn nothing_to_do_is_no_statement() {
    let sql = DEMO
        .migrator()
        .offline_sql(Dialect::Sqlite, to(3), to(3))
        .unwrap();
    assert!(sql.contains("from version 3 to version 3"), "{sql}");
    assert!(!sql.contains("BEGIN"), "{sql}");
}
