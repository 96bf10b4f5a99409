--- up
CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, street TEXT, city TEXT, zip TEXT, position INTEGER NOT NULL DEFAULT 0);
--- down
DROP TABLE people;
--- up
CREATE TABLE addresses (id INTEGER PRIMARY KEY, street TEXT, city TEXT, zip TEXT);
INSERT INTO addresses (street, city, zip) SELECT DISTINCT street, city, zip FROM people WHERE coalesce(street, city, zip) IS NOT NULL;
ALTER TABLE people ADD COLUMN address INTEGER REFERENCES addresses (id) ON DELETE SET NULL;
UPDATE people SET address = (SELECT a.id FROM addresses a WHERE (a.street, a.city, a.zip) IS (people.street, people.city, people.zip));
ALTER TABLE people DROP COLUMN street; ALTER TABLE people DROP COLUMN city; ALTER TABLE people DROP COLUMN zip;
--- down
CREATE TABLE old_people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, street TEXT, city TEXT, zip TEXT, position INTEGER NOT NULL DEFAULT 0);
INSERT INTO old_people SELECT p.id, p.name, a.street, a.city, a.zip, p.position FROM people p LEFT JOIN addresses a ON a.id = p.address;
DROP TABLE people; DROP TABLE addresses;
ALTER TABLE old_people RENAME TO people;
--- up
WITH ordered AS (SELECT id, row_number() OVER (ORDER BY position, id) AS place FROM people) UPDATE people SET position = (SELECT place FROM ordered WHERE ordered.id = people.id);
CREATE UNIQUE INDEX people_position ON people (position);
--- down
DROP INDEX people_position;
--- up
ALTER TABLE people ADD COLUMN first TEXT; ALTER TABLE people ADD COLUMN last TEXT;
UPDATE people SET first = CASE instr(name, ' ') WHEN 0 THEN name ELSE substr(name, 1, instr(name, ' ') - 1) END, last = CASE instr(name, ' ') WHEN 0 THEN '' ELSE substr(name, instr(name, ' ') + 1) END;
--- down
UPDATE people SET name = trim(coalesce(first, '') || ' ' || coalesce(last, ''));
ALTER TABLE people DROP COLUMN last; ALTER TABLE people DROP COLUMN first;
