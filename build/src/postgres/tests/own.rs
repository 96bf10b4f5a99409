//! What a script made itself: it may do with it what would be a hazard to anything else.

use super::check;

/// Each does to what the script made itself what is a hazard to what was there.
const EXEMPT: &[&str] = &[
    "ALTER TABLE t ADD COLUMN c int NOT NULL;",
    "ALTER TABLE t DROP COLUMN c;",
    "ALTER TABLE t ADD COLUMN c real DEFAULT random();",
    "ALTER TABLE t ADD COLUMN c int REFERENCES u (id);",
    "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u;",
    "ALTER TABLE t ALTER COLUMN a SET NOT NULL;",
    "ALTER TABLE t ADD PRIMARY KEY (a);",
    "ALTER TABLE t ALTER COLUMN a TYPE text;",
    "ALTER TABLE t ADD CHECK (a > 0);",
    "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c;",
    "ALTER TABLE t ADD UNIQUE (a);",
    "ALTER TABLE t RENAME COLUMN a TO b;",
    "ALTER TABLE t RENAME TO u; CREATE INDEX ON u (a); DROP TABLE u;",
    "CREATE UNIQUE INDEX i ON t (a); REINDEX INDEX i; DROP INDEX i;",
    "ALTER TABLE t DETACH PARTITION p;",
    "REINDEX TABLE t;",
    "UPDATE t SET a = 1; DELETE FROM t;",
    "WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone;",
    "DROP TABLE t;",
    "DROP TABLE public.t;",
    "DROP TABLE \"t\", T;",
];

#[test]
fn what_a_script_made_it_may_do_with_as_it_likes() {
    for first in ["", "-- ingrain: no-transaction\n"] {
        for made in [
            "CREATE TABLE t (a int);",
            "CREATE TABLE public.T (a int);",
            "CREATE TABLE t PARTITION OF q DEFAULT;",
            "CREATE TABLE t AS SELECT 1 AS a;",
            "SELECT 1 AS a INTO t;",
            "CREATE TABLE s (a int); ALTER TABLE s RENAME TO t;",
        ] {
            for then in EXEMPT {
                check(&format!("{first}{made}\n{then}"), &[]);
            }
        }
    }
}

#[test]
fn a_temporary_table_stands_before_one_of_its_name() {
    for made in [
        "CREATE TEMPORARY TABLE \"t\" (a int);",
        "CREATE TEMP TABLE IF NOT EXISTS t (a int);",
        "CREATE TABLE pg_temp.t (a int);",
        "CREATE TEMP TABLE t AS SELECT 1 AS a;",
        "SELECT 1 AS a INTO TEMP t;",
    ] {
        for then in EXEMPT.iter().filter(|then| !then.contains("public.")) {
            check(&format!("{made}\n{then}"), &[]);
        }
        check(&format!("{made} DROP TABLE pg_temp.t;"), &[]);
        check(
            &format!("{made}\nDROP TABLE public.t;"),
            &[("ban-drop-table", 2, 1)],
        );
        check(
            &format!("{made}\nDELETE FROM public.t;"),
            &[("write-without-where", 2, 1)],
        );
    }
    check(
        "CREATE TABLE t (a int); CREATE TEMP TABLE t (a int); DROP TABLE t; DROP TABLE t;",
        &[],
    );
}

#[test]
fn what_may_have_been_there_is_not_its_own() {
    let made = "CREATE TABLE IF NOT EXISTS t (a int);";
    for (then, rule, column) in [
        ("ALTER TABLE t DROP COLUMN a;", "ban-drop-column", 15),
        ("DELETE FROM t;", "write-without-where", 1),
        ("DROP TABLE t;", "ban-drop-table", 1),
        (
            "ALTER TABLE t ADD UNIQUE (a);",
            "disallowed-unique-constraint",
            19,
        ),
        (
            "ALTER TABLE t ADD CHECK (a > 0);",
            "constraint-missing-not-valid",
            15,
        ),
        (
            "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u;",
            "adding-foreign-key-constraint",
            19,
        ),
        (
            "CREATE INDEX i ON t (a);",
            "require-concurrent-index-creation",
            1,
        ),
    ] {
        check(&format!("{made}\n{then}"), &[(rule, 2, column)]);
    }
    check(
        "CREATE SCHEMA IF NOT EXISTS s; DROP SCHEMA s;",
        &[("ban-drop-schema", 1, 32)],
    );
    check(
        "CREATE EXTENSION IF NOT EXISTS e; DROP EXTENSION e;",
        &[("ban-drop-extension", 1, 35)],
    );
    check(
        "CREATE TABLE other.t (a int); CREATE INDEX i ON t (a);",
        &[("require-concurrent-index-creation", 1, 31)],
    );
}

#[test]
fn so_it_is_with_types_schemas_and_extensions() {
    check(
        "CREATE TYPE y AS (a int); ALTER TYPE y DROP ATTRIBUTE a, ALTER ATTRIBUTE b TYPE text;",
        &[],
    );
    check(
        "CREATE DOMAIN d AS int; ALTER DOMAIN d ADD CHECK (VALUE > 0);",
        &[],
    );
    check("CREATE SCHEMA s; DROP SCHEMA s;", &[]);
    check("CREATE EXTENSION \"e\"; DROP EXTENSION e;", &[]);
    check(
        "CREATE MATERIALIZED VIEW m AS SELECT 1; CREATE INDEX ON m (a);",
        &[],
    );
    check(
        "CREATE TABLE app.t (a int); CREATE INDEX ON app.t (a); DROP TABLE app.t;",
        &[],
    );
}

#[test]
fn a_table_is_not_gone_with_what_was_on_it() {
    check(
        "CREATE TABLE t (a int); DROP TRIGGER x ON t; DROP POLICY y ON t; ALTER TABLE t DROP COLUMN a;",
        &[],
    );
}

#[test]
fn but_not_with_what_only_looks_like_it() {
    let drop = |column| [("ban-drop-table", 1, column)];
    // Made afterwards.
    check("DROP TABLE t; CREATE TABLE t (a int);", &drop(1));
    // Another schema, another case.
    check("CREATE TABLE old.t AS TABLE t; DROP TABLE t;", &drop(32));
    check("CREATE TABLE \"T\" (a int); DROP TABLE t;", &drop(27));
    // One of two.
    check("CREATE TABLE t (a int); DROP TABLE t, u;", &drop(25));
    // A temporary table goes first, then the one of the same name.
    check(
        "CREATE TEMP TABLE t (a int); DROP TABLE t; DROP TABLE t;",
        &drop(44),
    );
    // The one that was there, under another name.
    check(
        "ALTER TABLE t RENAME TO old; CREATE TABLE t (a int); DROP TABLE old;",
        &[("renaming-table", 1, 15), ("ban-drop-table", 1, 54)],
    );
    // An index on what was there.
    check(
        "CREATE INDEX i ON t (a); DROP INDEX i;",
        &[
            ("require-concurrent-index-creation", 1, 1),
            ("require-concurrent-index-deletion", 1, 26),
        ],
    );
    check(
        "CREATE TABLE t (a int); TRUNCATE t CASCADE;",
        &[("ban-truncate-cascade", 1, 36)],
    );
}
