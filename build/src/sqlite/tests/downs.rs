//! Down scripts that do not take back what their up scripts made.

use super::check;

fn second(up: &str, down: &str, expected: &[&str]) {
    check(
        &[
            (
                "0001_a.up.sql",
                "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT, y INTEGER NOT NULL DEFAULT 0);\nCREATE INDEX a_x ON a (x);",
            ),
            ("0001_a.down.sql", "DROP TABLE a;"),
            ("0002_b.up.sql", up),
            ("0002_b.down.sql", down),
        ],
        expected,
    );
}

#[test]
fn something_is_left() {
    second(
        "CREATE TABLE b (id); CREATE TABLE c (id);",
        "DROP TABLE b;",
        &["down-differs migrations/0002_b.down.sql"],
    );
    second(
        "CREATE INDEX i ON a (y);",
        "SELECT 1;",
        &["down-differs migrations/0002_b.down.sql"],
    );
    second(
        "CREATE VIEW v AS SELECT x FROM a;",
        "SELECT 1;",
        &["down-differs migrations/0002_b.down.sql"],
    );
    second(
        "ALTER TABLE a ADD COLUMN z;",
        "SELECT 1;\nUPDATE a SET x = y;",
        &["down-differs migrations/0002_b.down.sql"],
    );
}

#[test]
fn something_is_missing_or_not_the_same() {
    second(
        "DROP INDEX a_x;",
        "SELECT 1;",
        &["down-differs migrations/0002_b.down.sql"],
    );
    second(
        "DROP INDEX a_x;",
        "SELECT 1;\nCREATE INDEX a_x ON a (y);",
        &["down-differs migrations/0002_b.down.sql:2:1"],
    );
    second(
        "ALTER TABLE a DROP COLUMN y;",
        "ALTER TABLE a ADD COLUMN y INTEGER DEFAULT 0;",
        &["down-differs migrations/0002_b.down.sql:1:1"],
    );
    second(
        "DROP INDEX a_x; ALTER TABLE a DROP COLUMN x;",
        "ALTER TABLE a ADD COLUMN x TEXT;\nCREATE INDEX a_x ON a (x);",
        &["down-differs migrations/0002_b.down.sql:1:1"],
    );
    second(
        "SELECT 1;",
        "DROP TABLE a;",
        &["down-differs migrations/0002_b.down.sql:1:1"],
    );
}

#[test]
fn a_table_that_is_built_anew_otherwise() {
    let rebuild = |table: &str| {
        format!(
            "-- ingrain: foreign-keys off\nDROP INDEX a_x;\nCREATE TABLE new_a {table};\n\
             INSERT INTO new_a SELECT id, x, y FROM a;\nDROP TABLE a;\nALTER TABLE new_a RENAME TO a;\n\
             CREATE INDEX a_x ON a (x);"
        )
    };
    let same = "(id INTEGER PRIMARY KEY, x TEXT, y INTEGER NOT NULL DEFAULT 0)";
    second("SELECT 1;", &rebuild(same), &[]);
    for other in [
        "(id INTEGER PRIMARY KEY, x TEXT, y INTEGER NOT NULL)",
        "(id INTEGER PRIMARY KEY, x TEXT CHECK (x <> 'x'), y INTEGER NOT NULL DEFAULT 0)",
        "(id INTEGER PRIMARY KEY, x TEXT, y INTEGER NOT NULL DEFAULT 0) STRICT",
        "(id INTEGER PRIMARY KEY, x TEXT COLLATE NOCASE, y INTEGER NOT NULL DEFAULT 0)",
    ] {
        second(
            "SELECT 1;",
            &rebuild(other),
            &["down-differs migrations/0002_b.down.sql:3:1"],
        );
    }
    second(
        "SELECT 1;",
        "DELETE FROM a; DROP TABLE a;\nCREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE INDEX a_x ON a (id);",
        &["down-differs migrations/0002_b.down.sql:2:1"],
    );
}

#[test]
fn a_down_that_fails() {
    second(
        "CREATE TABLE b (id);",
        "DROP TABLE bb;",
        &["rehearsal-fails migrations/0002_b.down.sql:1:12"],
    );
    second(
        "CREATE TABLE b (id INTEGER PRIMARY KEY, x TEXT);",
        "CREATE TABLE c (x TEXT NOT NULL);\nINSERT INTO c SELECT x FROM b;\nDROP TABLE b; DROP TABLE c;",
        &["rehearsal-fails migrations/0002_b.down.sql:2:1"],
    );
    second(
        "CREATE TABLE b (x TEXT, z TEXT);",
        "CREATE UNIQUE INDEX b_x ON b (x);\nDROP TABLE b;",
        &["unique-over-duplicates migrations/0002_b.down.sql:1:1"],
    );
}

#[test]
fn an_up_that_cannot_run_again() {
    second(
        "CREATE TABLE b (id INTEGER PRIMARY KEY);\nINSERT INTO a (id) VALUES (1);",
        "DROP TABLE b;",
        &["not-repeatable migrations/0002_b.up.sql:2:1"],
    );
    second(
        "INSERT INTO a (id, x) VALUES (1, 'one');",
        "DELETE FROM a WHERE id = 1;",
        &[],
    );
}

#[test]
fn a_chain_without_a_way_back() {
    check(
        &[
            (
                "0001_a.up.sql",
                "-- ingrain: irreversible \"test\"\nCREATE TABLE a (id INTEGER PRIMARY KEY);",
            ),
            (
                "0002_b.up.sql",
                "-- ingrain: irreversible \"test\"\nALTER TABLE a ADD COLUMN b NOT NULL;",
            ),
        ],
        &["rehearsal-fails migrations/0002_b.up.sql:2:1"],
    );
}
