DROP TRIGGER keep_notes;
