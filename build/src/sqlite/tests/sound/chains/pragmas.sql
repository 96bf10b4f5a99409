--- up
PRAGMA user_version = 1;
PRAGMA application_id = 252006673;
CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parents (id) ON DELETE CASCADE);
CREATE VIEW names AS SELECT name FROM parents;
--- down
DROP VIEW names; DROP TABLE children; DROP TABLE parents;
PRAGMA user_version = 0;
--- up
-- ingrain: foreign-keys off
PRAGMA legacy_alter_table = ON;
ALTER TABLE parents RENAME TO parents_old;
CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '');
INSERT INTO parents SELECT id, coalesce(name, '') FROM parents_old;
DROP TABLE parents_old;
PRAGMA legacy_alter_table = OFF;
PRAGMA user_version = 2;
--- down
-- ingrain: foreign-keys off
PRAGMA legacy_alter_table = ON;
CREATE TABLE parents_new (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO parents_new SELECT id, nullif(name, '') FROM parents;
DROP TABLE parents;
ALTER TABLE parents_new RENAME TO parents;
PRAGMA legacy_alter_table = OFF;
PRAGMA user_version = 1;
