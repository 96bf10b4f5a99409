CREATE TABLE tracks (
    id INTEGER PRIMARY KEY,
    gain REAL NOT NULL DEFAULT 0.0 CHECK (gain BETWEEN -60.0 AND 12.0),
    pan REAL NOT NULL DEFAULT 0.0 CHECK (pan >= -1 AND pan <= 1),
    colour TEXT CHECK (colour LIKE '#______'),
    solo INT NOT NULL DEFAULT 0,
    mute INT NOT NULL DEFAULT 0,
    flags INT NOT NULL CHECK (flags & ~7 = 0),
    CHECK (NOT (solo AND mute)),
    CHECK (solo IN (0, 1) AND mute IN (0, 1))
);
