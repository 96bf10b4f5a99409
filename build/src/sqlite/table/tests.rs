use rusqlite::Connection;

use super::*;

fn parsed(sql: &str) -> TableText {
    parse(sql).unwrap_or_else(|| panic!("not understood: {sql}"))
}

/// Both are what SQLite takes; they mean the same, or they do not.
#[track_caller]
fn check(one: &str, other: &str, same: bool) {
    for sql in [one, other] {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(sql)
            .unwrap_or_else(|error| panic!("{error}: {sql}"));
    }
    let (one, other) = (parsed(one), parsed(other));
    assert_eq!(one == other, same, "{one:#?}\n{other:#?}");
}

#[test]
fn what_means_the_same_is_equal() {
    let same = |one, other| check(one, other, true);
    same(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, Name TEXT NOT NULL)",
        "create table \"T\"([id] integer primary key, -- the key\n `name`\ttext not  null);",
    );
    same(
        "CREATE TABLE t (id INTEGER, p INT REFERENCES t(id) ON DELETE CASCADE, PRIMARY KEY (id))",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, p INT,
            CONSTRAINT fk FOREIGN KEY (p) REFERENCES \"t\" (id) MATCH FULL ON DELETE cascade
            ON UPDATE NO ACTION NOT DEFERRABLE INITIALLY DEFERRED)",
    );
    same(
        "CREATE TABLE t (a CONSTRAINT c CHECK (a > 'X'), b UNIQUE CHECK (b IN (1, 2)))",
        "CREATE TABLE t (a, b, CHECK (\"b\" in (1,2)) CONSTRAINT d CHECK (A>'X') UNIQUE (b))",
    );
    same(
        "CREATE TABLE t (a DEFAULT (5), b DEFAULT +1.5e-3, c DEFAULT 'x', d DEFAULT NULL)",
        "CREATE TABLE t (a DEFAULT 5, b DEFAULT 1.5E-3, c DEFAULT \"x\", d DEFAULT null)",
    );
    same(
        "CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a * 2) VIRTUAL, c DECIMAL (10, 2))",
        "CREATE TABLE t (a INT, b INT AS (A*2), c decimal(10,2))",
    );
    same(
        "CREATE TABLE t (a INT PRIMARY KEY, b TEXT COLLATE nocase) STRICT, WITHOUT ROWID",
        "CREATE TABLE t (a INT, b TEXT COLLATE \"NOCASE\", PRIMARY KEY (a ASC)) without rowid, strict",
    );
    same(
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)",
        "CREATE TABLE t (id INTEGER, PRIMARY KEY (id AUTOINCREMENT))",
    );
    same(
        "CREATE TABLE t (a REFERENCES t NOT NULL DEFERRABLE INITIALLY DEFERRED)",
        "CREATE TABLE t (a NOT NULL, FOREIGN KEY (a) REFERENCES t DEFERRABLE INITIALLY DEFERRED)",
    );
    same(
        "CREATE TABLE t (a CONSTRAINT x CONSTRAINT y NOT NULL CONSTRAINT z, CONSTRAINT u CHECK (a))",
        "CREATE TABLE t (a NOT NULL CHECK (a))",
    );
    same(
        "CREATE TABLE t (a NULL ON CONFLICT FAIL COLLATE BINARY, b NOT NULL ON CONFLICT ABORT)",
        "CREATE TABLE t (a, b NOT NULL)",
    );
}

#[test]
fn what_means_something_else_differs() {
    let table = |columns: &str| format!("CREATE TABLE t ({columns})");
    let plain = table("a INT, b TEXT");
    for other in [
        "b TEXT, a INT",
        "a INTEGER, b TEXT",
        "a INT NOT NULL, b TEXT",
        "a INT, b TEXT COLLATE NOCASE",
        "a INT, b TEXT DEFAULT ''",
        "a INT, b TEXT AS (a)",
        "a INT, b TEXT UNIQUE",
        "a INT PRIMARY KEY, b TEXT",
        "a INT CHECK (a > 0), b TEXT",
        "a INT REFERENCES t, b TEXT",
        "a INT, b TEXT, c",
    ] {
        check(&plain, &table(other), false);
    }
    check(&plain, &format!("{plain} STRICT"), false);
    let differ = |one: &str, other: &str| check(&table(one), &table(other), false);
    differ("a NOT NULL", "a NOT NULL ON CONFLICT REPLACE");
    differ("a UNIQUE", "a UNIQUE ON CONFLICT IGNORE");
    differ("a, UNIQUE (a)", "a, UNIQUE (a COLLATE NOCASE)");
    differ("a INT PRIMARY KEY", "a INT PRIMARY KEY DESC");
    differ(
        "a INTEGER PRIMARY KEY",
        "a INTEGER PRIMARY KEY AUTOINCREMENT",
    );
    differ("a REFERENCES t", "a REFERENCES t ON DELETE SET NULL");
    differ("a REFERENCES t", "a REFERENCES t ON UPDATE CASCADE");
    differ(
        "a REFERENCES t",
        "a REFERENCES t DEFERRABLE INITIALLY DEFERRED",
    );
    differ("a CHECK (a = 'x')", "a CHECK (a = 'X')");
    differ("a DEFAULT 'x'", "a DEFAULT 'X'");
    differ("a DEFAULT -1", "a DEFAULT 1");
    differ("a DEFAULT current_date", "a DEFAULT \"current_date\"");
    differ("a, b AS (a) STORED", "a, b AS (a) VIRTUAL");
    differ("\"a b\"", "\"a\" b");
}

#[test]
fn a_check_is_taken_apart() {
    let sql = "CREATE TABLE t (\"Order\" TEXT, n INT,
        CONSTRAINT \"Some\" CHECK (\"order\" IN ('a','B') AND n > -5))";
    let [found] = &parsed(sql).checks[..] else {
        panic!("one check is there");
    };
    assert_eq!(found.name.as_deref(), Some("Some"));
    assert_eq!(
        found.expression.canonical,
        "order in ( 'a' , 'B' ) and n > - 5"
    );
    assert_eq!(found.words, ["order", "in", "and", "n"]);
    let text = |text: &str| Literal::Text(text.to_owned());
    let number = Literal::Number("5".to_owned());
    assert_eq!(
        found.literals,
        [text("order"), text("a"), text("B"), number]
    );
}

#[test]
fn what_is_no_table_is_nothing() {
    assert_eq!(parse("CREATE VIRTUAL TABLE t USING fts5 (a, b)"), None);
    assert_eq!(parse("CREATE VIEW v (a) AS SELECT 1"), None);
    assert_eq!(parse("CREATE INDEX i ON t (a)"), None);
    assert_eq!(parse("CREATE TABLE t (a"), None);
    assert_eq!(parse(""), None);
}

#[test]
fn statements_have_one_spelling() {
    assert_eq!(
        canonical("CREATE VIEW [V] AS -- all\nSELECT \"a b\", `It`, 'It', X'AB' FROM \"t\";"),
        "create view v as select \"a b\" , it , 'It' , x'ab' from t"
    );
}
