//! What a script takes along without saying so.

use super::check;

const SHOP: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT);\n\
    CREATE INDEX orders_note ON orders (note);\n\
    CREATE TRIGGER orders_trim AFTER INSERT ON orders BEGIN UPDATE orders SET note = trim(note) WHERE id = new.id; END;\n\
    CREATE TABLE lines (id INTEGER PRIMARY KEY, ord INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE);\n\
    CREATE TABLE visits (id INTEGER PRIMARY KEY, ord INTEGER REFERENCES orders (id) ON DELETE SET NULL);";

fn second(up: &str, down: &str, expected: &[&str]) {
    check(
        &[
            ("0001_shop.up.sql", SHOP),
            (
                "0001_shop.down.sql",
                "DROP TABLE visits; DROP TABLE lines; DROP TABLE orders;",
            ),
            ("0002_next.up.sql", up),
            ("0002_next.down.sql", down),
        ],
        expected,
    );
}

const PARTS: &str = "CREATE INDEX orders_note ON orders (note);\n\
    CREATE TRIGGER orders_trim AFTER INSERT ON orders BEGIN UPDATE orders SET note = trim(note) WHERE id = new.id; END;";
const NEW: &str = "CREATE TABLE new_orders (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT);\n\
    INSERT INTO sqlite_sequence (name, seq) SELECT 'new_orders', seq FROM sqlite_sequence WHERE name = 'orders';";
const COPY: &str = "INSERT INTO new_orders (id, note) SELECT id, note FROM orders;";
const SWAP: &str = "DROP TABLE orders;\nALTER TABLE new_orders RENAME TO orders;";

#[test]
fn a_rebuild_of_a_parent_empties_its_children() {
    let up = [NEW, COPY, SWAP, PARTS].join("\n");
    let expected = [
        "rows-lost migrations/0002_next.up.sql:4:1",
        "rows-lost migrations/0002_next.up.sql:4:1",
    ];
    second(&up, "SELECT 1;", &expected);
    let deferred = format!("PRAGMA defer_foreign_keys = ON;\n{up}");
    let expected = [
        "rows-lost migrations/0002_next.up.sql:5:1",
        "rows-lost migrations/0002_next.up.sql:5:1",
    ];
    second(&deferred, "SELECT 1;", &expected);
    second(
        &format!("-- ingrain: foreign-keys off\n{up}"),
        "SELECT 1;",
        &[],
    );
    let down = [
        "rows-lost migrations/0002_next.down.sql:4:1",
        "rows-lost migrations/0002_next.down.sql:4:1",
    ];
    second("SELECT 1;", &up, &down);
}

#[test]
fn children_lose_rows_with_a_delete() {
    let expected = [
        "rows-lost migrations/0002_next.up.sql:1:1",
        "rows-lost migrations/0002_next.up.sql:1:1",
    ];
    second("DELETE FROM orders;", "SELECT 1;", &expected);
    second(
        "DELETE FROM visits; DELETE FROM lines; DELETE FROM orders;",
        "SELECT 1;",
        &[],
    );
}

#[test]
fn a_rebuild_that_forgets_something() {
    let off = "-- ingrain: foreign-keys off";
    let without_rows = [NEW, SWAP, PARTS].join("\n");
    second(
        &without_rows,
        "SELECT 1;",
        &[
            "rows-lost migrations/0002_next.up.sql:3:1",
            "rows-lost migrations/0002_next.up.sql:3:1",
            "rows-lost migrations/0002_next.up.sql:3:1",
        ],
    );
    let without_parts = [off, NEW, COPY, SWAP].join("\n");
    second(
        &without_parts,
        PARTS,
        &["object-lost migrations/0002_next.up.sql:5:1"],
    );
    let new = "CREATE TABLE new_orders (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT);";
    let without_numbers = [off, new, COPY, SWAP, PARTS].join("\n");
    second(
        &without_numbers,
        "SELECT 1;",
        &["sequence-lost migrations/0002_next.up.sql:4:1"],
    );
}

#[test]
fn references_follow_a_table_that_is_renamed() {
    let aside = "-- ingrain: foreign-keys off\nALTER TABLE orders RENAME TO old;\n\
        CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT);\n\
        INSERT INTO sqlite_sequence (name, seq) SELECT 'orders', seq FROM sqlite_sequence WHERE name = 'old';\n\
        INSERT INTO orders SELECT * FROM old;\nDROP TABLE old;\n";
    let aside = format!("{aside}{PARTS}");
    let followed = [
        "reference-broken migrations/0002_next.up.sql:2:1",
        "reference-broken migrations/0002_next.up.sql:2:1",
    ];
    second(&aside, "SELECT 1;", &followed);
}

#[test]
fn views_and_triggers_that_no_longer_work() {
    let third = |up: &str, expected: &[&str]| {
        check(
            &[
                (
                    "0001_a.up.sql",
                    "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT);\nCREATE TABLE log (x TEXT);",
                ),
                ("0001_a.down.sql", "DROP TABLE a; DROP TABLE log;"),
                (
                    "0002_b.up.sql",
                    "CREATE VIEW v AS SELECT x FROM log;\nCREATE VIEW w AS SELECT x FROM v;\n\
                     CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO log (x) VALUES (new.x); END;",
                ),
                (
                    "0002_b.down.sql",
                    "DROP TRIGGER t; DROP VIEW w; DROP VIEW v;",
                ),
                ("0003_c.up.sql", up),
                ("0003_c.down.sql", "SELECT 1;"),
            ],
            expected,
        );
    };
    third(
        "SELECT 1;\nDROP TABLE log;",
        &[
            "reference-broken migrations/0003_c.up.sql:2:1",
            "reference-broken migrations/0003_c.up.sql:2:1",
            "reference-broken migrations/0003_c.up.sql:2:1",
            "down-differs migrations/0003_c.down.sql",
        ],
    );
}

#[test]
fn a_foreign_key_that_fits_nothing() {
    check(
        &[
            (
                "0001_a.up.sql",
                "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT);\nCREATE TABLE b (y TEXT REFERENCES a (x));",
            ),
            ("0001_a.down.sql", "DROP TABLE b; DROP TABLE a;"),
            (
                "0002_b.up.sql",
                "CREATE TABLE c (y TEXT REFERENCES nowhere (x));",
            ),
            ("0002_b.down.sql", "DROP TABLE c;"),
        ],
        &[
            "reference-broken migrations/0001_a.up.sql:2:1",
            "reference-broken migrations/0002_b.up.sql:1:1",
        ],
    );
}
