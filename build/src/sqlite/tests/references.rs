//! Views, triggers and virtual tables that do not work, and the statement that is to blame.

use super::{check, found, helps};

const BASE: &str = "CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, body TEXT);\n\
    CREATE TABLE log (what TEXT, at TEXT);\n\
    CREATE VIRTUAL TABLE search USING fts5(title, body, content='notes', content_rowid='id');";

fn second(up: &str, expected: &[&str]) {
    check(
        &[
            ("0001_a.up.sql", BASE),
            (
                "0001_a.down.sql",
                "DROP TABLE search; DROP TABLE log; DROP TABLE notes;",
            ),
            (
                "0002_b.up.sql",
                &format!("-- ingrain: irreversible \"a test\"\n{up}"),
            ),
        ],
        expected,
    );
}

#[test]
fn a_trigger_that_is_wrong_from_the_beginning() {
    let third = ["reference-broken migrations/0002_b.up.sql:3:1"];
    let view = "CREATE VIEW bodies AS SELECT body FROM notes;";
    for wrong in [
        "UPDATE note SET title = trim(new.title)",
        "INSERT INTO log VALUES (new.title)",
        "INSERT INTO log (what) VALUES (new.titel)",
    ] {
        let trigger = format!("CREATE TRIGGER t AFTER INSERT ON notes BEGIN {wrong}; END;");
        second(&format!("{view}\n{trigger}"), &third);
        let other = "CREATE TRIGGER a AFTER INSERT ON notes BEGIN SELECT 1; END;";
        second(&format!("{other}\n{trigger}"), &third);
        second(
            &format!("{view}\n{trigger}\nALTER TABLE notes ADD COLUMN more;"),
            &third,
        );
    }
}

#[test]
fn a_trigger_that_is_broken_afterwards() {
    let trigger = "CREATE TRIGGER t AFTER INSERT ON notes BEGIN INSERT INTO log (what) VALUES (new.title); END;";
    second(
        &format!("{trigger}\nDROP TABLE log;"),
        &["reference-broken migrations/0002_b.up.sql:3:1"],
    );
}

#[test]
fn the_cause_is_told_and_not_what_follows_from_it() {
    check(
        &[
            (
                "0001_a.up.sql",
                "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT);\n\
                 CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO lgo VALUES (new.x); END;",
            ),
            ("0001_a.down.sql", "DROP TABLE a;"),
            ("0002_b.up.sql", "ALTER TABLE a ADD COLUMN y;"),
            ("0002_b.down.sql", "ALTER TABLE a DROP COLUMN y;"),
        ],
        &["reference-broken migrations/0001_a.up.sql:2:1"],
    );
}

#[test]
fn columns_that_a_trigger_waits_for() {
    let wrong = ["reference-broken migrations/0002_b.up.sql:2:1"];
    let trigger = |columns: &str, table: &str| {
        format!("CREATE TRIGGER t AFTER UPDATE OF {columns} ON {table} BEGIN SELECT 1; END;")
    };
    second(&trigger("title, bdoy", "notes"), &wrong);
    second(&trigger("nowhere", "notes"), &wrong);
    second(&trigger("Title, \"body\", rowid", "notes"), &[]);
    let moved = format!(
        "{}\nALTER TABLE log RENAME COLUMN at TO moment;",
        trigger("at", "log")
    );
    second(&moved, &[]);
    let files = [
        ("0001_a.up.sql", BASE),
        ("0001_a.down.sql", "SELECT 1;"),
        ("0002_b.up.sql", &trigger("title, bdoy", "notes")),
        ("0002_b.down.sql", "DROP TRIGGER t;"),
    ];
    assert!(helps(&found(&files)).contains(&"did you mean `body`?".to_owned()));
}

#[test]
fn what_a_search_index_reads() {
    let wrong = ["reference-broken migrations/0002_b.up.sql:2:1"];
    second("ALTER TABLE notes RENAME TO pages;", &wrong);
    second("DROP TABLE notes;", &wrong);
    second("ALTER TABLE notes RENAME COLUMN body TO text;", &wrong);
    second(
        "DROP TABLE search;\nALTER TABLE notes RENAME TO pages;",
        &[],
    );
    second(
        "CREATE VIRTUAL TABLE bare USING fts5(title, content='');\n\
         CREATE VIRTUAL TABLE terms USING fts5vocab(search, row);\n\
         CREATE VIRTUAL TABLE old USING fts4(title, content=\"\");\n\
         ALTER TABLE log ADD COLUMN title; UPDATE log SET what = 'title';",
        &[],
    );
    second(
        "-- ingrain: foreign-keys off\nCREATE TABLE new_notes (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT);\n\
         INSERT INTO new_notes SELECT id, coalesce(title, ''), body FROM notes;\nDROP TABLE notes;\n\
         ALTER TABLE new_notes RENAME TO notes;\nINSERT INTO search (search) VALUES ('rebuild');",
        &[],
    );
    check(
        &[
            (
                "0001_a.up.sql",
                "CREATE VIRTUAL TABLE s USING fts5(t, content='nowhere');",
            ),
            ("0001_a.down.sql", "DROP TABLE s;"),
        ],
        &["reference-broken migrations/0001_a.up.sql:1:1"],
    );
}
