CREATE TABLE notes (id integer PRIMARY KEY, title text NOT NULL, slug text);
INSERT INTO notes (id, title) VALUES (1, 'First Things'), (2, 'Über uns');
