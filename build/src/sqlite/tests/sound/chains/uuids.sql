--- up
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, title TEXT);
CREATE INDEX posts_user ON posts (user_id);
--- down
DROP TABLE posts; DROP TABLE users;
--- up
-- ingrain: foreign-keys off
CREATE TABLE new_users (id TEXT PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(16)))), old INTEGER, name TEXT NOT NULL) STRICT;
INSERT INTO new_users (old, name) SELECT id, name FROM users;
CREATE TABLE new_posts (id TEXT PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(16)))), user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE, title TEXT) STRICT;
INSERT INTO new_posts (user_id, title) SELECT u.id, p.title FROM posts p JOIN new_users u ON u.old = p.user_id;
DROP TABLE posts; DROP TABLE users;
ALTER TABLE new_users RENAME TO users; ALTER TABLE new_posts RENAME TO posts;
ALTER TABLE users DROP COLUMN old;
CREATE INDEX posts_user ON posts (user_id);
--- down
-- ingrain: foreign-keys off
CREATE TABLE old_users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE old_posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, title TEXT);
INSERT INTO old_users SELECT rowid, name FROM users;
INSERT INTO old_posts (user_id, title) SELECT u.rowid, p.title FROM posts p JOIN users u ON u.id = p.user_id;
DROP TABLE posts; DROP TABLE users; ALTER TABLE old_users RENAME TO users; ALTER TABLE old_posts RENAME TO posts;
CREATE INDEX posts_user ON posts (user_id);
