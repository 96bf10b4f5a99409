CREATE TABLE tags (
    id INTEGER CONSTRAINT tags_pkey PRIMARY KEY,
    name TEXT NOT NULL
        CONSTRAINT tags_name_key UNIQUE
        CONSTRAINT tags_name_check CHECK (trim(name) <> '')
) STRICT;

CREATE TABLE entry_tags (
    entry_id INTEGER NOT NULL
        CONSTRAINT entry_tags_entry_id_fkey REFERENCES entries (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL
        CONSTRAINT entry_tags_tag_id_fkey REFERENCES tags (id) ON DELETE CASCADE,
    CONSTRAINT entry_tags_pkey PRIMARY KEY (entry_id, tag_id)
) STRICT, WITHOUT ROWID;

-- The primary key serves entry_id, its first column; tag_id needs an index of its own.
CREATE INDEX entry_tags_tag_id_idx ON entry_tags (tag_id);
