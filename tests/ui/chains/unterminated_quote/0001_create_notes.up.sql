CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
);
INSERT INTO notes (body) VALUES ('it''s here);
INSERT INTO notes (body) VALUES ('and here');
