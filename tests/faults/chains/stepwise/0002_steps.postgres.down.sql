-- ingrain: no-transaction
DELETE FROM notes WHERE body = 'the last';
DROP INDEX CONCURRENTLY IF EXISTS notes_id;
UPDATE notes SET n = n / 2;
DELETE FROM notes WHERE body = 'another';
DROP INDEX CONCURRENTLY notes_body;
