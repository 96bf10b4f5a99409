-- ingrain: foreign-keys off
CREATE TABLE parents_old (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO parents_old SELECT id, rtrim(name, '!') FROM parents;
DROP TABLE parents;
ALTER TABLE parents_old RENAME TO parents;
