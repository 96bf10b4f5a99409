//! Tables, their columns, and what is derived from them.

use crate::valid::valid_on_sqlite;

#[test]
fn identifiers_in_every_kind_of_quotes() {
    valid_on_sqlite(&[
        (
            "1_tables",
            "CREATE TABLE \"order\" (\"group\" TEXT NOT NULL, [full name] TEXT, `a``b` INTEGER, \"say \"\"hi\"\"\" TEXT);
             CREATE TABLE \"Ünïcödé\" (\"naïve\" TEXT, \"a;b\" TEXT, \"--\" TEXT);",
            "DROP TABLE \"Ünïcödé\"; DROP TABLE \"order\";",
        ),
        (
            "2_index",
            "CREATE INDEX \"order by\" ON \"order\" (\"group\", [full name] COLLATE NOCASE);
             CREATE VIEW \"select\" AS SELECT \"group\", [full name], `a``b` FROM \"order\";",
            "DROP VIEW \"select\"; DROP INDEX \"order by\";",
        ),
        (
            "3_column",
            "ALTER TABLE \"order\" ADD COLUMN \"table\" TEXT DEFAULT 'it''s'; UPDATE \"Ünïcödé\" SET \"a;b\" = ';';",
            "ALTER TABLE \"order\" DROP COLUMN \"table\";",
        ),
    ]);
}

#[test]
fn generated_columns() {
    valid_on_sqlite(&[
        (
            "1_lines",
            "CREATE TABLE lines (
                 id INTEGER PRIMARY KEY, price INTEGER NOT NULL CHECK (price >= 0), amount INTEGER NOT NULL,
                 total INTEGER GENERATED ALWAYS AS (price * amount) STORED,
                 is_large INTEGER AS (total > 1000) VIRTUAL NOT NULL
             );",
            "DROP TABLE lines;",
        ),
        (
            "2_label",
            "ALTER TABLE lines ADD COLUMN label TEXT AS (printf('%d x %d', amount, price)) VIRTUAL;
             CREATE INDEX lines_label_idx ON lines (label);",
            "DROP INDEX lines_label_idx; ALTER TABLE lines DROP COLUMN label;",
        ),
    ]);
}

#[test]
fn strict_tables_and_tables_without_rowid() {
    valid_on_sqlite(&[
        (
            "1_settings",
            "CREATE TABLE settings (scope TEXT NOT NULL, name TEXT NOT NULL, value ANY, raw BLOB, weight REAL DEFAULT 1.5,
                 PRIMARY KEY (scope, name)) STRICT, WITHOUT ROWID;
             INSERT INTO settings (scope, name, value) VALUES ('app', 'theme', 'dark'), ('app', 'size', 12);",
            "DROP TABLE settings;",
        ),
        (
            "2_audited",
            "ALTER TABLE settings ADD COLUMN changed_at TEXT NOT NULL DEFAULT '1970-01-01';
             UPDATE settings SET value = upper(value) WHERE typeof(value) = 'text';",
            "ALTER TABLE settings DROP COLUMN changed_at;",
        ),
        (
            "3_reals",
            "CREATE TABLE points (x REAL NOT NULL, y REAL NOT NULL, PRIMARY KEY (x, y)) WITHOUT ROWID;",
            "DROP TABLE points;",
        ),
    ]);
}

#[test]
fn checks_of_dates_lists_and_patterns() {
    valid_on_sqlite(&[
        (
            "1_people",
            "CREATE TABLE people (
                 id INTEGER PRIMARY KEY,
                 born TEXT NOT NULL CHECK (born IS date(born)),
                 seen TEXT CHECK (seen IS NULL OR seen = strftime('%Y-%m-%dT%H:%M:%SZ', seen)),
                 mood TEXT NOT NULL DEFAULT 'fine' CHECK (mood IN ('fine', 'so-so', 'bad')),
                 email TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (email LIKE '%_@_%' AND length(email) <= 200),
                 code TEXT CHECK (code GLOB '[A-Z][A-Z][0-9][0-9]'),
                 percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
                 is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
                 since TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
                 CHECK (code IS NOT NULL OR percent > 0)
             ) STRICT;",
            "DROP TABLE people;",
        ),
        (
            "2_sober",
            "ALTER TABLE people ADD COLUMN kind TEXT NOT NULL DEFAULT 'guest' CHECK (kind IN ('guest', 'member'));
             UPDATE people SET mood = 'fine' WHERE mood = 'bad';",
            "ALTER TABLE people DROP COLUMN kind;",
        ),
    ]);
}

#[test]
fn views_on_views() {
    valid_on_sqlite(&[
        (
            "1_sales",
            "CREATE TABLE sales (id INTEGER PRIMARY KEY, day TEXT NOT NULL, cents INTEGER NOT NULL);
             CREATE VIEW days AS SELECT day, sum(cents) AS cents FROM sales GROUP BY day;",
            "DROP VIEW days; DROP TABLE sales;",
        ),
        (
            "2_months",
            "CREATE VIEW months AS SELECT substr(day, 1, 7) AS month, sum(cents) AS cents FROM days GROUP BY 1;
             CREATE VIEW best AS SELECT month FROM months WHERE cents = (SELECT max(cents) FROM months);",
            "DROP VIEW best; DROP VIEW months;",
        ),
        (
            "3_net",
            "DROP VIEW best; DROP VIEW months; DROP VIEW days;
             ALTER TABLE sales ADD COLUMN tax INTEGER NOT NULL DEFAULT 0;
             CREATE VIEW days AS SELECT day, sum(cents - tax) AS cents FROM sales GROUP BY day;
             CREATE VIEW months AS SELECT substr(day, 1, 7) AS month, sum(cents) AS cents FROM days GROUP BY 1;",
            "DROP VIEW months; DROP VIEW days;
             ALTER TABLE sales DROP COLUMN tax;
             CREATE VIEW days AS SELECT day, sum(cents) AS cents FROM sales GROUP BY day;
             CREATE VIEW months AS SELECT substr(day, 1, 7) AS month, sum(cents) AS cents FROM days GROUP BY 1;
             CREATE VIEW best AS SELECT month FROM months WHERE cents = (SELECT max(cents) FROM months);",
        ),
    ]);
}

#[test]
fn partial_indexes_and_indexes_on_expressions() {
    valid_on_sqlite(&[
        (
            "1_jobs",
            "CREATE TABLE jobs (id INTEGER PRIMARY KEY, queue TEXT NOT NULL, done_at TEXT, name TEXT);
             CREATE INDEX jobs_open_idx ON jobs (queue) WHERE done_at IS NULL;
             CREATE INDEX jobs_name_idx ON jobs (lower(name), queue DESC);",
            "DROP TABLE jobs;",
        ),
        (
            "2_once",
            "ALTER TABLE jobs ADD COLUMN token TEXT;
             CREATE UNIQUE INDEX jobs_token_key ON jobs (token) WHERE token IS NOT NULL;",
            "DROP INDEX jobs_token_key; ALTER TABLE jobs DROP COLUMN token;",
        ),
        (
            "3_other",
            "DROP INDEX jobs_open_idx; CREATE INDEX jobs_open_idx ON jobs (queue, id) WHERE done_at IS NULL;",
            "DROP INDEX jobs_open_idx; CREATE INDEX jobs_open_idx ON jobs (queue) WHERE done_at IS NULL;",
        ),
    ]);
}

#[test]
fn renames_of_tables_and_columns() {
    valid_on_sqlite(&[
        (
            "1_notes",
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, txt TEXT NOT NULL);
             CREATE TABLE marks (note_id INTEGER NOT NULL REFERENCES notes (id) ON DELETE CASCADE, mark TEXT);
             CREATE INDEX notes_txt_idx ON notes (txt);
             CREATE VIEW marked AS SELECT notes.txt, marks.mark FROM notes JOIN marks ON marks.note_id = notes.id;",
            "DROP VIEW marked; DROP TABLE marks; DROP TABLE notes;",
        ),
        (
            "2_words",
            "ALTER TABLE notes RENAME COLUMN txt TO body;",
            "ALTER TABLE notes RENAME COLUMN body TO txt;",
        ),
        (
            "3_pages",
            "ALTER TABLE notes RENAME TO pages;",
            "ALTER TABLE pages RENAME TO notes;",
        ),
    ]);
}
