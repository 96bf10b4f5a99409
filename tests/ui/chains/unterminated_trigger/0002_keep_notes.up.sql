CREATE TRIGGER keep_notes BEFORE DELETE ON notes
WHEN old.body <> ''
BEGIN
    SELECT RAISE(ABORT, 'not empty');
