//! `foreign-keys off`: SQLite's rebuild of a table that others refer to.

use ingrain::{Code, Migrations, Transactions};
use ingrain_end_to_end::testbed::{Session, Testbed, on_sqlite, ran};

use crate::assert_says;

const FAMILY: (&str, &str, &str) = (
    "1_family",
    "CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);\n\
     CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE);\n\
     INSERT INTO parent VALUES (1, 'one'), (2, 'two');\n\
     INSERT INTO child VALUES (10, 1), (20, 2);",
    "DROP TABLE child; DROP TABLE parent;",
);

/// A rebuild of the parent table that takes over these of its rows.
fn rebuild(bed: &Testbed, rows: &str, id: &str, before: &str) -> Migrations {
    let up = format!(
        "-- ingrain: foreign-keys off\n{before}\n\
         CREATE TABLE new_parent (id {id}, name TEXT NOT NULL);\n\
         INSERT INTO new_parent SELECT id, name FROM parent WHERE {rows};\n\
         DROP TABLE parent;\n\
         ALTER TABLE new_parent RENAME TO parent;"
    );
    bed.chain(&[
        FAMILY,
        ("2_rebuild", &up, "SELECT 1"),
        (
            "3_last",
            "CREATE TABLE last (id integer)",
            "DROP TABLE last",
        ),
    ])
}

const KEY: &str = "INTEGER PRIMARY KEY";

#[track_caller]
fn assert_enforced(session: &Session, enforced: &str) {
    assert_eq!(session.rows("PRAGMA foreign_keys"), [enforced]);
    let Session::Sqlite(connection) = session else {
        return;
    };
    assert!(connection.is_autocommit(), "a transaction was left open");
}

#[test]
fn a_rebuild_of_a_parent_keeps_the_childrens_rows() {
    on_sqlite(|bed| {
        for transactions in [Transactions::Together, Transactions::Each] {
            bed.execute("DROP TABLE IF EXISTS child; DROP TABLE IF EXISTS parent; DROP TABLE IF EXISTS last; DROP TABLE IF EXISTS ingrain_history");
            let migrator = rebuild(bed, "true", KEY, "")
                .migrator()
                .transactions(transactions);
            let mut session = bed.session();
            assert_eq!(ran(&session.run(&migrator).unwrap()), [1, 2, 3]);
            assert_enforced(&session, "1");
            assert_eq!(
                session.rows("SELECT id, parent FROM child ORDER BY id"),
                ["10 | 1", "20 | 2"]
            );
            assert_eq!(session.rows("SELECT count(*) FROM parent"), ["2"]);
        }
    });
}

#[test]
fn a_row_left_without_its_parent_fails_and_everything_is_rolled_back() {
    on_sqlite(|bed| {
        bed.run(&bed.chain(&[FAMILY]).migrator()).unwrap();
        let before = bed.dump();
        let mut session = bed.session();
        let error = session
            .run(&rebuild(bed, "id = 1", KEY, "").migrator())
            .unwrap_err();
        let words = [
            "the up script of version 2 (rebuild) failed: 1 row violates a foreign key",
            "--> migrations/2_rebuild.up.sql",
            "the row of `child` with rowid 20 has no row in `parent` to refer to",
            "its transaction was rolled back",
        ];
        assert_says(&error, Code::ForeignKeyViolated, &words);
        assert_enforced(&session, "1");
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn a_failed_statement_restores_enforcement_too() {
    on_sqlite(|bed| {
        bed.run(&bed.chain(&[FAMILY]).migrator()).unwrap();
        let before = bed.dump();
        for fault in [
            "INSERT INTO absent VALUES (1);",
            "INSERT INTO parent VALUES (1, 'again');",
            "NONSENSE;",
        ] {
            let mut session = bed.session();
            let error = session
                .run(&rebuild(bed, "true", KEY, fault).migrator())
                .unwrap_err();
            assert_says(
                &error,
                Code::StatementFailed,
                &["--> migrations/2_rebuild.up.sql:2:"],
            );
            assert_enforced(&session, "1");
        }
        assert_eq!(bed.dump(), before);
    });
}

/// The check itself fails when what a foreign key refers to is no key any more.
#[test]
fn a_check_that_cannot_be_made_is_a_failure_that_leaves_nothing_behind() {
    on_sqlite(|bed| {
        bed.run(&bed.chain(&[FAMILY]).migrator()).unwrap();
        let before = bed.dump();
        let mut session = bed.session();
        let error = session
            .run(&rebuild(bed, "true", "INTEGER", "").migrator())
            .unwrap_err();
        let words = [
            "version 2 (rebuild) failed",
            "foreign key mismatch",
            "--> migrations/2_rebuild.up.sql",
        ];
        assert_says(&error, Code::StatementFailed, &words);
        assert_enforced(&session, "1");
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn enforcement_that_was_off_stays_off() {
    on_sqlite(|bed| {
        bed.run(&bed.chain(&[FAMILY]).migrator()).unwrap();
        let mut session = bed.session();
        session.execute("PRAGMA foreign_keys = OFF");
        let before = bed.dump();
        // What is left behind is found all the same.
        let error = session
            .run(&rebuild(bed, "id = 1", KEY, "").migrator())
            .unwrap_err();
        assert_says(&error, Code::ForeignKeyViolated, &["`child`"]);
        assert_enforced(&session, "0");
        assert_eq!(bed.dump(), before);
        assert_eq!(
            ran(&session
                .run(&rebuild(bed, "true", KEY, "").migrator())
                .unwrap()),
            [2, 3]
        );
        assert_enforced(&session, "0");
    });
}

/// What the directive protects from: the rebuild cascades.
#[test]
fn without_the_directive_the_children_would_be_gone() {
    on_sqlite(|bed| {
        let up = "CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO new_parent SELECT id, name FROM parent;\nDROP TABLE parent;\nALTER TABLE new_parent RENAME TO parent;";
        bed.run(
            &bed.chain(&[FAMILY, ("2_rebuild", up, "SELECT 1")])
                .migrator(),
        )
        .unwrap();
        assert_eq!(bed.rows("SELECT count(*) FROM child"), ["0"]);
    });
}
