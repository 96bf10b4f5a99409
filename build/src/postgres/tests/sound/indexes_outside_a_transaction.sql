-- ingrain: no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS entries_a ON entries USING btree (lower(title) text_pattern_ops DESC NULLS LAST, id);
CREATE UNIQUE INDEX CONCURRENTLY entries_b ON app.entries (a) INCLUDE (b) NULLS NOT DISTINCT WITH (fillfactor = 70) WHERE a IS NOT NULL;
CREATE INDEX CONCURRENTLY ON entries USING gin (tags jsonb_path_ops);
CREATE INDEX CONCURRENTLY entries_d ON entries ((data ->> 'kind'));
DROP INDEX CONCURRENTLY IF EXISTS entries_old;
REINDEX INDEX CONCURRENTLY entries_a;
REINDEX (CONCURRENTLY, VERBOSE) TABLE entries;
ALTER TABLE measures DETACH PARTITION measures_2019 CONCURRENTLY;
ALTER TYPE mood ADD VALUE 'glad';
UPDATE entries SET mood = 'glad' WHERE id = 1;
VACUUM (ANALYZE) entries;
