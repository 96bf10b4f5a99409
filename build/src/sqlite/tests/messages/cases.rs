//! What leads to a message.

/// What the first migration makes.
pub(super) const BASE: &str = "CREATE TABLE authors (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT, born INTEGER);\n\
    CREATE INDEX authors_born ON authors (born);\n\
    CREATE TABLE books (id INTEGER PRIMARY KEY, author INTEGER NOT NULL REFERENCES authors (id) ON DELETE CASCADE, title TEXT);\n\
    CREATE TABLE log (what TEXT);\n\
    CREATE TABLE tags (tag TEXT);\n\
    CREATE VIEW titles AS SELECT title FROM books;\n\
    CREATE TRIGGER books_log AFTER INSERT ON books BEGIN INSERT INTO log (what) VALUES (new.title); END;";

/// A heading, and the up and down script of a second migration.
pub(super) const CASES: &[(&str, &str, &str)] = &[
    (
        "a column without a value for the rows that exist",
        "ALTER TABLE authors ADD COLUMN name TEXT NOT NULL;",
        "SELECT 1;",
    ),
    (
        "a default that is computed",
        "ALTER TABLE books ADD COLUMN added TEXT DEFAULT CURRENT_TIMESTAMP;",
        "SELECT 1;",
    ),
    (
        "a reference with a default",
        "ALTER TABLE books ADD COLUMN editor INTEGER DEFAULT 1 REFERENCES authors (id);",
        "SELECT 1;",
    ),
    (
        "a unique column",
        "ALTER TABLE books ADD COLUMN isbn TEXT UNIQUE;",
        "SELECT 1;",
    ),
    (
        "a primary key",
        "ALTER TABLE log ADD COLUMN id INTEGER PRIMARY KEY;",
        "SELECT 1;",
    ),
    (
        "a stored column",
        "ALTER TABLE books ADD COLUMN short TEXT AS (substr(title, 1, 9)) STORED;",
        "SELECT 1;",
    ),
    (
        "a CHECK that the rows do not fulfil",
        "ALTER TABLE books ADD COLUMN lang TEXT CHECK (lang IS NOT NULL);",
        "SELECT 1;",
    ),
    (
        "NULLs that are copied",
        "CREATE TABLE emails (email TEXT NOT NULL);\nINSERT INTO emails\nSELECT email FROM authors;",
        "DROP TABLE emails;",
    ),
    (
        "a column that an index uses",
        "ALTER TABLE authors DROP COLUMN born;",
        "SELECT 1;",
    ),
    (
        "a column that a view uses",
        "ALTER TABLE books DROP COLUMN title;",
        "SELECT 1;",
    ),
    (
        "a misspelt table",
        "UPDATE boks SET title = '';",
        "SELECT 1;",
    ),
    (
        "a misspelt column",
        "UPDATE books\nSET titel = '';",
        "SELECT 1;",
    ),
    (
        "a misspelt column of an INSERT",
        "INSERT INTO log (waht) VALUES ('x');",
        "SELECT 1;",
    ),
    (
        "a text in double quotes",
        "UPDATE books SET title = \"draft\";",
        "SELECT 1;",
    ),
    (
        "a function of the application",
        "UPDATE books SET title = slug(title);",
        "SELECT 1;",
    ),
    (
        "a syntax error",
        "SELECT 1;\n\nCREATE TABEL x (id);",
        "SELECT 1;",
    ),
    ("a table that exists", "CREATE TABLE log (id);", "SELECT 1;"),
    (
        "a statement without an end",
        "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i FROM n) SELECT i FROM n;",
        "SELECT 1;",
    ),
    ("another file", "ATTACH 'other.db' AS other;", "SELECT 1;"),
    (
        "a reference at the end of a script",
        "CREATE TABLE a (b INTEGER REFERENCES books (id) DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO a VALUES (-7);",
        "DROP TABLE a;",
    ),
    (
        "equal rows",
        "CREATE UNIQUE INDEX authors_email ON authors (email);",
        "DROP INDEX authors_email;",
    ),
    (
        "rows that are equal to an expression",
        "CREATE UNIQUE INDEX authors_email ON authors (lower(email));",
        "DROP INDEX authors_email;",
    ),
    (
        "a rebuild of a parent, without its parts",
        "CREATE TABLE new_authors (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT, born INTEGER);\n\
         INSERT INTO new_authors SELECT * FROM authors;\nDROP TABLE authors;\nALTER TABLE new_authors RENAME TO authors;",
        "CREATE INDEX authors_born ON authors (born);",
    ),
    (
        "a rebuild without its rows",
        "-- ingrain: foreign-keys off\nCREATE TABLE new_tags (tag TEXT);\nDROP TABLE tags;\nALTER TABLE new_tags RENAME TO tags;",
        "SELECT 1;",
    ),
    (
        "a rebuild of what a trigger names",
        "CREATE TABLE new_log (what TEXT);\nINSERT INTO new_log SELECT what FROM log;\nDROP TABLE log;\nALTER TABLE new_log RENAME TO log;",
        "SELECT 1;",
    ),
    (
        "a rebuild that leaves rows behind",
        "-- ingrain: foreign-keys off\nCREATE TABLE new_tags (tag TEXT);\n\
         INSERT INTO new_tags SELECT tag FROM tags JOIN log ON what = tag || 'x';\n\
         INSERT INTO new_tags VALUES ('other');\nDROP TABLE tags;\nALTER TABLE new_tags RENAME TO tags;",
        "SELECT 1;",
    ),
    (
        "a column that is there already",
        "ALTER TABLE tags ADD COLUMN tag TEXT;",
        "SELECT 1;",
    ),
    (
        "a DELETE that takes others along",
        "DELETE FROM authors;",
        "SELECT 1;",
    ),
    (
        "a rebuild by renaming the old table",
        "-- ingrain: foreign-keys off\nALTER TABLE authors RENAME TO old;\n\
         CREATE TABLE authors (id INTEGER PRIMARY KEY, email TEXT, born INTEGER);\nINSERT INTO authors SELECT * FROM old;\n\
         DROP TABLE old;\nCREATE INDEX authors_born ON authors (born);",
        "SELECT 1;",
    ),
    (
        "rows that are left alone",
        "-- ingrain: foreign-keys off\nDELETE FROM authors;",
        "SELECT 1;",
    ),
    (
        "a foreign key that fits nothing",
        "CREATE TABLE a (t TEXT REFERENCES books (title));",
        "DROP TABLE a;",
    ),
    (
        "a foreign key to nowhere",
        "CREATE TABLE a (t TEXT REFERENCES bokks (title));",
        "DROP TABLE a;",
    ),
    (
        "a table that a trigger writes to",
        "DROP TABLE log;",
        "CREATE TABLE log (what TEXT);",
    ),
    (
        "a trigger that is wrong from the beginning",
        "CREATE TRIGGER t AFTER INSERT ON tags BEGIN INSERT INTO lgo (what) VALUES (new.tag); END;",
        "DROP TRIGGER t;",
    ),
    (
        "a trigger that waits for a column that is misspelt",
        "CREATE TRIGGER t AFTER UPDATE OF titel ON books BEGIN SELECT 1; END;",
        "DROP TRIGGER t;",
    ),
    (
        "a search index without its texts",
        "CREATE VIRTUAL TABLE search USING fts5(tag, content='tags');\nALTER TABLE tags RENAME TO words;",
        "ALTER TABLE words RENAME TO tags;\nDROP TABLE search;",
    ),
    (
        "a view that needs the application",
        "CREATE VIEW slugs AS SELECT slug(title) FROM books;",
        "DROP VIEW slugs;",
    ),
    (
        "a table that a view reads",
        "DROP TRIGGER books_log;\nDROP TABLE books;",
        "SELECT 1;",
    ),
    (
        "a down script that leaves something",
        "CREATE TABLE a (id);\nCREATE INDEX a_id ON a (id);\nCREATE INDEX b ON log (what);",
        "DROP TABLE a;",
    ),
    (
        "a down script that forgets something",
        "DROP INDEX authors_born;\nDROP VIEW titles;",
        "CREATE VIEW titles AS SELECT id FROM books;",
    ),
    (
        "a down script that brings a column back otherwise",
        "ALTER TABLE authors DROP COLUMN email;",
        "ALTER TABLE authors ADD COLUMN email TEXT NOT NULL DEFAULT '';",
    ),
    (
        "a down script that builds a table anew otherwise",
        "SELECT 1;",
        "CREATE TABLE new_tags (tag TEXT DEFAULT (strftime('%s','now')), CHECK ( trim( tag )<>'' ));\n\
         INSERT INTO new_tags SELECT coalesce(nullif(trim(tag), ''), '-') FROM tags;\nDROP TABLE tags;\n\
         ALTER TABLE new_tags RENAME TO tags;",
    ),
    (
        "a down script that fails",
        "ALTER TABLE log ADD COLUMN at TEXT;",
        "ALTER TABLE log DROP COLUMN ta;",
    ),
    (
        "a down script for what the up script does not make",
        "SELECT 1;",
        "DROP INDEX books_title;",
    ),
    (
        "a down script that fails on rows",
        "CREATE TABLE a (x TEXT);",
        "CREATE TABLE b (x NOT NULL);\nINSERT INTO b SELECT x FROM a;\nDROP TABLE b;\nDROP TABLE a;",
    ),
    (
        "an up script that runs once",
        "INSERT INTO authors (id) VALUES (1);",
        "SELECT 1;",
    ),
    (
        "a table that no row fits in",
        "CREATE TABLE never (id INTEGER PRIMARY KEY CHECK (id <> id));",
        "DROP TABLE never;",
    ),
];
