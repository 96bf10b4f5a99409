-- ingrain: no-transaction
DELETE FROM notes WHERE body = 'the last';
DROP INDEX notes_body;
VACUUM;
UPDATE notes SET n = n / 2;
DELETE FROM notes WHERE body = 'another';
