-- ingrain: no-transaction
INSERT INTO notes SELECT max(id) + 1, 'another', 4 FROM notes;
CREATE INDEX CONCURRENTLY notes_body ON notes (body);
UPDATE notes SET n = n * 2;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS notes_id ON notes (id);
VACUUM notes;
INSERT INTO notes SELECT max(id) + 1, 'the last', 5 FROM notes;
