DROP INDEX notes_by_body;
