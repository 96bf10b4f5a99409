UPDATE notes SET n = n - tags;
ALTER TABLE notes DROP COLUMN tags;
