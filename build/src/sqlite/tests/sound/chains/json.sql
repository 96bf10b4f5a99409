--- up
CREATE TABLE events (id INTEGER PRIMARY KEY, payload TEXT NOT NULL, meta TEXT, settings TEXT NOT NULL DEFAULT '{}', created_at TEXT NOT NULL);
--- down
DROP TABLE events;
--- up
ALTER TABLE events ADD COLUMN kind TEXT;
UPDATE events SET kind = json_extract(payload, '$.kind');
CREATE INDEX events_kind ON events (kind);
--- down
DROP INDEX events_kind; ALTER TABLE events DROP COLUMN kind;
--- up
UPDATE events SET meta = json_set(meta, '$.v', 2), settings = json_patch(settings, '{"a":1}');
CREATE TABLE tags AS SELECT e.id, j.value AS tag FROM events e, json_each(e.meta, '$.tags') j;
--- down
DROP TABLE tags;
