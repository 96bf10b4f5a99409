//! Tables that are built anew.

use crate::valid::valid_on_sqlite;

const PARENT: &str = "CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES authors (id) ON DELETE CASCADE, title TEXT NOT NULL);
    CREATE INDEX authors_name_idx ON authors (name);
    CREATE TRIGGER authors_named AFTER UPDATE OF name ON authors BEGIN
        UPDATE books SET title = trim(title) WHERE author_id = NEW.id;
    END;
    CREATE VIEW shelves AS SELECT authors.name, count(*) AS books FROM authors JOIN books ON books.author_id = authors.id GROUP BY authors.id;";

#[test]
fn by_the_book_with_foreign_keys_off() {
    valid_on_sqlite(&[
        ("1_authors", PARENT, "DROP VIEW shelves; DROP TABLE books; DROP TABLE authors;"),
        (
            "2_required",
            "-- ingrain: foreign-keys off
             DROP VIEW shelves;
             CREATE TABLE new_authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '');
             INSERT INTO new_authors (id, name) SELECT id, coalesce(name, '') FROM authors;
             DROP TABLE authors;
             ALTER TABLE new_authors RENAME TO authors;
             CREATE INDEX authors_name_idx ON authors (name);
             CREATE TRIGGER authors_named AFTER UPDATE OF name ON authors BEGIN
                 UPDATE books SET title = trim(title) WHERE author_id = NEW.id;
             END;
             CREATE VIEW shelves AS SELECT authors.name, count(*) AS books FROM authors JOIN books ON books.author_id = authors.id GROUP BY authors.id;",
            "-- ingrain: foreign-keys off
             DROP VIEW shelves;
             CREATE TABLE new_authors (id INTEGER PRIMARY KEY, name TEXT);
             INSERT INTO new_authors (id, name) SELECT id, name FROM authors;
             DROP TABLE authors;
             ALTER TABLE new_authors RENAME TO authors;
             CREATE INDEX authors_name_idx ON authors (name);
             CREATE TRIGGER authors_named AFTER UPDATE OF name ON authors BEGIN
                 UPDATE books SET title = trim(title) WHERE author_id = NEW.id;
             END;
             CREATE VIEW shelves AS SELECT authors.name, count(*) AS books FROM authors JOIN books ON books.author_id = authors.id GROUP BY authors.id;",
        ),
        (
            "3_born",
            "ALTER TABLE authors ADD COLUMN born TEXT CHECK (born IS date(born));",
            "ALTER TABLE authors DROP COLUMN born;",
        ),
    ]);
}

#[test]
fn of_a_child_with_foreign_keys_on() {
    valid_on_sqlite(&[
        (
            "1_lists",
            "CREATE TABLE lists (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
             CREATE TABLE items (id INTEGER PRIMARY KEY, list_id INTEGER REFERENCES lists (id), text TEXT);",
            "DROP TABLE items; DROP TABLE lists;",
        ),
        (
            "2_texts",
            "CREATE TABLE new_items (id INTEGER PRIMARY KEY, list_id INTEGER REFERENCES lists (id) ON DELETE SET NULL, text TEXT NOT NULL);
             INSERT INTO new_items SELECT id, list_id, ifnull(text, '') FROM items;
             DROP TABLE items;
             ALTER TABLE new_items RENAME TO items;",
            "CREATE TABLE new_items (id INTEGER PRIMARY KEY, list_id INTEGER REFERENCES lists (id), text TEXT);
             INSERT INTO new_items SELECT id, list_id, text FROM items;
             DROP TABLE items;
             ALTER TABLE new_items RENAME TO items;",
        ),
    ]);
}

#[test]
fn of_a_numbered_table_with_its_sequence() {
    valid_on_sqlite(&[
        (
            "1_invoices",
            "CREATE TABLE invoices (id INTEGER PRIMARY KEY AUTOINCREMENT, cents INTEGER);
             CREATE INDEX invoices_cents_idx ON invoices (cents);",
            "DROP TABLE invoices;",
        ),
        (
            "2_required",
            "CREATE TABLE new_invoices (id INTEGER PRIMARY KEY AUTOINCREMENT, cents INTEGER NOT NULL DEFAULT 0);
             INSERT INTO sqlite_sequence (name, seq) SELECT 'new_invoices', seq FROM sqlite_sequence WHERE name = 'invoices';
             INSERT INTO new_invoices SELECT id, coalesce(cents, 0) FROM invoices;
             DROP TABLE invoices;
             ALTER TABLE new_invoices RENAME TO invoices;
             CREATE INDEX invoices_cents_idx ON invoices (cents);",
            "CREATE TABLE new_invoices (id INTEGER PRIMARY KEY AUTOINCREMENT, cents INTEGER);
             INSERT INTO sqlite_sequence (name, seq) SELECT 'new_invoices', seq FROM sqlite_sequence WHERE name = 'invoices';
             INSERT INTO new_invoices SELECT id, cents FROM invoices;
             DROP TABLE invoices;
             ALTER TABLE new_invoices RENAME TO invoices;
             CREATE INDEX invoices_cents_idx ON invoices (cents);",
        ),
        (
            "3_plain",
            "ALTER TABLE invoices ADD COLUMN paid INTEGER NOT NULL DEFAULT 0; UPDATE invoices SET paid = 1 WHERE cents = 0;",
            "ALTER TABLE invoices DROP COLUMN paid;",
        ),
    ]);
}

#[test]
fn into_a_strict_table_and_back() {
    valid_on_sqlite(&[
        (
            "1_readings",
            "CREATE TABLE readings (id INTEGER PRIMARY KEY, taken DATETIME, value NUMERIC, unit VARCHAR(8));",
            "DROP TABLE readings;",
        ),
        (
            "2_strict",
            "CREATE TABLE readings_new (id INTEGER PRIMARY KEY, taken TEXT, value REAL, unit TEXT) STRICT;
             INSERT INTO readings_new SELECT id, cast(taken AS TEXT), cast(value AS REAL), unit FROM readings;
             DROP TABLE readings;
             ALTER TABLE readings_new RENAME TO readings;",
            "CREATE TABLE readings_new (id INTEGER PRIMARY KEY, taken DATETIME, value NUMERIC, unit VARCHAR(8));
             INSERT INTO readings_new SELECT id, taken, value, unit FROM readings;
             DROP TABLE readings;
             ALTER TABLE readings_new RENAME TO readings;",
        ),
    ]);
}

#[test]
fn split_into_two_tables() {
    valid_on_sqlite(&[
        (
            "1_contacts",
            "CREATE TABLE contacts (id INTEGER PRIMARY KEY, name TEXT NOT NULL, street TEXT, city TEXT);",
            "DROP TABLE contacts;",
        ),
        (
            "2_addresses",
            "CREATE TABLE addresses (contact_id INTEGER PRIMARY KEY REFERENCES contacts (id) ON DELETE CASCADE, street TEXT, city TEXT);
             INSERT INTO addresses (contact_id, street, city)
             SELECT id, street, city FROM contacts WHERE street IS NOT NULL OR city IS NOT NULL;
             ALTER TABLE contacts DROP COLUMN street;
             ALTER TABLE contacts DROP COLUMN city;",
            "ALTER TABLE contacts ADD COLUMN street TEXT;
             ALTER TABLE contacts ADD COLUMN city TEXT;
             UPDATE contacts SET (street, city) = (SELECT street, city FROM addresses WHERE contact_id = contacts.id);
             DROP TABLE addresses;",
        ),
    ]);
}
