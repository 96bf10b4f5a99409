CREATE TABLE polls (
    id INTEGER PRIMARY KEY,
    question TEXT NOT NULL CHECK (question LIKE '%?'),
    closes_at TEXT
);

CREATE TABLE options (
    poll INT NOT NULL REFERENCES polls,
    letter TEXT NOT NULL CHECK (letter IN ('a', 'b', 'c')),
    PRIMARY KEY (poll, letter)
);

CREATE TABLE votes (
    poll INT NOT NULL,
    letter TEXT NOT NULL,
    voter TEXT NOT NULL,
    PRIMARY KEY (poll, voter),
    FOREIGN KEY (poll, letter) REFERENCES options
) WITHOUT ROWID;
