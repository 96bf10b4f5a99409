DROP INDEX entries_search_idx;
ALTER TABLE entries DROP COLUMN search;
