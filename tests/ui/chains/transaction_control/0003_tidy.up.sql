-- ingrain: no-transaction
BEGIN;
UPDATE tags SET name = lower(name);
UPDATE notes SET body = trim(body);
COMMIT;
