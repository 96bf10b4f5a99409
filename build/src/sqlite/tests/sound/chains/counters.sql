--- up
CREATE TABLE counters (name TEXT PRIMARY KEY, n INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE hits (at INTEGER NOT NULL, page TEXT NOT NULL);
CREATE TRIGGER hits_count AFTER INSERT ON hits BEGIN INSERT INTO counters (name, n) VALUES (new.page, 1) ON CONFLICT (name) DO UPDATE SET n = n + 1; END;
INSERT INTO counters VALUES ('total', 0);
--- down
DROP TABLE hits; DROP TABLE counters;
--- up
INSERT INTO counters (name, n) SELECT page, count(*) FROM hits WHERE true GROUP BY page ON CONFLICT (name) DO UPDATE SET n = excluded.n RETURNING name;
UPDATE counters SET n = (SELECT count(*) FROM hits) WHERE name = 'total' RETURNING n;
DELETE FROM hits WHERE at < unixepoch() - 86400 * 365 RETURNING page;
--- down
SELECT 1;
--- up
-- per day
CREATE TABLE days (day TEXT NOT NULL, page TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (day, page)) WITHOUT ROWID;
INSERT INTO days SELECT date(at, 'unixepoch'), page, count(*) FROM hits WHERE date(at, 'unixepoch') IS NOT NULL GROUP BY 1, 2;
DROP TRIGGER hits_count;
DROP TABLE hits;
--- down
CREATE TABLE hits (at INTEGER NOT NULL, page TEXT NOT NULL);
WITH RECURSIVE each (day, page, n) AS (SELECT day, page, n FROM days WHERE n > 0 UNION ALL SELECT day, page, n - 1 FROM each WHERE n > 1) INSERT INTO hits SELECT coalesce(unixepoch(day), 0), page FROM each LIMIT 1000;
DROP TABLE days;
CREATE TRIGGER hits_count AFTER INSERT ON hits BEGIN INSERT INTO counters (name, n) VALUES (new.page, 1) ON CONFLICT (name) DO UPDATE SET n = n + 1; END;
