CREATE INDEX notes_body ON notes USING gin (body);
