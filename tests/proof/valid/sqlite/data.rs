//! Scripts that work on rows.

use crate::valid::valid_on_sqlite;

#[test]
fn json() {
    valid_on_sqlite(&[
        (
            "1_events",
            "CREATE TABLE events (id INTEGER PRIMARY KEY, payload TEXT NOT NULL CHECK (json_valid(payload)));
             CREATE INDEX events_kind_idx ON events (payload ->> '$.kind');",
            "DROP TABLE events;",
        ),
        (
            "2_kind",
            "ALTER TABLE events ADD COLUMN kind TEXT;
             UPDATE events SET kind = coalesce(json_extract(payload, '$.kind'), 'none');
             UPDATE events SET payload = json_object('was', json(payload));
             CREATE TABLE event_keys AS SELECT events.id, each.key FROM events, json_each(events.payload) AS each;",
            "DROP TABLE event_keys; ALTER TABLE events DROP COLUMN kind;",
        ),
    ]);
}

#[test]
fn upserts_and_returned_rows() {
    valid_on_sqlite(&[
        (
            "1_counters",
            "CREATE TABLE counters (name TEXT PRIMARY KEY, n INTEGER NOT NULL DEFAULT 0);
             INSERT INTO counters (name) VALUES ('a'), ('b') ON CONFLICT (name) DO NOTHING;",
            "DROP TABLE counters;",
        ),
        (
            "2_again",
            "INSERT INTO counters (name, n) VALUES ('a', 1), ('c', 3)
             ON CONFLICT (name) DO UPDATE SET n = counters.n + excluded.n WHERE excluded.n > 0
             RETURNING name;
             INSERT OR REPLACE INTO counters (name, n) VALUES ('b', 2);",
            "DELETE FROM counters WHERE name = 'c';",
        ),
    ]);
}

#[test]
fn recursive_queries_and_windows() {
    valid_on_sqlite(&[
        (
            "1_days",
            "CREATE TABLE days (day TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
             WITH RECURSIVE d (day, n) AS (SELECT '2026-01-01', 1 UNION ALL SELECT date(day, '+1 day'), n + 1 FROM d WHERE n < 365)
             INSERT INTO days SELECT day, n FROM d;",
            "DROP TABLE days;",
        ),
        (
            "2_rank",
            "CREATE TABLE ranks AS SELECT day, row_number() OVER (PARTITION BY substr(day, 1, 7) ORDER BY day) AS nth FROM days;
             CREATE VIEW months AS SELECT substr(day, 1, 7) AS month, group_concat(n, ',') AS ns FROM days GROUP BY 1;",
            "DROP VIEW months; DROP TABLE ranks;",
        ),
    ]);
}

#[test]
fn temporary_tables() {
    valid_on_sqlite(&[
        (
            "1_words",
            "CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL);",
            "DROP TABLE words;",
        ),
        (
            "2_unique",
            "CREATE TEMP TABLE kept AS SELECT min(id) AS id FROM words GROUP BY lower(word);
             DELETE FROM words WHERE id NOT IN (SELECT id FROM kept);
             DROP TABLE kept;
             CREATE UNIQUE INDEX words_word_key ON words (lower(word));",
            "DROP INDEX words_word_key;",
        ),
    ]);
}

#[test]
fn duplicates_are_removed_before_an_index_forbids_them() {
    valid_on_sqlite(&[
        (
            "1_tags",
            "CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT);
             CREATE TABLE tagged (tag_id INTEGER NOT NULL REFERENCES tags (id), what TEXT NOT NULL);",
            "DROP TABLE tagged; DROP TABLE tags;",
        ),
        (
            "2_once",
            "UPDATE tagged SET tag_id = (
                 SELECT min(kept.id) FROM tags AS kept JOIN tags AS own ON kept.name IS own.name WHERE own.id = tagged.tag_id
             );
             DELETE FROM tags WHERE id NOT IN (SELECT min(id) FROM tags GROUP BY name);
             CREATE UNIQUE INDEX tags_name_key ON tags (name);",
            "DROP INDEX tags_name_key;",
        ),
    ]);
}

#[test]
fn rows_that_an_up_script_adds_and_its_down_script_deletes() {
    valid_on_sqlite(&[
        (
            "1_roles",
            "CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
             CREATE TABLE users (id INTEGER PRIMARY KEY, role_id INTEGER NOT NULL DEFAULT 1 REFERENCES roles (id));
             INSERT INTO roles (id, name) VALUES (1, 'reader');",
            "DROP TABLE users; DROP TABLE roles;",
        ),
        (
            "2_admin",
            "INSERT INTO roles (id, name) VALUES (1000, 'admin');
             CREATE INDEX users_role_idx ON users (role_id);",
            "DROP INDEX users_role_idx; DELETE FROM roles WHERE id = 1000;",
        ),
    ]);
}

#[test]
fn outside_a_transaction() {
    valid_on_sqlite(&[
        (
            "1_logs",
            "CREATE TABLE logs (id INTEGER PRIMARY KEY, line TEXT);",
            "DROP TABLE logs;",
        ),
        (
            "2_tidy",
            "-- ingrain: no-transaction
             DELETE FROM logs WHERE line IS NULL;
             VACUUM;
             PRAGMA optimize;",
            "SELECT 1;",
        ),
        (
            "3_statistics",
            "CREATE INDEX logs_line_idx ON logs (line); ANALYZE; REINDEX logs_line_idx;",
            "DROP INDEX logs_line_idx;",
        ),
    ]);
}

#[test]
fn blobs_numbers_and_odd_texts() {
    valid_on_sqlite(&[
        (
            "1_odd",
            "CREATE TABLE odd (
                 id INTEGER PRIMARY KEY, raw BLOB NOT NULL DEFAULT x'00ff', big INTEGER NOT NULL DEFAULT 9223372036854775807,
                 e REAL DEFAULT 1e-10, hex INTEGER DEFAULT 0x1F, negative INTEGER DEFAULT -1, text TEXT DEFAULT 'it''s; -- no comment',
                 none DEFAULT NULL, now TEXT DEFAULT CURRENT_TIMESTAMP
             );
             INSERT INTO odd DEFAULT VALUES; /* a comment; with a semicolon */",
            "DROP TABLE odd;",
        ),
        (
            "2_more",
            "ALTER TABLE odd ADD COLUMN flag BOOLEAN NOT NULL DEFAULT FALSE;
             UPDATE odd SET text = 'ß – \u{1F980} ' || char(10), raw = zeroblob(4) WHERE flag = FALSE;",
            "ALTER TABLE odd DROP COLUMN flag;",
        ),
    ]);
}
