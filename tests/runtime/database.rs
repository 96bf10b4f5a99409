//! The database fails outside the migrations' own statements: what it says, and what to do.

use std::fs;

use ingrain::{Code, Migrations};
use ingrain_end_to_end::testbed::{Testbed, on_postgres, on_sqlite, ran};

use crate::assert_says;

fn notes(bed: &Testbed) -> Migrations {
    bed.chain(&[(
        "1_notes",
        "CREATE TABLE notes (id integer)",
        "DROP TABLE notes",
    )])
}

#[test]
fn a_file_that_is_no_sqlite_database_is_left_as_it_is() {
    on_sqlite(|bed| {
        let text = "notes of another kind\n".repeat(100);
        fs::write(bed.path(), &text).unwrap();
        let migrator = notes(bed).migrator();
        // No pragma beforehand: Ingrain is the first to read the file.
        let mut connection = rusqlite::Connection::open(bed.path()).unwrap();
        let words = [
            "the history cannot be read: file is not a database",
            "is it the right file?",
        ];
        let error = migrator.run(&mut connection).unwrap_err();
        assert_says(&error, Code::Database, &words);
        let error = migrator.status(&mut connection).unwrap_err();
        assert_says(&error, Code::Database, &words);
        assert_eq!(fs::read_to_string(bed.path()).unwrap(), text);
    });
}

#[test]
fn a_search_path_without_a_schema_is_said() {
    on_postgres(|bed| {
        let migrator = notes(bed).migrator();
        let before = bed.dump();
        let mut session = bed.session();
        session.execute("SET search_path = absent");
        let words = [
            "SQLSTATE 3F000",
            "create the schema that the search path names",
            "`migrator().history_schema(\"app\")`",
        ];
        let error = session.run(&migrator).unwrap_err();
        assert_says(&error, Code::Database, &words);
        let error = bed
            .run(&migrator.clone().history_schema("absent"))
            .unwrap_err();
        assert_says(&error, Code::Database, &words);
        assert_eq!(bed.dump(), before);

        // The remedy, to the letter.
        session.execute("CREATE SCHEMA absent");
        assert_eq!(ran(&session.run(&migrator).unwrap()), [1]);
    });
}
