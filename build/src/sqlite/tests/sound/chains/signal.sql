--- up
CREATE TABLE items (id STRING PRIMARY KEY ASC, json TEXT);
CREATE TABLE conversations (
  id STRING PRIMARY KEY ASC,
  json TEXT,
  active_at INTEGER,
  type STRING,
  members TEXT,
  name TEXT,
  profileName TEXT
);
CREATE TABLE messages (
  rowid INTEGER PRIMARY KEY ASC,
  id STRING UNIQUE,
  json TEXT,
  readStatus INTEGER,
  expires_at INTEGER,
  sent_at INTEGER,
  schemaVersion INTEGER,
  conversationId STRING,
  received_at INTEGER,
  source STRING,
  hasAttachments INTEGER,
  body TEXT,
  type STRING,
  isErased INTEGER,
  isViewOnce INTEGER
);
CREATE INDEX messages_conversation ON messages (conversationId, received_at, sent_at);
CREATE INDEX messages_without_timer ON messages (expires_at, type) WHERE expires_at IS NULL AND type IS NOT 'x';
CREATE TABLE sessions (id STRING PRIMARY KEY ASC, number STRING, json TEXT);
--- down
DROP TABLE sessions; DROP TABLE messages; DROP TABLE conversations; DROP TABLE items;
--- up
CREATE VIRTUAL TABLE messages_fts USING fts5(body, content = messages, content_rowid = 'rowid', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER messages_on_insert AFTER INSERT ON messages
WHEN new.isViewOnce IS NULL OR new.isViewOnce != 1
BEGIN
  INSERT INTO messages_fts (rowid, body) VALUES (new.rowid, new.body);
END;
CREATE TRIGGER messages_on_delete AFTER DELETE ON messages BEGIN
  INSERT INTO messages_fts (messages_fts, rowid, body) VALUES ('delete', old.rowid, old.body);
END;
CREATE TRIGGER messages_on_update AFTER UPDATE OF body ON messages
WHEN new.body IS NULL OR ((old.body IS NULL OR old.body != new.body))
BEGIN
  INSERT INTO messages_fts (messages_fts, rowid, body) VALUES ('delete', old.rowid, old.body);
  INSERT INTO messages_fts (rowid, body) VALUES (new.rowid, new.body);
END;
INSERT INTO messages_fts (messages_fts) VALUES ('rebuild');
--- down
DROP TRIGGER messages_on_update; DROP TRIGGER messages_on_delete; DROP TRIGGER messages_on_insert;
DROP TABLE messages_fts;
--- up
ALTER TABLE messages ADD COLUMN shouldAffectActivity INTEGER GENERATED ALWAYS AS (
  type IS NULL OR type NOT IN ('change-number-notification', 'contact-removed-notification', 'group-v1-migration')
);
ALTER TABLE messages ADD COLUMN isStory INTEGER GENERATED ALWAYS AS (type IS 'story') VIRTUAL;
ALTER TABLE messages ADD COLUMN storyId STRING;
CREATE INDEX messages_preview ON messages (conversationId, shouldAffectActivity, expires_at, received_at, sent_at);
--- down
DROP INDEX messages_preview;
ALTER TABLE messages DROP COLUMN storyId; ALTER TABLE messages DROP COLUMN isStory; ALTER TABLE messages DROP COLUMN shouldAffectActivity;
--- up
CREATE TABLE kyberPreKeys (id STRING PRIMARY KEY NOT NULL, json TEXT NOT NULL, ourServiceId STRING GENERATED ALWAYS AS (json_extract(json, '$.ourServiceId')));
CREATE INDEX kyberPreKeys_ourServiceId ON kyberPreKeys (ourServiceId);
CREATE TABLE reactions (
  conversationId STRING, emoji STRING, fromId STRING, messageReceivedAt INTEGER, targetAuthorAci STRING, targetTimestamp INTEGER, unread INTEGER,
  messageId STRING REFERENCES messages (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX reactions_once ON reactions (messageId, fromId, emoji) WHERE messageId IS NOT NULL AND fromId IS NOT NULL AND emoji IS NOT NULL;
--- down
DROP TABLE reactions; DROP TABLE kyberPreKeys;
--- up
-- Session ids get a device: a rebuild that computes its key.
CREATE TABLE sessions_new (id TEXT PRIMARY KEY, ourUuid TEXT NOT NULL DEFAULT '', conversationId TEXT, deviceId INTEGER, json TEXT);
INSERT INTO sessions_new (id, conversationId, deviceId, json)
SELECT id, coalesce(number, substr(id, 1, instr(id || '.', '.') - 1)), CAST(substr(id, instr(id, '.') + 1) AS INTEGER), json FROM sessions WHERE id IS NOT NULL;
DROP TABLE sessions;
ALTER TABLE sessions_new RENAME TO sessions;
CREATE INDEX sessions_conversation ON sessions (conversationId);
--- down
CREATE TABLE sessions_old (id STRING PRIMARY KEY ASC, number STRING, json TEXT);
INSERT INTO sessions_old SELECT id, conversationId, json FROM sessions;
DROP TABLE sessions;
ALTER TABLE sessions_old RENAME TO sessions;
--- up
UPDATE conversations SET json = json_remove(json_set(coalesce(json, '{}'), '$.unreadCount', 0), '$.old') WHERE json_valid(json);
UPDATE messages SET json = json_patch(json, '{"migrated":true}') WHERE json IS NOT NULL AND json_valid(json);
DELETE FROM items WHERE id = 'temporary';
INSERT OR REPLACE INTO items (id, json) VALUES ('version', json_object('id', 'version', 'value', 7));
--- down
DELETE FROM items WHERE id = 'version';
