-- ingrain: foreign-keys off
--
-- The same rebuild as on the way up, with written_on as 0005 left it.
CREATE TABLE new_entries (
    id INTEGER CONSTRAINT entries_pkey PRIMARY KEY,
    title TEXT NOT NULL CONSTRAINT entries_title_check CHECK (trim(title) <> ''),
    body TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    written_on TEXT
) STRICT;

INSERT INTO new_entries (id, title, body, created_at, updated_at, written_on)
SELECT id, title, body, created_at, updated_at, written_on
FROM entries;

DROP TABLE entries;

ALTER TABLE new_entries RENAME TO entries;

CREATE INDEX entries_created_at_idx ON entries (created_at);

CREATE TRIGGER entries_touch
AFTER UPDATE OF title, body ON entries
FOR EACH ROW
WHEN NEW.title <> OLD.title OR NEW.body <> OLD.body
BEGIN
    UPDATE entries
    SET updated_at = CASE
        -- A clock that was set back must not make an entry older than it was.
        WHEN strftime('%Y-%m-%dT%H:%M:%fZ', 'now') > OLD.updated_at
        THEN strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
        ELSE OLD.updated_at
    END
    WHERE id = NEW.id;
END;
