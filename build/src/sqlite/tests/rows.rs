//! Rows that go with the rows of another table.

use super::check;

const AUTHORS: &str = "CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT);";
const REBUILD: &str = "CREATE TABLE new_authors (id INTEGER PRIMARY KEY, name TEXT);\n\
    INSERT INTO new_authors SELECT id, name FROM authors;\nDROP TABLE authors;\nALTER TABLE new_authors RENAME TO authors;\n";

/// Checks an up script on authors and their books.
fn second(books: &str, up: &str, expected: &[&str]) {
    let base = format!("-- ingrain: irreversible \"the first\"\n{AUTHORS}\n{books}");
    let up = format!("-- ingrain: irreversible \"a test\"\n{up}");
    check(
        &[("0001_a.up.sql", &base), ("0002_b.up.sql", &up)],
        expected,
    );
}

const CASCADE: &str = "CREATE TABLE books (id INTEGER PRIMARY KEY, author INTEGER REFERENCES authors (id) ON DELETE CASCADE);";
const REQUIRED: &str =
    "CREATE TABLE books (author INTEGER NOT NULL REFERENCES authors (id) ON DELETE CASCADE);";
const SET_NULL: &str = "CREATE TABLE books (id INTEGER PRIMARY KEY, author INTEGER REFERENCES authors (id) ON DELETE SET NULL);";
const DROP: &[&str] = &["rows-lost migrations/0002_b.up.sql:4:1"];

#[test]
fn a_rebuild_of_a_parent_in_a_script_that_mentions_the_child() {
    let check = |books: &str, rest: &str, expected: &[&str]| {
        second(books, &format!("{REBUILD}{rest}"), expected);
    };
    let index = "CREATE INDEX books_author ON books (author);";
    let view = "CREATE VIEW written AS SELECT author FROM books;";
    let column = "ALTER TABLE books ADD COLUMN pages INTEGER;";
    for rest in ["", index, view, column] {
        check(CASCADE, rest, DROP);
        check(REQUIRED, rest, DROP);
        check(SET_NULL, rest, DROP);
    }
    check(
        SET_NULL,
        "ALTER TABLE authors ADD COLUMN books INTEGER;",
        DROP,
    );
    check(
        CASCADE,
        "CREATE TABLE new_books (id INTEGER PRIMARY KEY, author INTEGER REFERENCES authors (id));\n\
         INSERT INTO new_books SELECT id, author FROM books;\nDROP TABLE books;\nALTER TABLE new_books RENAME TO books;",
        DROP,
    );
    let chapters =
        "CREATE TABLE chapters (book INTEGER NOT NULL REFERENCES books (id) ON DELETE CASCADE);";
    check(
        &format!("{CASCADE}\n{chapters}"),
        "CREATE INDEX of_book ON chapters (book);",
        &[DROP[0], DROP[0]],
    );
}

#[test]
fn what_is_taken_with_a_table_and_not_missed() {
    second(CASCADE, "DROP TABLE authors;\nDROP TABLE books;", &[]);
    second(
        CASCADE,
        &format!(
            "CREATE TEMP TABLE kept AS SELECT * FROM books;\n{REBUILD}DELETE FROM books;\nINSERT INTO books SELECT * FROM kept;"
        ),
        &[],
    );
    second(
        CASCADE,
        &format!(
            "CREATE TABLE new_books (id INTEGER PRIMARY KEY, author INTEGER);\nINSERT INTO new_books SELECT * FROM books;\n\
             {REBUILD}DROP TABLE books;\nALTER TABLE new_books RENAME TO books;"
        ),
        &[],
    );
    second(
        SET_NULL,
        "ALTER TABLE books ADD COLUMN isbn TEXT;\nDROP TABLE authors;\nALTER TABLE books DROP COLUMN author;",
        &[],
    );
}

#[test]
fn rows_that_a_delete_takes_along() {
    let all = ["rows-lost migrations/0002_b.up.sql:2:1"];
    second(CASCADE, "DELETE FROM authors WHERE id > 0;", &[]);
    second(SET_NULL, "DELETE FROM authors WHERE id > 0;", &[]);
    second(CASCADE, "DELETE FROM authors;", &all);
    second(
        CASCADE,
        "REPLACE INTO authors SELECT id, 'x' FROM authors;",
        &all,
    );
    second(
        CASCADE,
        "DELETE FROM authors;\nUPDATE books SET author = NULL;",
        &all,
    );
}

#[test]
fn rows_that_a_trigger_deletes() {
    let audit = "CREATE TABLE audit (id INTEGER PRIMARY KEY, what TEXT);\n\
        CREATE TRIGGER cap AFTER INSERT ON audit BEGIN DELETE FROM audit WHERE id < (SELECT max(id) - 2 FROM audit); END;\n\
        CREATE TRIGGER log AFTER UPDATE ON authors BEGIN INSERT INTO audit (what) VALUES (new.name); END;";
    second(audit, "UPDATE authors SET name = 'x';", &[]);
    let weeds = "CREATE TABLE posts (id INTEGER PRIMARY KEY, day TEXT);\n\
        CREATE TABLE marks (post INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE);\n\
        CREATE TRIGGER weed AFTER UPDATE ON authors BEGIN DELETE FROM posts; END;";
    second(
        weeds,
        "SELECT 1;\nUPDATE authors SET name = 'x';",
        &["rows-lost migrations/0002_b.up.sql:3:1"],
    );
}

#[test]
fn rows_that_keep_a_rebuild_from_its_commit() {
    second(
        "CREATE TABLE books (author INTEGER NOT NULL REFERENCES authors (id) DEFERRABLE INITIALLY DEFERRED);",
        &REBUILD.replace(
            "INSERT INTO new_authors SELECT id, name FROM authors;\n",
            "\n",
        ),
        &["rehearsal-fails migrations/0002_b.up.sql:4:1"],
    );
}

#[test]
fn an_index_that_has_the_name_of_something_else() {
    second(
        "CREATE INDEX authors_name ON authors (name);",
        &format!(
            "-- ingrain: foreign-keys off\n{REBUILD}ALTER TABLE authors ADD COLUMN authors_name TEXT;"
        ),
        &["object-lost migrations/0002_b.up.sql:5:1"],
    );
}

#[test]
fn rows_that_a_rebuild_leaves_behind() {
    let check = |copy: &str, expected: &[&str]| {
        let up = format!(
            "-- ingrain: foreign-keys off\nCREATE TABLE new_books (id INTEGER PRIMARY KEY, author INTEGER UNIQUE);\n\
             INSERT OR IGNORE INTO new_books {copy};\nDROP TABLE books;\nALTER TABLE new_books RENAME TO books;"
        );
        second(CASCADE, &up, expected);
    };
    let lost = ["rows-lost migrations/0002_b.up.sql:4:1"];
    check(
        "SELECT books.id, authors.id FROM books JOIN authors ON authors.id = author",
        &lost,
    );
    check("SELECT id, 1 FROM books", &lost);
    check("SELECT id, author FROM books WHERE author = 1", &[]);
    check("SELECT max(id), author FROM books GROUP BY author", &[]);
    check("SELECT id, NULL FROM books", &[]);
}
