DROP TRIGGER entries_touch;
