--- up
-- One row, and never another.
CREATE TABLE settings (id INTEGER PRIMARY KEY CHECK (id = 1), theme TEXT NOT NULL DEFAULT 'light', size INTEGER);
--- down
DROP TABLE settings;
--- up
INSERT OR IGNORE INTO settings (id) VALUES (1);
ALTER TABLE settings ADD COLUMN font TEXT NOT NULL DEFAULT 'serif';
--- down
ALTER TABLE settings DROP COLUMN font;
