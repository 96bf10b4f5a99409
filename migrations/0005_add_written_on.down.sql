ALTER TABLE entries DROP COLUMN written_on;
