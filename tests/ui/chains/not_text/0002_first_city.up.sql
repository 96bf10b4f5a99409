INSERT INTO notes (body)
VALUES ('Zürich');
