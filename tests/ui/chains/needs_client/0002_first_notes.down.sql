DELETE FROM notes WHERE id IN (1, 2);
