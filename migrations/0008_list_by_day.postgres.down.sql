-- ingrain: no-transaction
CREATE INDEX CONCURRENTLY entries_created_at_idx ON entries (created_at);
DROP INDEX CONCURRENTLY entries_written_on_idx;
