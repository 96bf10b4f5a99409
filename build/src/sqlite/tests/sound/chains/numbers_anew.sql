--- up
CREATE TABLE logs (id INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT);
--- down
DROP TABLE logs;
--- up
DELETE FROM logs;
DELETE FROM sqlite_sequence WHERE name = 'logs';
--- down
SELECT 1;
--- up
-- starts again from a round number
UPDATE sqlite_sequence SET seq = 100000 WHERE name = 'logs';
--- down
SELECT 1;
