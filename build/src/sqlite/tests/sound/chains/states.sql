--- up
CREATE TABLE jobs (id INTEGER PRIMARY KEY, state INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)), kind TEXT NOT NULL CHECK (kind IN ('a', 'b')));
--- down
DROP TABLE jobs;
--- up
CREATE TABLE new_jobs (id INTEGER PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('new', 'running', 'done')), kind TEXT NOT NULL CHECK (kind IN ('a', 'b')));
INSERT INTO new_jobs SELECT id, CASE state WHEN 0 THEN 'new' WHEN 1 THEN 'running' WHEN 2 THEN 'done' END, kind FROM jobs;
DROP TABLE jobs; ALTER TABLE new_jobs RENAME TO jobs;
--- down
CREATE TABLE new_jobs (id INTEGER PRIMARY KEY, state INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)), kind TEXT NOT NULL CHECK (kind IN ('a', 'b')));
INSERT INTO new_jobs SELECT id, CASE state WHEN 'new' THEN 0 WHEN 'running' THEN 1 WHEN 'done' THEN 2 END, kind FROM jobs;
DROP TABLE jobs; ALTER TABLE new_jobs RENAME TO jobs;
