CREATE INDEX CONCURRENTLY notes_by_body
    ON notes (body);
