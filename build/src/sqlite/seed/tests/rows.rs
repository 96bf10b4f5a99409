use super::*;

#[test]
fn every_sort_of_table_gets_rows() {
    seeds("CREATE TABLE t (a, b TEXT, c INT NOT NULL, d REAL, e BLOB, f NUMERIC)");
    seeds(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a ANY, b TEXT NOT NULL, c INT, d REAL NOT NULL, e BLOB NOT NULL) STRICT",
    );
    seeds("CREATE TABLE t (a TEXT, b INT, c, PRIMARY KEY (a, b)) WITHOUT ROWID");
    seeds("CREATE TABLE t (id TEXT PRIMARY KEY NOT NULL, n INT UNIQUE, UNIQUE (id, n))");
    seeds("CREATE TABLE t (id INTEGER PRIMARY KEY DESC, a)");
    seeds("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    seeds(
        "CREATE TABLE \"order\" (\"a b\" TEXT NOT NULL, \"x\"\"y\" INT UNIQUE, [group] CHECK ([group] > 2))",
    );
    seeds("CREATE TABLE \"a.b, c\" (\"c.d\" TEXT NOT NULL UNIQUE, d, UNIQUE (\"c.d\", d))");
    seeds(
        "CREATE TABLE T (Id INTEGER PRIMARY KEY, A TEXT UNIQUE); CREATE TABLE u (t_id NOT NULL REFERENCES t (id))",
    );
}

#[test]
fn triggers_fire_unless_they_refuse() {
    let script = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, n INT);
        CREATE TABLE log (what TEXT NOT NULL PRIMARY KEY);
        CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT OR IGNORE INTO log VALUES (NEW.a); END;";
    let connection = database(script);
    assert_eq!(
        seed(&connection, &["t"], Repeat::WhereAllowed, &BTreeSet::new()).unwrap(),
        []
    );
    assert_eq!(count(&connection, "log"), 1);
    seeds(script);
    for raise in ["ABORT, 'no'", "ROLLBACK, 'no'", "FAIL, 'no'", "IGNORE"] {
        seeds(&format!(
            "CREATE TABLE t (a TEXT NOT NULL);
             CREATE TRIGGER g BEFORE INSERT ON t BEGIN SELECT RAISE({raise}); END"
        ));
    }
    for raise in ["ABORT, 'no'", "ROLLBACK, 'no'", "FAIL, 'no'", "IGNORE"] {
        seeds(&format!(
            "CREATE TABLE t (a TEXT NOT NULL); CREATE TABLE log (what TEXT); CREATE TABLE z (x UNIQUE);
             CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END;
             CREATE TRIGGER h AFTER INSERT ON log BEGIN SELECT RAISE({raise}); END"
        ));
    }
    seeds(
        "CREATE TABLE t (a TEXT NOT NULL); CREATE TABLE log (what TEXT UNIQUE ON CONFLICT ROLLBACK);
         CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END",
    );
    seeds(
        "CREATE TABLE t (a TEXT NOT NULL); CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO nowhere VALUES (1); END",
    );
    seeds(
        "CREATE TABLE t (a TEXT NOT NULL); CREATE TABLE u (a TEXT NOT NULL CHECK (a = 'x'));
        CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO u VALUES (NEW.a); END",
    );
    let connection = database(
        "CREATE TABLE t (a); CREATE TRIGGER g BEFORE INSERT ON t BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    assert_eq!(seed_all(&connection, Repeat::WhereAllowed), []);
    connection
        .execute("INSERT INTO t VALUES (1)", [])
        .expect_err("triggers are on again");
}

#[test]
fn a_search_index_stays_in_step() {
    let connection = database(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
         CREATE VIRTUAL TABLE f USING fts5 (body, content = 't', content_rowid = 'id');
         CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO f (rowid, body) VALUES (NEW.id, NEW.body); END;",
    );
    assert_eq!(
        seed(&connection, &["t"], Repeat::WhereAllowed, &BTreeSet::new()).unwrap(),
        []
    );
    connection
        .execute_batch("INSERT INTO f (f, rank) VALUES ('integrity-check', 1)")
        .unwrap();
    assert_eq!(
        one::<u32>(&connection, "SELECT count(*) FROM f WHERE f MATCH 'abc'"),
        3
    );
}

#[test]
fn a_sequence_is_ahead_of_its_rows() {
    let connection = database("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)");
    for _ in 0..2 {
        assert_eq!(seed_all(&connection, Repeat::WhereAllowed), []);
        assert_eq!(
            one::<u32>(&connection, "SELECT seq FROM sqlite_sequence"),
            103
        );
    }
}

#[test]
fn rows_repeat_and_hold_nulls_where_they_may() {
    let connection = database(
        "CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b INT, c TEXT UNIQUE);
         CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INT REFERENCES p, q_id INT NOT NULL REFERENCES p)",
    );
    assert_eq!(
        seed(&connection, &["c"], Repeat::WhereAllowed, &BTreeSet::new()).unwrap(),
        []
    );
    let expect = |sql, expected: u32| assert_eq!(one::<u32>(&connection, sql), expected, "{sql}");
    expect("SELECT count(DISTINCT a) FROM p", 1);
    expect("SELECT count(b) - count(DISTINCT b) FROM p", 1);
    expect("SELECT count(*) FROM p WHERE b IS NULL AND c IS NULL", 1);
    expect("SELECT count(p_id) - count(DISTINCT p_id) FROM c", 1);
    expect("SELECT count(*) FROM c WHERE p_id IS NULL", 1);
    expect("SELECT count(DISTINCT q_id) FROM c", 1);
    let connection = database("CREATE TABLE t (a TEXT NOT NULL, b INT)");
    seed_all(&connection, Repeat::Never);
    let distinct = "SELECT count(DISTINCT a) = count(*) AND count(DISTINCT b) = count(b) FROM t";
    assert!(
        one::<bool>(&connection, distinct),
        "{}",
        dump(&connection, "t")
    );
}

#[test]
fn rows_that_are_there_count() {
    let connection =
        database("CREATE TABLE t (a TEXT NOT NULL, b INT); INSERT INTO t VALUES ('x', 7)");
    seed_all(&connection, Repeat::WhereAllowed);
    assert_eq!(
        one::<u32>(
            &connection,
            "SELECT count(*) FROM t WHERE a = 'x' AND b = 7"
        ),
        2
    );
    assert_eq!(
        one::<u32>(&connection, "SELECT count(*) FROM t WHERE b IS NULL"),
        1
    );
    assert_eq!(count(&connection, "t"), 3);
    // A new column gets what it lacks.
    connection
        .execute_batch("ALTER TABLE t ADD COLUMN c TEXT")
        .unwrap();
    seed_all(&connection, Repeat::WhereAllowed);
    assert_eq!(
        one::<u32>(&connection, "SELECT count(c) - count(DISTINCT c) FROM t"),
        1
    );
    assert_eq!(count(&connection, "t"), 5);
}

#[test]
fn what_holds_fewer_rows_is_said() {
    refuses(
        "CREATE TABLE t (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT)",
        &[("t", "CHECK (id = 1) lets in no second row")],
    );
    refuses(
        "CREATE TABLE t (id INTEGER PRIMARY KEY CONSTRAINT single CHECK (id = 1), name TEXT NOT NULL)",
        &[("t", "the CHECK named `single` lets in no second row")],
    );
    refuses(
        "CREATE TABLE t (x TEXT NOT NULL CHECK (x = upper('zebra') || 'q'))",
        &[(
            "t",
            "no values were found that satisfy CHECK (x = upper('zebra') || 'q')",
        )],
    );
    refuses(
        "CREATE TABLE t (p INT NOT NULL REFERENCES nowhere)",
        &[("t", "its parent table `nowhere` does not exist")],
    );
    refuses(
        "CREATE TABLE p (x TEXT CHECK (x IS NOT NULL AND x IS NULL) PRIMARY KEY); CREATE TABLE c (p NOT NULL REFERENCES p, n REFERENCES p)",
        &[
            (
                "p",
                "no values were found that satisfy CHECK (x IS NOT NULL AND x IS NULL)",
            ),
            ("c", "its parent table `p` holds no row to refer to"),
        ],
    );
}

#[test]
fn a_table_holds_as_many_rows_as_it_takes() {
    let connection =
        database("CREATE TABLE t (x TEXT NOT NULL PRIMARY KEY CHECK (x IN ('a', 'b')))");
    assert_eq!(seed_all(&connection, Repeat::WhereAllowed), []);
    assert_eq!(count(&connection, "t"), 2);
}

#[test]
fn a_foreign_key_that_fits_no_key_is_named() {
    let said = |script: &str| {
        let unseeded = seed_all(&database(script), Repeat::WhereAllowed);
        unseeded.into_iter().map(|it| it.why).collect::<Vec<_>>()
    };
    assert_eq!(
        said("CREATE TABLE p (a, b); CREATE TABLE c (p NOT NULL REFERENCES p (a))"),
        ["SQLite says: foreign key mismatch - \"c\" referencing \"p\""]
    );
    assert_eq!(
        said("CREATE TABLE p (a, b); CREATE TABLE c (p NOT NULL REFERENCES p)"),
        ["SQLite says: foreign key mismatch - \"c\" referencing \"p\""]
    );
    assert_eq!(
        said(
            "CREATE TABLE p (a, c REFERENCES c (x)); CREATE TABLE c (x UNIQUE, p REFERENCES p (a))"
        ),
        [
            "SQLite says: foreign key mismatch - \"c\" referencing \"p\"",
            "SQLite says: foreign key mismatch - \"c\" referencing \"p\"",
        ]
    );
}

#[test]
fn what_the_application_defines_is_named() {
    let connection = database(
        "CREATE TABLE t (x CHECK (lower(x)));
         PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(sql, 'lower', 'twice');
         PRAGMA writable_schema = RESET",
    );
    let unseeded = seed(&connection, &["t"], Repeat::WhereAllowed, &BTreeSet::new()).unwrap();
    assert_eq!(unseeded[0].why, "SQLite says: unknown function: twice()");
}
