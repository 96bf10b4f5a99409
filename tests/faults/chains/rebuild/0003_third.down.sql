DELETE FROM parents WHERE id = 3;
