--- up
CREATE TABLE entries (id INTEGER PRIMARY KEY, title TEXT, created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, due DATE NOT NULL, day TEXT NOT NULL, started DATETIME NOT NULL, updated TIMESTAMP NOT NULL);
--- down
DROP TABLE entries;
--- up
CREATE TABLE new_entries (id INTEGER PRIMARY KEY, title TEXT, created_at INTEGER NOT NULL, due INTEGER NOT NULL, started INTEGER NOT NULL, updated INTEGER NOT NULL, day TEXT NOT NULL);
INSERT INTO new_entries SELECT id, title, strftime('%s', created_at), julianday(due), unixepoch(started), unixepoch(updated), date(day) FROM entries;
DROP TABLE entries;
ALTER TABLE new_entries RENAME TO entries;
--- down
CREATE TABLE new_entries (id INTEGER PRIMARY KEY, title TEXT, created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, due DATE NOT NULL, day TEXT NOT NULL, started DATETIME NOT NULL, updated TIMESTAMP NOT NULL);
INSERT INTO new_entries SELECT id, title, datetime(created_at, 'unixepoch'), date(due), day, datetime(started, 'unixepoch'), datetime(updated, 'unixepoch') FROM entries;
DROP TABLE entries;
ALTER TABLE new_entries RENAME TO entries;
