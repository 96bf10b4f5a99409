CREATE INDEX entries_created_at_idx ON entries (created_at);
DROP INDEX entries_written_on_idx;
