-- ingrain: no-transaction
ALTER TABLE notes ADD COLUMN tags integer;
UPDATE notes SET tags = (SELECT count(*) FROM tags WHERE note = id);
UPDATE notes SET n = n + tags;
