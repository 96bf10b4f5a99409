--- up
CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT);
CREATE VIRTUAL TABLE docs_fts USING fts5(title, body, tokenize = "porter unicode61", prefix = '2 3', content = '', contentless_delete = 1);
CREATE TRIGGER docs_ai AFTER INSERT ON docs BEGIN INSERT INTO docs_fts (rowid, title, body) VALUES (new.id, new.title, new.body); END;
CREATE TRIGGER docs_ad AFTER DELETE ON docs BEGIN DELETE FROM docs_fts WHERE rowid = old.id; END;
CREATE TRIGGER docs_au AFTER UPDATE ON docs BEGIN DELETE FROM docs_fts WHERE rowid = old.id; INSERT INTO docs_fts (rowid, title, body) VALUES (new.id, new.title, new.body); END;
--- down
DROP TABLE docs; DROP TABLE docs_fts;
--- up
ALTER TABLE docs ADD COLUMN lang TEXT NOT NULL DEFAULT 'en';
UPDATE docs SET title = trim(title); DELETE FROM docs WHERE body IS NULL;
INSERT INTO docs (title, body) VALUES ('Welcome', 'to the machine');
--- down
DELETE FROM docs WHERE title = 'Welcome';
ALTER TABLE docs DROP COLUMN lang;
--- up
DROP TRIGGER docs_ai; DROP TRIGGER docs_ad; DROP TRIGGER docs_au; DROP TABLE docs_fts;
CREATE VIRTUAL TABLE docs_tri USING fts5(title, body, content = 'docs', content_rowid = 'id', tokenize = 'trigram');
INSERT INTO docs_tri (docs_tri) VALUES ('rebuild');
CREATE VIRTUAL TABLE docs_vocab USING fts5vocab('docs_tri', 'instance');
CREATE TRIGGER docs_ai AFTER INSERT ON docs BEGIN INSERT INTO docs_tri (rowid, title, body) VALUES (new.id, new.title, new.body); END;
INSERT INTO docs (title, body) SELECT title || '!', body FROM docs;
--- down
DROP TRIGGER docs_ai; DROP TABLE docs_vocab; DROP TABLE docs_tri;
CREATE VIRTUAL TABLE docs_fts USING fts5(title, body, tokenize = "porter unicode61", prefix = '2 3', content = '', contentless_delete = 1);
CREATE TRIGGER docs_ai AFTER INSERT ON docs BEGIN INSERT INTO docs_fts (rowid, title, body) VALUES (new.id, new.title, new.body); END;
CREATE TRIGGER docs_ad AFTER DELETE ON docs BEGIN DELETE FROM docs_fts WHERE rowid = old.id; END;
CREATE TRIGGER docs_au AFTER UPDATE ON docs BEGIN DELETE FROM docs_fts WHERE rowid = old.id; INSERT INTO docs_fts (rowid, title, body) VALUES (new.id, new.title, new.body); END;
INSERT INTO docs_fts (rowid, title, body) SELECT id, title, body FROM docs;
--- up
CREATE VIRTUAL TABLE places USING rtree(id, minx, maxx, miny, maxy, +name TEXT);
INSERT INTO places SELECT id, id, id + 1, id, id + 1, title FROM docs;
CREATE TRIGGER docs_place AFTER DELETE ON docs BEGIN DELETE FROM places WHERE id = old.id; END;
CREATE VIEW near AS SELECT d.* FROM docs d JOIN places p ON p.id = d.id WHERE p.minx > 0;
--- down
DROP VIEW near; DROP TRIGGER docs_place; DROP TABLE places;
