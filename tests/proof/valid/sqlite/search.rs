//! Full-text search.

use crate::valid::valid_on_sqlite;

#[test]
fn a_search_index_of_its_own() {
    valid_on_sqlite(&[
        (
            "1_pages",
            "CREATE VIRTUAL TABLE pages USING fts5 (title, body, tokenize = 'porter');
             INSERT INTO pages (title, body) VALUES ('one', 'the first page');",
            "DROP TABLE pages;",
        ),
        (
            "2_words",
            "CREATE VIRTUAL TABLE words USING fts5vocab ('pages', 'row');
             INSERT INTO pages (title, body) VALUES ('two', 'the second page');",
            "DELETE FROM pages WHERE title = 'two'; DROP TABLE words;",
        ),
    ]);
}

#[test]
fn a_search_index_of_another_table() {
    valid_on_sqlite(&[
        (
            "1_posts",
            "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT);",
            "DROP TABLE posts;",
        ),
        (
            "2_search",
            "CREATE VIRTUAL TABLE post_search USING fts5 (title, body, content = 'posts', content_rowid = 'id');
             CREATE TRIGGER posts_insert AFTER INSERT ON posts BEGIN
                 INSERT INTO post_search (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);
             END;
             CREATE TRIGGER posts_delete AFTER DELETE ON posts BEGIN
                 INSERT INTO post_search (post_search, rowid, title, body) VALUES ('delete', OLD.id, OLD.title, OLD.body);
             END;
             CREATE TRIGGER posts_update AFTER UPDATE ON posts BEGIN
                 INSERT INTO post_search (post_search, rowid, title, body) VALUES ('delete', OLD.id, OLD.title, OLD.body);
                 INSERT INTO post_search (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);
             END;
             INSERT INTO post_search (post_search) VALUES ('rebuild');",
            "DROP TRIGGER posts_update; DROP TRIGGER posts_delete; DROP TRIGGER posts_insert; DROP TABLE post_search;",
        ),
        (
            "3_tidy",
            "UPDATE posts SET title = trim(title); ALTER TABLE posts ADD COLUMN slug TEXT;
             INSERT INTO post_search (post_search) VALUES ('integrity-check');",
            "ALTER TABLE posts DROP COLUMN slug;",
        ),
    ]);
}

#[test]
fn rectangles() {
    valid_on_sqlite(&[
        (
            "1_areas",
            "CREATE VIRTUAL TABLE areas USING rtree (id, left, right, bottom, top);
             INSERT INTO areas VALUES (1, 0, 1, 0, 1);",
            "DROP TABLE areas;",
        ),
        (
            "2_names",
            "CREATE TABLE area_names (area_id INTEGER PRIMARY KEY, name TEXT); INSERT INTO area_names SELECT id, 'unit' FROM areas;",
            "DROP TABLE area_names;",
        ),
    ]);
}
