INSERT INTO parents VALUES (3, 'three');
INSERT INTO children SELECT max(id) + 10, 3 FROM children;
