CREATE TABLE tags (note integer NOT NULL, tag text NOT NULL);
INSERT INTO tags SELECT id, 'new' FROM notes;
