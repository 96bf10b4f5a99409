--- up
CREATE TABLE oc_appconfig (appid VARCHAR(32) DEFAULT '' NOT NULL, configkey VARCHAR(64) DEFAULT '' NOT NULL, configvalue CLOB DEFAULT NULL, PRIMARY KEY(appid, configkey));
CREATE INDEX appconfig_config_key_index ON oc_appconfig (configkey);
CREATE TABLE oc_filecache (fileid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, storage BIGINT DEFAULT 0 NOT NULL, path VARCHAR(4000) DEFAULT NULL COLLATE "BINARY", path_hash VARCHAR(32) DEFAULT '' NOT NULL, parent BIGINT DEFAULT 0 NOT NULL, name VARCHAR(250) DEFAULT NULL, mimetype BIGINT DEFAULT 0 NOT NULL, size BIGINT DEFAULT 0 NOT NULL, mtime BIGINT DEFAULT 0 NOT NULL, etag VARCHAR(40) DEFAULT NULL, permissions INTEGER DEFAULT 0, checksum VARCHAR(255) DEFAULT NULL);
CREATE UNIQUE INDEX fs_storage_path_hash ON oc_filecache (storage, path_hash);
CREATE INDEX fs_parent_name_hash ON oc_filecache (parent, name);
CREATE TABLE oc_share (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, share_type SMALLINT DEFAULT 0 NOT NULL, share_with VARCHAR(255) DEFAULT NULL, uid_owner VARCHAR(64) DEFAULT '' NOT NULL, parent BIGINT DEFAULT NULL, file_source BIGINT DEFAULT NULL, token VARCHAR(32) DEFAULT NULL, expiration DATETIME DEFAULT NULL, accepted SMALLINT DEFAULT 0 NOT NULL, mail_send SMALLINT DEFAULT 0 NOT NULL);
CREATE INDEX token_index ON oc_share (token);
--- down
DROP TABLE oc_share; DROP TABLE oc_filecache; DROP TABLE oc_appconfig;
--- up
-- Doctrine's way: a temporary table in between.
CREATE TEMPORARY TABLE __temp__oc_share AS SELECT id, share_type, share_with, uid_owner, parent, file_source, token, expiration, accepted, mail_send FROM oc_share;
UPDATE oc_share SET token = NULL WHERE token = '';
CREATE TABLE oc_share_new (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, share_type SMALLINT DEFAULT 0 NOT NULL, share_with VARCHAR(255) DEFAULT NULL, password VARCHAR(255) DEFAULT NULL, uid_owner VARCHAR(64) DEFAULT '' NOT NULL, parent BIGINT DEFAULT NULL, file_source BIGINT DEFAULT NULL, token VARCHAR(32) DEFAULT NULL, expiration DATETIME DEFAULT NULL, accepted SMALLINT DEFAULT 0 NOT NULL, mail_send SMALLINT DEFAULT 0 NOT NULL);
INSERT INTO sqlite_sequence(name, seq) SELECT 'oc_share_new', seq FROM sqlite_sequence WHERE name = 'oc_share';
INSERT INTO oc_share_new (id, share_type, share_with, uid_owner, parent, file_source, token, expiration, accepted, mail_send) SELECT id, share_type, share_with, uid_owner, parent, file_source, token, expiration, accepted, mail_send FROM __temp__oc_share;
DROP TABLE __temp__oc_share;
DROP TABLE oc_share;
ALTER TABLE oc_share_new RENAME TO oc_share;
CREATE INDEX token_index ON oc_share (token);
CREATE INDEX parent_index ON oc_share (parent);
--- down
DROP INDEX parent_index;
ALTER TABLE oc_share DROP COLUMN password;
--- up
CREATE TABLE oc_mimetypes (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, mimetype VARCHAR(255) DEFAULT '' NOT NULL);
CREATE UNIQUE INDEX mimetype_id_index ON oc_mimetypes (mimetype);
INSERT INTO oc_mimetypes (mimetype) VALUES ('httpd'), ('httpd/unix-directory'), ('application'), ('application/octet-stream');
UPDATE oc_filecache SET mimetype = (SELECT id FROM oc_mimetypes WHERE mimetype = 'httpd/unix-directory') WHERE size = -1 OR mimetype = 0;
DELETE FROM oc_filecache WHERE fileid NOT IN (SELECT min(fileid) FROM oc_filecache GROUP BY storage, coalesce(path, fileid));
INSERT INTO oc_appconfig VALUES ('core', 'lastupdatedat', strftime('%s', 'now')), ('core', 'installed.bundles', '["CoreBundle"]') ON CONFLICT (appid, configkey) DO UPDATE SET configvalue = excluded.configvalue WHERE excluded.configvalue IS NOT configvalue;
--- down
DELETE FROM oc_appconfig WHERE appid = 'core' AND configkey IN ('lastupdatedat', 'installed.bundles');
UPDATE oc_filecache SET mimetype = 0;
DROP TABLE oc_mimetypes;
