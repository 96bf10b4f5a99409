CREATE TABLE notes (id integer NOT NULL, body text, n integer NOT NULL);
INSERT INTO notes VALUES (1, 'one', 1), (2, 'two', 2), (3, 'three', 3);
