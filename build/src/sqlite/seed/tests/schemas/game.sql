CREATE TABLE matches (
    id INTEGER PRIMARY KEY,
    white TEXT NOT NULL,
    black TEXT NOT NULL,
    result TEXT NOT NULL CHECK (result IN ('1-0', '0-1', '1/2-1/2', '*')),
    elo INT CHECK (elo BETWEEN 100 AND 3500),
    moves TEXT NOT NULL DEFAULT '',
    CHECK (white <> black),
    CHECK (result = '*' OR moves <> '')
);
