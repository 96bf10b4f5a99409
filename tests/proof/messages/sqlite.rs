//! What leads to the messages of the rehearsal.

use super::Case;

const NOTES: (&str, &str) = (
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT);\n",
    "DROP TABLE notes;\n",
);
const AUTHORS: (&str, &str) = (
    "CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE books (
    id INTEGER PRIMARY KEY,
    author_id INTEGER REFERENCES authors (id) ON DELETE CASCADE
);
CREATE INDEX authors_name_idx ON authors (name);
",
    "DROP TABLE books;\nDROP TABLE authors;\n",
);
const NOTHING: &str = "SELECT 1;\n";

pub(super) const CASES: &[Case] = &[
    (
        "rehearsal-fails, on an empty database: a column that does not exist",
        &[
            NOTES,
            (
                "CREATE INDEX notes_body_idx ON notes (boddy);\n",
                "DROP INDEX notes_body_idx;\n",
            ),
        ],
    ),
    (
        "rehearsal-fails: a table that does not exist",
        &[NOTES, ("UPDATE note SET body = '';\n", NOTHING)],
    ),
    (
        "rehearsal-fails: a slip of syntax",
        &[("CREATE TABEL notes (id INTEGER);\n", "DROP TABLE notes;\n")],
    ),
    (
        "rehearsal-fails: a text in double quotes",
        &[NOTES, ("UPDATE notes SET body = \"none\";\n", NOTHING)],
    ),
    (
        "unknown-function: a function that only the application has",
        &[NOTES, ("UPDATE notes SET body = slug(body);\n", NOTHING)],
    ),
    (
        "rehearsal-fails, on rows: a required column",
        &[
            NOTES,
            (
                "ALTER TABLE notes ADD COLUMN title TEXT NOT NULL;\n",
                "ALTER TABLE notes DROP COLUMN title;\n",
            ),
        ],
    ),
    (
        "rehearsal-fails, on rows: a default that is not constant",
        &[
            NOTES,
            (
                "ALTER TABLE notes ADD COLUMN at TEXT DEFAULT CURRENT_TIMESTAMP;\n",
                "ALTER TABLE notes DROP COLUMN at;\n",
            ),
        ],
    ),
    (
        "rehearsal-fails, on rows: NULL where none may be",
        &[
            NOTES,
            (
                "CREATE TABLE bodies (body TEXT NOT NULL);\nINSERT INTO bodies SELECT body FROM notes;\n",
                "DROP TABLE bodies;\n",
            ),
        ],
    ),
    (
        "rehearsal-fails, on rows: a CHECK",
        &[
            NOTES,
            (
                "CREATE TABLE bodies (body TEXT CHECK (body IS NULL OR length(body) > 1000));\nINSERT INTO bodies SELECT body FROM notes;\n",
                "DROP TABLE bodies;\n",
            ),
        ],
    ),
    (
        "rehearsal-fails: a column that is indexed",
        &[
            AUTHORS,
            (
                "ALTER TABLE authors DROP COLUMN name;\n",
                "ALTER TABLE authors ADD COLUMN name TEXT;\n",
            ),
        ],
    ),
    (
        "rehearsal-fails: a parent is dropped before its child",
        &[(
            "CREATE TABLE authors (id INTEGER PRIMARY KEY);\nCREATE TABLE books (author_id INTEGER REFERENCES authors (id));\n",
            "DROP TABLE authors;\nDROP TABLE books;\n",
        )],
    ),
    (
        "unique-over-duplicates",
        &[
            NOTES,
            (
                "CREATE UNIQUE INDEX notes_body_key ON notes (body);\n",
                "DROP INDEX notes_body_key;\n",
            ),
        ],
    ),
    (
        "not-repeatable",
        &[
            NOTES,
            (
                "INSERT INTO notes (id, body) VALUES (1000, 'one');\n",
                NOTHING,
            ),
        ],
    ),
    (
        "down-differs: what the down script leaves",
        &[
            NOTES,
            (
                "ALTER TABLE notes ADD COLUMN title TEXT;\nCREATE INDEX notes_title_idx ON notes (body);\nCREATE VIEW titles AS SELECT id FROM notes;\n",
                "ALTER TABLE notes DROP COLUMN title;\n",
            ),
        ],
    ),
    (
        "down-differs: what the down script does not bring back",
        &[
            AUTHORS,
            (
                "DROP INDEX authors_name_idx;\nALTER TABLE authors DROP COLUMN name;\n",
                NOTHING,
            ),
        ],
    ),
    (
        "rows-lost: a parent is dropped, and the child is emptied",
        &[
            AUTHORS,
            (
                "CREATE TABLE new_authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO new_authors SELECT id, coalesce(name, '') FROM authors;
DROP TABLE authors;
ALTER TABLE new_authors RENAME TO authors;
CREATE INDEX authors_name_idx ON authors (name);
",
                "-- ingrain: foreign-keys off
CREATE TABLE new_authors (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO new_authors SELECT id, name FROM authors;
DROP TABLE authors;
ALTER TABLE new_authors RENAME TO authors;
CREATE INDEX authors_name_idx ON authors (name);
",
            ),
        ],
    ),
    (
        "rows-lost: nothing is copied",
        &[
            NOTES,
            (
                "CREATE TABLE new_notes (id INTEGER PRIMARY KEY, body TEXT);\nDROP TABLE notes;\nALTER TABLE new_notes RENAME TO notes;\n",
                NOTHING,
            ),
        ],
    ),
    (
        "sequence-lost",
        &[
            (
                "CREATE TABLE bills (id INTEGER PRIMARY KEY AUTOINCREMENT);\n",
                "DROP TABLE bills;\n",
            ),
            (
                "CREATE TABLE new_bills (id INTEGER PRIMARY KEY AUTOINCREMENT);
INSERT INTO new_bills SELECT id FROM bills;
DROP TABLE bills;
ALTER TABLE new_bills RENAME TO bills;
",
                NOTHING,
            ),
        ],
    ),
    (
        "object-lost",
        &[
            AUTHORS,
            (
                "-- ingrain: foreign-keys off
CREATE TABLE new_authors (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO new_authors SELECT id, name FROM authors;
DROP TABLE authors;
ALTER TABLE new_authors RENAME TO authors;
",
                "CREATE INDEX authors_name_idx ON authors (name);\n",
            ),
        ],
    ),
    (
        "reference-broken: the foreign key follows the old table",
        &[
            AUTHORS,
            (
                "-- ingrain: foreign-keys off
ALTER TABLE authors RENAME TO old_authors;
CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO authors SELECT id, name FROM old_authors;
DROP TABLE old_authors;
CREATE INDEX authors_name_idx ON authors (name);
",
                NOTHING,
            ),
        ],
    ),
    (
        "reference-broken: rows that others refer to",
        &[
            AUTHORS,
            (
                "-- ingrain: foreign-keys off\nDELETE FROM authors;\n",
                NOTHING,
            ),
        ],
    ),
    (
        "reference-broken: a view, and a trigger",
        &[
            NOTES,
            (
                "CREATE VIEW bodies AS SELECT boddy FROM notes;
CREATE TRIGGER notes_trim AFTER INSERT ON notes BEGIN UPDATE note SET body = trim(body); END;
",
                "DROP TRIGGER notes_trim;\nDROP VIEW bodies;\n",
            ),
        ],
    ),
    (
        "reference-broken: a foreign key that does not fit",
        &[
            NOTES,
            (
                "CREATE TABLE marks (body TEXT REFERENCES notes (body));\n",
                "DROP TABLE marks;\n",
            ),
        ],
    ),
    (
        "table-not-seeded",
        &[(
            "CREATE TABLE odd (a INTEGER NOT NULL CHECK (a > 7 AND a * a = 5));\n",
            "DROP TABLE odd;\n",
        )],
    ),
    (
        "an `allow` that nothing needs",
        &[(
            "-- ingrain: allow rows-lost \"they are made anew\"\nCREATE TABLE notes (id INTEGER PRIMARY KEY);\n",
            "DROP TABLE notes;\n",
        )],
    ),
];
