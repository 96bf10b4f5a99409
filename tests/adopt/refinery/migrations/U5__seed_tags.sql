INSERT INTO tags (id, name) VALUES (1, 'größer'), (2, 'it''s');
