-- A stored generated column rewrites the table under an exclusive lock, so the index may as well
-- be built in the same transaction.
ALTER TABLE entries ADD COLUMN search tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B')
) STORED;

CREATE INDEX entries_search_idx ON entries USING gin (search);
