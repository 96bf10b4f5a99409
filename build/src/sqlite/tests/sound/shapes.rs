//! Schemas as applications have them.

use crate::sqlite::tests::sound;

#[test]
fn a_shop() {
    sound(&[
        (
            "CREATE TABLE Customers (Id INTEGER PRIMARY KEY, Email TEXT NOT NULL COLLATE NOCASE UNIQUE, \
             Level TEXT NOT NULL DEFAULT 'basic' CHECK (Level IN ('basic', 'gold')));\n\
             CREATE TABLE Orders (Id INTEGER PRIMARY KEY, Customer INTEGER NOT NULL REFERENCES customers (id) ON DELETE RESTRICT, \
             Placed TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, Total NUMERIC NOT NULL CHECK (Total >= 0));\n\
             CREATE TABLE Lines (\"Order\" INTEGER NOT NULL REFERENCES ORDERS ON DELETE CASCADE, No INTEGER NOT NULL, \
             Sku TEXT NOT NULL, PRIMARY KEY (\"Order\", No)) WITHOUT ROWID;",
            "DROP TABLE lines; DROP TABLE orders; DROP TABLE customers;",
        ),
        (
            "CREATE TABLE returns (id INTEGER PRIMARY KEY, ord INTEGER NOT NULL, no INTEGER NOT NULL, \
             FOREIGN KEY (ord, no) REFERENCES Lines (\"Order\", No) ON DELETE CASCADE ON UPDATE CASCADE);",
            "DROP TABLE returns;",
        ),
        (
            "-- ingrain: foreign-keys off\nCREATE TABLE c (Id INTEGER PRIMARY KEY, Email TEXT NOT NULL COLLATE NOCASE UNIQUE, \
             Level TEXT NOT NULL DEFAULT 'basic' CHECK (Level IN ('basic', 'silver', 'gold')));\n\
             INSERT INTO c SELECT * FROM Customers; DROP TABLE Customers; ALTER TABLE c RENAME TO Customers;",
            "-- ingrain: foreign-keys off\nCREATE TABLE c (Id INTEGER PRIMARY KEY, Email TEXT NOT NULL COLLATE NOCASE UNIQUE, \
             Level TEXT NOT NULL DEFAULT 'basic' CHECK (Level IN ('basic', 'gold')));\n\
             INSERT INTO c SELECT Id, Email, CASE Level WHEN 'silver' THEN 'basic' ELSE Level END FROM Customers;\n\
             DROP TABLE Customers; ALTER TABLE c RENAME TO Customers;",
        ),
        (
            "ALTER TABLE orders ADD COLUMN note TEXT; UPDATE orders SET note = 'old' WHERE placed < '2020-01-01';",
            "ALTER TABLE orders DROP COLUMN note;",
        ),
        (
            "CREATE VIEW totals AS SELECT customer, sum(total) AS total FROM orders GROUP BY customer;\n\
             CREATE TRIGGER no_less BEFORE UPDATE OF total ON orders WHEN new.total < old.total\n\
             BEGIN SELECT RAISE(ABORT, 'a total never falls'); END;",
            "DROP TRIGGER no_less; DROP VIEW totals;",
        ),
        (
            "ALTER TABLE orders RENAME COLUMN customer TO buyer; ALTER TABLE customers RENAME TO buyers;",
            "ALTER TABLE buyers RENAME TO Customers; ALTER TABLE orders RENAME COLUMN buyer TO Customer;",
        ),
    ]);
}

#[test]
fn two_tables_become_one() {
    sound(&[
        (
            "CREATE TABLE cats (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE dogs (id INTEGER PRIMARY KEY, name TEXT);",
            "DROP TABLE cats; DROP TABLE dogs;",
        ),
        (
            "CREATE TABLE pets (id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('cat', 'dog')), name TEXT);\n\
             INSERT INTO pets (kind, name) SELECT 'cat', name FROM cats UNION ALL SELECT 'dog', name FROM dogs;\n\
             DROP TABLE cats; DROP TABLE dogs;",
            "CREATE TABLE cats (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE dogs (id INTEGER PRIMARY KEY, name TEXT);\n\
             INSERT INTO cats (name) SELECT name FROM pets WHERE kind = 'cat';\n\
             INSERT INTO dogs (name) SELECT name FROM pets WHERE kind = 'dog'; DROP TABLE pets;",
        ),
        (
            "ALTER TABLE pets RENAME TO animals;",
            "ALTER TABLE animals RENAME TO pets;",
        ),
        (
            "INSERT OR IGNORE INTO animals (id, kind, name) SELECT id, 'cat', upper(name) FROM animals;",
            "SELECT 1;",
        ),
    ]);
}

#[test]
fn a_tree_that_is_rebuilt() {
    let rebuild = |columns: &str, copied: &str| {
        format!(
            "-- ingrain: foreign-keys off\nCREATE TABLE new_nodes (id TEXT PRIMARY KEY, up TEXT REFERENCES new_nodes (id) \
             ON DELETE CASCADE{columns}) WITHOUT ROWID;\nINSERT INTO new_nodes SELECT id, up{copied} FROM nodes;\n\
             DROP TABLE nodes;\nALTER TABLE new_nodes RENAME TO nodes;\nCREATE INDEX nodes_up ON nodes (up) WHERE up IS NOT NULL;"
        )
    };
    sound(&[
        (
            "CREATE TABLE nodes (id TEXT PRIMARY KEY, up TEXT REFERENCES nodes (id) ON DELETE CASCADE) WITHOUT ROWID;\n\
             CREATE INDEX nodes_up ON nodes (up) WHERE up IS NOT NULL;",
            "DROP TABLE nodes;",
        ),
        (
            &rebuild(", depth INTEGER NOT NULL", ", 0"),
            &rebuild("", ""),
        ),
    ]);
}

#[test]
fn a_count_that_triggers_keep() {
    sound(&[
        (
            "CREATE TABLE posts (id INTEGER PRIMARY KEY, likes INTEGER NOT NULL DEFAULT 0);\n\
             CREATE TABLE likes (post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE, who TEXT NOT NULL, UNIQUE (post, who));\n\
             CREATE TRIGGER liked AFTER INSERT ON likes BEGIN UPDATE posts SET likes = likes + 1 WHERE id = new.post; END;\n\
             CREATE TRIGGER unliked AFTER DELETE ON likes BEGIN UPDATE posts SET likes = likes - 1 WHERE id = old.post; END;",
            "DROP TABLE likes; DROP TABLE posts;",
        ),
        ("DELETE FROM likes WHERE who = 'nobody';", "SELECT 1;"),
        ("DELETE FROM likes;", "SELECT 1;"),
        (
            "DROP TRIGGER liked; DROP TRIGGER unliked; ALTER TABLE posts DROP COLUMN likes;",
            "ALTER TABLE posts ADD COLUMN likes INTEGER NOT NULL DEFAULT 0;\n\
             UPDATE posts SET likes = (SELECT count(*) FROM likes WHERE post = posts.id);\n\
             CREATE TRIGGER liked AFTER INSERT ON likes BEGIN UPDATE posts SET likes = likes + 1 WHERE id = new.post; END;\n\
             CREATE TRIGGER unliked AFTER DELETE ON likes BEGIN UPDATE posts SET likes = likes - 1 WHERE id = old.post; END;",
        ),
    ]);
}

#[test]
fn a_table_that_is_dropped_and_made_again() {
    sound(&[
        (
            "CREATE TABLE cache (key TEXT PRIMARY KEY, value BLOB); CREATE INDEX cache_value ON cache (value);",
            "DROP TABLE cache;",
        ),
        (
            "DELETE FROM cache; DROP INDEX cache_value; DROP TABLE cache;\n\
             CREATE TABLE cache (key TEXT PRIMARY KEY, value BLOB, until INTEGER NOT NULL);",
            "DELETE FROM cache; DROP TABLE cache; CREATE TABLE cache (key TEXT PRIMARY KEY, value BLOB);\n\
             CREATE INDEX cache_value ON cache (value);",
        ),
        (
            "DROP TABLE cache;",
            "CREATE TABLE cache (key TEXT PRIMARY KEY, value BLOB, until INTEGER NOT NULL);",
        ),
        ("CREATE VIEW cache AS SELECT 1 AS one;", "DROP VIEW cache;"),
    ]);
}

#[test]
fn a_role_for_every_user() {
    sound(&[
        (
            "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);",
            "DROP TABLE users;",
        ),
        (
            "CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);\nINSERT INTO roles VALUES (1, 'reader'), (2, 'admin');\n\
             ALTER TABLE users ADD COLUMN role INTEGER REFERENCES roles (id);\nUPDATE users SET role = 1;",
            "ALTER TABLE users DROP COLUMN role;\nDROP TABLE roles;",
        ),
        (
            "INSERT INTO roles VALUES (3, 'guest');",
            "UPDATE users SET role = 1 WHERE role = 3;\nDELETE FROM roles WHERE id = 3;",
        ),
        (
            "INSERT INTO roles VALUES (4, 'owner');",
            "DELETE FROM roles WHERE id = 4;",
        ),
    ]);
}
