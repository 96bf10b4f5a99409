//! Scripts that fail, on rows above all.

use super::{check, found, helps};

const USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, age INTEGER);";

/// What a second migration does to a table of users.
fn second(up: &str, expected: &[&str]) {
    check(
        &[
            ("0001_users.up.sql", USERS),
            ("0001_users.down.sql", "DROP TABLE users;"),
            ("0002_next.up.sql", up),
            ("0002_next.down.sql", "SELECT 1;"),
        ],
        expected,
    );
}

const FAILS: &[&str] = &["rehearsal-fails migrations/0002_next.up.sql:1:1"];

#[test]
fn what_passes_on_empty_tables_and_fails_on_rows() {
    second("ALTER TABLE users ADD COLUMN email TEXT NOT NULL;", FAILS);
    second(
        "ALTER TABLE users ADD COLUMN at TEXT DEFAULT CURRENT_TIMESTAMP;",
        FAILS,
    );
    second(
        "ALTER TABLE users ADD COLUMN at TEXT DEFAULT (datetime('now'));",
        FAILS,
    );
    second(
        "ALTER TABLE users ADD COLUMN boss INTEGER DEFAULT 1 REFERENCES users (id);",
        FAILS,
    );
    second(
        "ALTER TABLE users ADD COLUMN double INTEGER AS (age * 2) STORED;",
        FAILS,
    );
    second(
        "ALTER TABLE users ADD COLUMN plan TEXT CHECK (plan IS NOT NULL);",
        FAILS,
    );
    second(
        "ALTER TABLE users ADD COLUMN plan TEXT NOT NULL DEFAULT 'x' CHECK (length(plan) > 3);",
        FAILS,
    );
    second(
        "ALTER TABLE users ADD COLUMN known TEXT NOT NULL AS (upper(name));",
        FAILS,
    );
    let copies = "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n\
        INSERT INTO people SELECT id, name FROM users;";
    second(copies, &["rehearsal-fails migrations/0002_next.up.sql:2:1"]);
}

/// It ran when there were none, and nothing in it can be changed; what comes after it is proven all the same.
#[test]
fn what_another_tool_applied_need_not_pass_on_rows() {
    let chain = |third| {
        [
            ("ingrain.toml", "adopted = { from = 'sqlx', up-to = 2 }"),
            ("0001_users.sql", USERS),
            (
                "0002_next.sql",
                "ALTER TABLE users ADD COLUMN email TEXT NOT NULL;",
            ),
            ("0003_ours.up.sql", third),
            ("0003_ours.down.sql", "SELECT 1;"),
        ]
    };
    check(&chain("SELECT 1;"), &[]);
    check(
        &chain("ALTER TABLE users ADD COLUMN plan TEXT NOT NULL;"),
        &["rehearsal-fails migrations/0003_ours.up.sql:1:1"],
    );
    let mut fails = chain("SELECT 1;");
    fails[2].1 = "ALTER TABLE users ADD COLUMN email TEXT UNIQUE;";
    check(&fails, &["rehearsal-fails migrations/0002_next.sql:1:1"]);
}

#[test]
fn what_fails_always() {
    second("ALTER TABLE users ADD COLUMN email TEXT UNIQUE;", FAILS);
    second("ALTER TABLE users ADD COLUMN uid TEXT PRIMARY KEY;", FAILS);
    let indexed = "CREATE INDEX users_age ON users (age);\nALTER TABLE users DROP COLUMN age;";
    second(
        indexed,
        &["rehearsal-fails migrations/0002_next.up.sql:2:31"],
    );
    second("ALTER TABLE users DROP COLUMN id;", FAILS);
    second(
        "UPDATE users SET nmae = 'x';",
        &["rehearsal-fails migrations/0002_next.up.sql:1:18"],
    );
    second(
        "UPDATE users SET name = \"draft\";",
        &["rehearsal-fails migrations/0002_next.up.sql:1:25"],
    );
    second(
        "CREATE INDEX i ON users (\"nmae\");",
        &["rehearsal-fails migrations/0002_next.up.sql:1:26"],
    );
    second(
        "DELETE FROM\n  usres;",
        &["rehearsal-fails migrations/0002_next.up.sql:2:3"],
    );
    second(
        "UPDATE users SET name = uuid7();",
        &["unknown-function migrations/0002_next.up.sql:1:25"],
    );
    second(
        "SELECT 1;\n SELEC 1;",
        &["rehearsal-fails migrations/0002_next.up.sql:2:2"],
    );
}

#[test]
fn rows_that_are_the_same() {
    const SAME: &[&str] = &["unique-over-duplicates migrations/0002_next.up.sql:1:1"];
    second(
        "CREATE UNIQUE INDEX users_name ON users (name);",
        &[SAME[0], DIFFERS],
    );
    second(
        "CREATE UNIQUE INDEX users_name ON users (length(name));",
        &[SAME[0], DIFFERS],
    );
    let copies =
        "CREATE TABLE names (name TEXT PRIMARY KEY);\nINSERT INTO names SELECT name FROM users;";
    second(
        copies,
        &[
            "unique-over-duplicates migrations/0002_next.up.sql:2:1",
            DIFFERS,
        ],
    );
    second("UPDATE users SET id = 1;", FAILS);
}

const DIFFERS: &str = "down-differs migrations/0002_next.down.sql";

#[test]
fn the_rest_is_rehearsed_all_the_same() {
    check(
        &[
            ("0001_users.up.sql", USERS),
            ("0001_users.down.sql", "DROP TABLE users;"),
            (
                "0002_email.up.sql",
                "ALTER TABLE users ADD COLUMN email TEXT NOT NULL;",
            ),
            (
                "0002_email.down.sql",
                "ALTER TABLE users DROP COLUMN email;",
            ),
            (
                "0003_unique.up.sql",
                "CREATE UNIQUE INDEX users_age ON users (age);",
            ),
            ("0003_unique.down.sql", "DROP INDEX users_age;"),
            ("0004_down.up.sql", "ALTER TABLE users ADD COLUMN a;"),
            ("0004_down.down.sql", "ALTER TABLE users DROP COLUMN b;"),
            (
                "0005_next.up.sql",
                "ALTER TABLE users ADD COLUMN b NOT NULL;",
            ),
            ("0005_next.down.sql", "ALTER TABLE users DROP COLUMN b;"),
        ],
        &[
            "rehearsal-fails migrations/0002_email.up.sql:1:1",
            "unique-over-duplicates migrations/0003_unique.up.sql:1:1",
            "rehearsal-fails migrations/0004_down.down.sql:1:31",
            "rehearsal-fails migrations/0005_next.up.sql:1:1",
        ],
    );
}

#[test]
fn what_needs_more_than_memory() {
    let wide = "CREATE TABLE t AS WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) \
        SELECT randomblob(1000000) AS b FROM n;";
    second(wide, FAILS);
    second("ATTACH 'other.db' AS other;", FAILS);
    second(
        "-- ingrain: no-transaction\nVACUUM INTO 'copy.db';",
        &["rehearsal-fails migrations/0002_next.up.sql:2:1"],
    );
    assert!(
        !std::path::Path::new("other.db").exists() && !std::path::Path::new("copy.db").exists()
    );
}

#[test]
fn foreign_keys_at_the_end_of_a_script() {
    let deferred = "CREATE TABLE a (u INTEGER REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO a VALUES (77);";
    second(deferred, &["rehearsal-fails migrations/0002_next.up.sql"]);
    let orphans = "-- ingrain: foreign-keys off\nCREATE TABLE a (u INTEGER REFERENCES users (id));\nINSERT INTO a VALUES (77);";
    second(
        orphans,
        &["reference-broken migrations/0002_next.up.sql:2:1"],
    );
    let dropped = "CREATE TABLE a (u INTEGER REFERENCES users (id));\nINSERT INTO a SELECT id FROM users;\nDROP TABLE users;";
    second(
        dropped,
        &["rehearsal-fails migrations/0002_next.up.sql:3:1"],
    );
}

fn suggested(up: &str) -> Vec<String> {
    let files = [
        (
            "0001_a.up.sql",
            "CREATE TABLE entries (id INTEGER PRIMARY KEY); CREATE TABLE tags (id INTEGER PRIMARY KEY);",
        ),
        ("0001_a.down.sql", "DROP TABLE entries; DROP TABLE tags;"),
        ("0002_b.up.sql", up),
        ("0002_b.down.sql", "SELECT 1;"),
    ];
    helps(&found(&files))
}

#[test]
fn what_is_gone_is_not_what_was_meant() {
    let none: [&str; 0] = [];
    assert_eq!(
        suggested("UPDATE entires SET id = 1;"),
        ["did you mean `entries`?"]
    );
    let dropped = "DROP TABLE entries; UPDATE entries SET id = id;";
    assert_eq!(suggested(dropped), none);
    let dropped = "DROP TABLE entries; UPDATE entires SET id = id;";
    assert_eq!(suggested(dropped), none);
    let renamed = "ALTER TABLE entries RENAME TO notes; UPDATE ntoes SET id = id; UPDATE entries SET id = id;";
    assert_eq!(suggested(renamed), ["did you mean `notes`?"]);
    let created = "CREATE TABLE places (id); INSERT INTO plcaes VALUES (1);";
    assert_eq!(suggested(created), ["did you mean `places`?"]);
    let again = "DROP TABLE entries; CREATE TABLE entries (id); INSERT INTO entires VALUES (1);";
    assert_eq!(suggested(again), ["did you mean `entries`?"]);
}
