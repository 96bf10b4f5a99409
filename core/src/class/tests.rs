use super::*;

#[track_caller]
fn check(expected: Class, scripts: &[&str]) {
    for script in scripts {
        for dialect in Dialect::ALL {
            assert_eq!(Class::of(dialect, script), expected, "{script}");
        }
    }
}

#[test]
fn what_only_adds_is_additive() {
    check(
        Class::Additive,
        &[
            "CREATE TABLE t (a int NOT NULL CHECK (a > 0));",
            "create table if not exists t (a int); CREATE VIEW v AS SELECT a FROM t;",
            "CREATE INDEX i ON t (a);",
            "CREATE INDEX IF NOT EXISTS i ON t (a) WHERE a > 0",
            "CREATE TABLE \"T\" (a int); CREATE UNIQUE INDEX i ON t (a);",
            "ALTER TABLE t ADD COLUMN b int;",
            "ALTER TABLE t ADD COLUMN b int NULL DEFAULT NULL;",
            "ALTER TABLE main.t ADD b text DEFAULT 'x, y' REFERENCES p (id)",
            "ALTER TABLE t ADD COLUMN b numeric(10, 2) NOT NULL DEFAULT 0",
        ],
    );
}

#[test]
fn all_else_is_breaking() {
    check(
        Class::Breaking,
        &[
            "DROP TABLE t;",
            "CREATE TABLE t (a int); DROP TABLE u;",
            "CREATE UNIQUE INDEX i ON t (a);",
            "CREATE TABLE u (a int); CREATE UNIQUE INDEX i ON t (a);",
            "CREATE TABLE IF NOT EXISTS t (a int); CREATE UNIQUE INDEX i ON t (a);",
            "CREATE TABLE s.t (a int); CREATE UNIQUE INDEX i ON t (a);",
            "CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON s.t (a);",
            "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END;",
            "CREATE TEMP TABLE t (a int);",
            "ALTER TABLE t RENAME TO u;",
            "ALTER TABLE t RENAME COLUMN a TO b;",
            "ALTER TABLE t DROP COLUMN a;",
            "ALTER TABLE t ADD COLUMN b int NOT NULL;",
            "ALTER TABLE t ADD COLUMN b int NOT NULL DEFAULT NULL;",
            "ALTER TABLE t ADD COLUMN b int DEFAULT (NULL) NOT NULL;",
            "ALTER TABLE t ADD COLUMN b int CHECK (b IS NOT NULL);",
            "ALTER TABLE t ADD COLUMN b int UNIQUE;",
            "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);",
            "UPDATE t SET a = 1;",
            "INSERT INTO t VALUES (1);",
        ],
    );
}

#[test]
fn a_virtual_table_is_a_table() {
    let script = "CREATE VIRTUAL TABLE notes_fts USING fts5(body);";
    assert_eq!(Class::of(Dialect::Sqlite, script), Class::Additive);
}

#[test]
fn postgres_adds_in_more_ways() {
    for (script, expected) in [
        (
            "ALTER TABLE IF EXISTS ONLY s.t ADD COLUMN IF NOT EXISTS b int, ADD c text",
            Class::Additive,
        ),
        (
            "ALTER TABLE t ADD COLUMN b numeric(10, 2), DROP COLUMN c",
            Class::Breaking,
        ),
        (
            "CREATE INDEX CONCURRENTLY i ON t USING gin (a)",
            Class::Additive,
        ),
        ("CREATE UNLOGGED TABLE t (a int)", Class::Additive),
        (
            "CREATE TABLE t (a date) PARTITION BY RANGE (a)",
            Class::Additive,
        ),
        ("CREATE MATERIALIZED VIEW v AS SELECT 1", Class::Additive),
        ("CREATE OR REPLACE VIEW v AS SELECT 1", Class::Breaking),
        (
            "CREATE TABLE p PARTITION OF t FOR VALUES IN (1)",
            Class::Breaking,
        ),
        ("CREATE TYPE e AS ENUM ('a')", Class::Breaking),
        ("ALTER TYPE e ADD VALUE 'b'", Class::Breaking),
    ] {
        assert_eq!(Class::of(Dialect::Postgres, script), expected, "{script}");
    }
}

#[test]
fn a_directive_overrides() {
    check(
        Class::Additive,
        &["-- ingrain: compatible \"nothing reads it\"\nDROP TABLE t;"],
    );
    check(
        Class::Breaking,
        &["-- ingrain: breaking\nCREATE TABLE t (a int);"],
    );
}

/// Nothing shows what a function does.
#[test]
fn rust_is_breaking_unless_it_says_otherwise() {
    check(Class::Breaking, &["-- ingrain: rust \"1\"\n"]);
    let says = "-- ingrain: rust \"1\"\n-- ingrain: compatible \"fills a new column\"\n";
    check(Class::Additive, &[says]);
}

#[test]
fn who_is_not_told_takes_it_for_breaking() {
    let said = |script: &str| {
        let file = ("1_a.up.sql".to_owned(), script.as_bytes().to_vec());
        let dialects = b"dialects = ['sqlite']".to_vec();
        let folder = crate::Folder::new("m", [file, ("ingrain.toml".to_owned(), dialects)]);
        let chains = folder.chains().expect("a valid folder");
        let migration = chains[0].migrations()[0];
        (migration.class_said(), migration.class())
    };
    let irreversible = "-- ingrain: irreversible \"why\"\nSELECT 1;";
    assert_eq!(said(irreversible), (None, Class::Breaking));
    let compatible = format!("-- ingrain: compatible \"why\"\n{irreversible}");
    assert_eq!(said(&compatible), (Some(Class::Additive), Class::Additive));
    let breaking = format!("-- ingrain: breaking\n{irreversible}");
    assert_eq!(said(&breaking), (Some(Class::Breaking), Class::Breaking));
}
