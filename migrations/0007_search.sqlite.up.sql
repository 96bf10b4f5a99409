-- The index holds no second copy of the text (external content); the triggers keep it true, and
-- 'rebuild' reads the entries that exist. Words are stemmed as English and keep their accents, as
-- they do on Postgres.
CREATE VIRTUAL TABLE entry_search USING fts5 (
    title,
    body,
    content = 'entries',
    content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 0'
);

CREATE TRIGGER entries_search_insert
AFTER INSERT ON entries
BEGIN
    INSERT INTO entry_search (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);
END;

-- The words to take out are the old ones: the index cannot look them up once the row is gone.
CREATE TRIGGER entries_search_delete
AFTER DELETE ON entries
BEGIN
    INSERT INTO entry_search (entry_search, rowid, title, body)
    VALUES ('delete', OLD.id, OLD.title, OLD.body);
END;

CREATE TRIGGER entries_search_update
AFTER UPDATE OF id, title, body ON entries
BEGIN
    INSERT INTO entry_search (entry_search, rowid, title, body)
    VALUES ('delete', OLD.id, OLD.title, OLD.body);
    INSERT INTO entry_search (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);
END;

INSERT INTO entry_search (entry_search) VALUES ('rebuild');
