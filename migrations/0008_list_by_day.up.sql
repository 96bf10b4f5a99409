-- The list is ordered by day now, newest first; created_at is no longer sorted on.
CREATE INDEX entries_written_on_idx ON entries (written_on, id);
DROP INDEX entries_created_at_idx;
