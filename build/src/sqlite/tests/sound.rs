//! No false alarm: chains that are as they should be.

mod chains;
mod changes;
mod shapes;

use ingrain_core::Folder;

use super::{places, sound};

const NOTES: (&str, &str) = (
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT, UNIQUE (title));",
    "DROP TABLE notes;",
);

#[test]
fn the_demo_chain() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations");
    let folder = Folder::read(root.as_ref(), "migrations").expect("the folder");
    let chains = folder.chains().expect("a whole folder");
    let found = super::super::rehearse(&chains[0], &Default::default(), &|_, _| false);
    assert_eq!(places(&found), Vec::<String>::new());
}

#[test]
fn names_in_quotes() {
    sound(&[
        (
            "CREATE TABLE \"order\" (\"group by\" INTEGER PRIMARY KEY, [select] TEXT, `from` TEXT);\n\
         CREATE INDEX \"an index\" ON \"order\" ([select]);\n\
         CREATE VIEW \"a view\" AS SELECT \"group by\" AS \"a b\" FROM \"order\";",
            "DROP VIEW \"A View\"; DROP TABLE [ORDER];",
        ),
        (
            "ALTER TABLE [order] ADD COLUMN \"it's\" TEXT DEFAULT 'a \"b\"';",
            "ALTER TABLE \"order\" DROP COLUMN [it's];",
        ),
    ]);
}

#[test]
fn columns_that_are_computed() {
    sound(&[
        (
            "CREATE TABLE boxes (id INTEGER PRIMARY KEY, w INTEGER NOT NULL, h INTEGER NOT NULL, \
             area INTEGER AS (w * h) STORED, half INTEGER GENERATED ALWAYS AS (w / 2) VIRTUAL);",
            "DROP TABLE boxes;",
        ),
        (
            "ALTER TABLE boxes ADD COLUMN sum INTEGER AS (w + h);",
            "ALTER TABLE boxes DROP COLUMN sum;",
        ),
        (
            "CREATE INDEX boxes_area ON boxes (area) WHERE half > 1;",
            "DROP INDEX boxes_area;",
        ),
    ]);
}

#[test]
fn full_text_search() {
    sound(&[
        NOTES,
        (
            "CREATE VIRTUAL TABLE search USING fts5(title, body, content='notes', content_rowid='id');\n\
             CREATE TRIGGER notes_ai AFTER INSERT ON notes BEGIN\n\
             INSERT INTO search (rowid, title, body) VALUES (new.id, new.title, new.body); END;\n\
             CREATE TRIGGER notes_ad AFTER DELETE ON notes BEGIN\n\
             INSERT INTO search (search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); END;\n\
             INSERT INTO search (search) VALUES ('rebuild');",
            "DROP TRIGGER notes_ad; DROP TRIGGER notes_ai; DROP TABLE search;",
        ),
        ("DELETE FROM notes WHERE body IS NULL;", "SELECT 1;"),
        (
            "CREATE VIRTUAL TABLE words USING fts5(word); INSERT INTO words VALUES ('one');",
            "DROP TABLE words;",
        ),
        (
            "CREATE VIRTUAL TABLE old USING fts4(word);",
            "DROP TABLE old;",
        ),
        (
            "ALTER TABLE words RENAME TO terms;",
            "ALTER TABLE terms RENAME TO words;",
        ),
        (
            "CREATE VIRTUAL TABLE areas USING rtree(id, x0, x1, y0, y1); INSERT INTO areas VALUES (1, 0, 1, 0, 1);",
            "DROP TABLE areas;",
        ),
    ]);
}

#[test]
fn tables_of_other_kinds() {
    sound(&[
        (
            "CREATE TABLE settings (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;\n\
             INSERT INTO settings VALUES ('theme', 'dark'), ('size', 12);",
            "DROP TABLE settings;",
        ),
        (
            "INSERT INTO settings VALUES ('font', 'serif');",
            "DELETE FROM settings WHERE key = 'font';",
        ),
        (
            "INSERT INTO settings VALUES ('font', 'serif') ON CONFLICT (key) DO UPDATE SET value = excluded.value;\n\
             INSERT OR REPLACE INTO settings VALUES ('theme', 'light');",
            "DELETE FROM settings WHERE key = 'font'; REPLACE INTO settings VALUES ('theme', 'dark');",
        ),
    ]);
}

#[test]
fn views_on_views() {
    sound(&[
        NOTES,
        (
            "CREATE VIEW titled AS SELECT id, title AS title FROM notes; CREATE VIEW short AS SELECT * FROM titled WHERE length(title) < 9;\n\
             CREATE TRIGGER titled_insert INSTEAD OF INSERT ON titled BEGIN INSERT INTO notes (title) VALUES (new.title); END;",
            "DROP VIEW short; DROP VIEW titled;",
        ),
        (
            "ALTER TABLE notes RENAME COLUMN title TO heading;",
            "ALTER TABLE notes RENAME COLUMN heading TO title;",
        ),
        (
            "ALTER TABLE notes RENAME TO pages;",
            "ALTER TABLE pages RENAME TO notes;",
        ),
    ]);
}

#[test]
fn tables_that_refer_to_themselves_and_to_each_other() {
    sound(&[
        (
            "CREATE TABLE nodes (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES nodes (id) ON DELETE CASCADE);",
            "DROP TABLE nodes;",
        ),
        (
            "CREATE TABLE teams (id INTEGER PRIMARY KEY, lead INTEGER REFERENCES people (id) DEFERRABLE INITIALLY DEFERRED);\n\
             CREATE TABLE people (id INTEGER PRIMARY KEY, team INTEGER NOT NULL REFERENCES teams (id));",
            "UPDATE teams SET lead = NULL; DROP TABLE people; DROP TABLE teams;",
        ),
        (
            "INSERT INTO teams (id, lead) VALUES (1, 2); INSERT INTO people (id, team) VALUES (2, 1);",
            "UPDATE teams SET lead = NULL WHERE id = 1; DELETE FROM people WHERE id = 2; DELETE FROM teams WHERE id = 1;",
        ),
        (
            "ALTER TABLE nodes ADD COLUMN team INTEGER REFERENCES teams (id);",
            "ALTER TABLE nodes DROP COLUMN team;",
        ),
    ]);
}

#[test]
fn triggers_that_write_elsewhere() {
    sound(&[
        NOTES,
        (
            "CREATE TABLE audit (at TEXT, what TEXT, note INTEGER);\n\
             CREATE TRIGGER notes_audit AFTER UPDATE ON notes BEGIN\n\
             INSERT INTO audit VALUES (datetime('now'), 'update', new.id); END;\n\
             CREATE TRIGGER notes_gone AFTER DELETE ON notes WHEN old.body IS NOT NULL BEGIN\n\
             INSERT INTO audit VALUES (datetime('now'), CASE WHEN old.id > 9 THEN 'late' ELSE 'early' END, old.id); END;",
            "DROP TRIGGER notes_gone; DROP TRIGGER notes_audit; DROP TABLE audit;",
        ),
        (
            "UPDATE notes SET body = upper(body); DELETE FROM notes WHERE body IS NOT NULL;",
            "SELECT 1;",
        ),
    ]);
}
