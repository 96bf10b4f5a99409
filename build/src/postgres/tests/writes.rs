//! The two rules that are not squawk's.

use ingrain_core::Rule;

use super::{check, findings, folder};

#[test]
fn writes_are_looked_for_wherever_they_are_done() {
    check(
        "WITH gone AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM gone;",
        &[("write-without-where", 1, 15)],
    );
    check(
        "UPDATE ONLY app.t AS x SET a = u.a FROM u;",
        &[("write-without-where", 1, 1)],
    );
    check(
        "-- why\n\nDELETE FROM t\n;",
        &[("write-without-where", 3, 1)],
    );
    for elsewhere in [
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC DELETE FROM t; END;",
        "CREATE RULE r AS ON INSERT TO t DO ALSO DELETE FROM u;",
        "PREPARE p AS DELETE FROM t;",
        "INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2;",
    ] {
        check(elsewhere, &[]);
    }
}

#[test]
fn a_batch_is_a_where() {
    let backfill = "-- ingrain: backfill t.id rows 1000 pause 100ms\n";
    for statement in [
        "UPDATE t SET a = lower(b) WHERE id > $1 AND id <= $2;",
        "DELETE FROM t WHERE id > $1 AND id <= $2;",
        "INSERT INTO u (a) SELECT b FROM t WHERE id > $1 AND id <= $2;",
        "WITH gone AS (DELETE FROM t WHERE id > $1 AND id <= $2 RETURNING *) INSERT INTO u SELECT * FROM gone;",
    ] {
        check(&format!("{backfill}{statement}"), &[]);
    }
}

#[test]
fn a_truncate_deletes_every_row() {
    check("TRUNCATE t;", &[("write-without-where", 1, 1)]);
    check(
        "CREATE TABLE t (a int);\nTRUNCATE TABLE t, ONLY u RESTART IDENTITY;",
        &[("write-without-where", 2, 1)],
    );
    check("CREATE TABLE t (a int); TRUNCATE t;", &[]);
    check(
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC DELETE FROM t WHERE a; END; \
         TRUNCATE t CASCADE;",
        &[("ban-truncate-cascade", 1, 99)],
    );
}

#[test]
fn a_new_enum_value_waits_for_the_end_of_the_transaction() {
    let add = "ALTER TYPE app.mood ADD VALUE IF NOT EXISTS 'it''s' AFTER 'ok';\n";
    for using in [
        "UPDATE t SET m = E'it\\'s' WHERE a;",
        "ALTER TABLE t ALTER COLUMN m SET DEFAULT 'it''s';",
        "CREATE INDEX ON t (a) WHERE m = 'it''s';",
    ] {
        let found = findings(&folder(&format!("{add}{using}")));
        let rules: Vec<_> = found.iter().map(|finding| finding.rule).collect();
        assert!(rules.contains(&Rule::EnumValueUsedAtOnce), "{using}");
    }
    for fine in [
        format!("SELECT 'it''s';\n{add}"),
        format!(
            "{add}ALTER TYPE mood ADD VALUE 'x' AFTER 'it''s'; COMMENT ON TYPE mood IS 'it''s';"
        ),
        format!("-- ingrain: no-transaction\n{add}SELECT 'it''s'::mood;"),
        "CREATE TYPE mood AS ENUM ('a'); ALTER TYPE mood ADD VALUE 'b'; SELECT 'b'::mood;"
            .to_owned(),
    ] {
        check(&fine, &[]);
    }
}
