-- ingrain: no-transaction
--
-- Built while entries are being written. The old index goes last: at no moment is there none.
CREATE INDEX CONCURRENTLY entries_written_on_idx ON entries (written_on, id);
DROP INDEX CONCURRENTLY entries_created_at_idx;
