DROP TRIGGER entries_touch ON entries;
DROP FUNCTION entries_touch();
