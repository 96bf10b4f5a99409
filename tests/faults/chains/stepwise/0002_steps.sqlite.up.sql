-- ingrain: no-transaction
INSERT INTO notes SELECT max(id) + 1, 'another', 4 FROM notes;
UPDATE notes SET n = n * 2;
VACUUM;
CREATE INDEX notes_body ON notes (body);
INSERT INTO notes SELECT max(id) + 1, 'the last', 5 FROM notes;
