-- ingrain: no-transactoin
CREATE INDEX notes_by_body ON notes (body);
