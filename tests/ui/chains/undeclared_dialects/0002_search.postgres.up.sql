CREATE INDEX notes_search ON notes USING gin (to_tsvector('simple', body));
