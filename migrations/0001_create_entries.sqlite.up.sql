-- SQLite has no type for a moment: text in UTC, to the millisecond, sorts as time does.
CREATE TABLE entries (
    id INTEGER CONSTRAINT entries_pkey PRIMARY KEY,
    title TEXT NOT NULL CONSTRAINT entries_title_check CHECK (trim(title) <> ''),
    body TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

CREATE INDEX entries_created_at_idx ON entries (created_at);
