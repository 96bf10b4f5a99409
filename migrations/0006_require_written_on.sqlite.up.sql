-- ingrain: foreign-keys off
--
-- SQLite cannot alter a column, so the table is built anew, in the order of
-- https://www.sqlite.org/lang_altertable.html#otheralter. Enforcement is off because DROP TABLE
-- deletes the rows first: with it on, ON DELETE CASCADE would empty entry_tags.
CREATE TABLE new_entries (
    id INTEGER CONSTRAINT entries_pkey PRIMARY KEY,
    title TEXT NOT NULL CONSTRAINT entries_title_check CHECK (trim(title) <> ''),
    body TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    -- IS, not =: what is no date makes date() NULL, and a CHECK lets NULL pass. Only with a
    -- modifier does date() turn 30 February into 1 March, so that it is refused.
    written_on TEXT NOT NULL DEFAULT (date('now'))
        CONSTRAINT entries_written_on_check CHECK (written_on IS date(written_on, '+0 days'))
) STRICT;

-- Entries that an older binary added since 0005 have no day yet.
INSERT INTO new_entries (id, title, body, created_at, updated_at, written_on)
SELECT
    id, title, body, created_at, updated_at,
    coalesce(date(written_on, '+0 days'), date(created_at), date('now'))
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
