-- ingrain: lock-timeout 5
CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
);

-- ingrain: breaking
