INSERT INTO tags VALUES ('first');
