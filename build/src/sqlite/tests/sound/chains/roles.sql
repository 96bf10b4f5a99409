--- up
CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
--- down
DROP TABLE roles;
--- up
INSERT INTO roles (id, name) SELECT 1, 'admin' WHERE NOT EXISTS (SELECT 1 FROM roles WHERE name = 'admin');
--- down
DELETE FROM roles WHERE name = 'admin';
--- up
WITH d (id, name) AS (VALUES (2, 'guest'), (3, 'owner')) INSERT INTO roles (id, name) SELECT id, name FROM d;
--- down
DELETE FROM roles WHERE id IN (2, 3);
--- up
INSERT INTO roles SELECT column1, column2 FROM (VALUES (7, 'x'), (8, 'y'));
--- down
DELETE FROM roles WHERE id IN (7, 8);
