CREATE TABLE nodes (
    id INTEGER PRIMARY KEY,
    parent INT REFERENCES nodes ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (name NOT LIKE '%/%' AND name NOT IN ('.', '..')
        AND length(name) BETWEEN 1 AND 255),
    kind TEXT NOT NULL CHECK (kind IN ('file', 'folder')),
    size INT,
    mode INT NOT NULL DEFAULT 420 CHECK (mode BETWEEN 0 AND 4095),
    UNIQUE (parent, name),
    CHECK ((kind = 'file') = (size IS NOT NULL)),
    CHECK (size >= 0)
);
