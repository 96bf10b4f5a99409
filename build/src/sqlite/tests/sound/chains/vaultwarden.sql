--- up
CREATE TABLE users (
  uuid                TEXT     NOT NULL PRIMARY KEY,
  created_at          DATETIME NOT NULL,
  updated_at          DATETIME NOT NULL,
  email               TEXT     NOT NULL UNIQUE,
  name                TEXT     NOT NULL,
  password_hash       BLOB     NOT NULL,
  salt                BLOB     NOT NULL,
  password_iterations INTEGER  NOT NULL,
  akey                TEXT     NOT NULL,
  private_key         TEXT,
  totp_secret         TEXT,
  totp_recover        TEXT,
  security_stamp      TEXT     NOT NULL,
  equivalent_domains  TEXT     NOT NULL,
  excluded_globals    TEXT     NOT NULL
);
CREATE TABLE devices (
  uuid          TEXT     NOT NULL PRIMARY KEY,
  created_at    DATETIME NOT NULL,
  updated_at    DATETIME NOT NULL,
  user_uuid     TEXT     NOT NULL REFERENCES users (uuid),
  name          TEXT     NOT NULL,
  type          INTEGER  NOT NULL,
  push_token    TEXT UNIQUE,
  refresh_token TEXT     NOT NULL
);
CREATE TABLE organizations (uuid VARCHAR(40) NOT NULL PRIMARY KEY, name TEXT NOT NULL, billing_email TEXT NOT NULL);
CREATE TABLE folders (uuid TEXT NOT NULL PRIMARY KEY, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, user_uuid TEXT NOT NULL REFERENCES users (uuid), name TEXT NOT NULL);
CREATE TABLE ciphers (
  uuid              TEXT     NOT NULL PRIMARY KEY,
  created_at        DATETIME NOT NULL,
  updated_at        DATETIME NOT NULL,
  user_uuid         TEXT     NOT NULL REFERENCES users (uuid),
  folder_uuid       TEXT REFERENCES folders (uuid),
  organization_uuid TEXT,
  type              INTEGER  NOT NULL,
  name              TEXT     NOT NULL,
  notes             TEXT,
  fields            TEXT,
  data              TEXT     NOT NULL,
  favorite          BOOLEAN  NOT NULL
);
CREATE TABLE attachments (id TEXT NOT NULL PRIMARY KEY, cipher_uuid TEXT NOT NULL REFERENCES ciphers (uuid), file_name TEXT NOT NULL, file_size INTEGER NOT NULL);
--- down
DROP TABLE attachments; DROP TABLE ciphers; DROP TABLE folders; DROP TABLE organizations; DROP TABLE devices; DROP TABLE users;
--- up
-- ingrain: foreign-keys off
CREATE TABLE folders_ciphers (cipher_uuid TEXT NOT NULL REFERENCES ciphers (uuid), folder_uuid TEXT NOT NULL REFERENCES folders (uuid), PRIMARY KEY (cipher_uuid, folder_uuid));
INSERT INTO folders_ciphers (cipher_uuid, folder_uuid) SELECT uuid, folder_uuid FROM ciphers WHERE folder_uuid IS NOT NULL;
CREATE TABLE oldCiphers AS SELECT * FROM ciphers;
DROP TABLE ciphers;
CREATE TABLE ciphers (
  uuid              TEXT     NOT NULL PRIMARY KEY,
  created_at        DATETIME NOT NULL,
  updated_at        DATETIME NOT NULL,
  user_uuid         TEXT              REFERENCES users (uuid), -- Make this optional
  organization_uuid TEXT              REFERENCES organizations (uuid), -- Add reference to orgs table
  -- Remove folder_uuid
  type              INTEGER  NOT NULL,
  name              TEXT     NOT NULL,
  notes             TEXT,
  fields            TEXT,
  data              TEXT     NOT NULL,
  favorite          BOOLEAN  NOT NULL
);
INSERT INTO ciphers (uuid, created_at, updated_at, user_uuid, organization_uuid, type, name, notes, fields, data, favorite)
SELECT uuid, created_at, updated_at, user_uuid, (SELECT o.uuid FROM organizations o WHERE o.uuid = organization_uuid), type, name, notes, fields, data, favorite FROM oldCiphers;
DROP TABLE oldCiphers;
--- down
-- ingrain: foreign-keys off
CREATE TABLE ciphers_back (
  uuid TEXT NOT NULL PRIMARY KEY, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, user_uuid TEXT NOT NULL REFERENCES users (uuid),
  folder_uuid TEXT REFERENCES folders (uuid), organization_uuid TEXT, type INTEGER NOT NULL, name TEXT NOT NULL, notes TEXT, fields TEXT, data TEXT NOT NULL, favorite BOOLEAN NOT NULL);
DELETE FROM attachments WHERE cipher_uuid IN (SELECT uuid FROM ciphers WHERE user_uuid IS NULL);
DELETE FROM folders_ciphers WHERE cipher_uuid IN (SELECT uuid FROM ciphers WHERE user_uuid IS NULL);
INSERT INTO ciphers_back SELECT uuid, created_at, updated_at, user_uuid, (SELECT folder_uuid FROM folders_ciphers WHERE cipher_uuid = uuid), organization_uuid, type, name, notes, fields, data, favorite
FROM ciphers WHERE user_uuid IS NOT NULL;
DROP TABLE folders_ciphers; DROP TABLE ciphers;
ALTER TABLE ciphers_back RENAME TO ciphers;
--- up
CREATE TABLE twofactor (
  uuid TEXT NOT NULL PRIMARY KEY, user_uuid TEXT NOT NULL REFERENCES users (uuid), type INTEGER NOT NULL, enabled BOOLEAN NOT NULL, data TEXT NOT NULL, UNIQUE (user_uuid, type));
INSERT INTO twofactor (uuid, user_uuid, type, enabled, data) SELECT lower(hex(randomblob(16))), uuid, 0, 1, u.totp_secret FROM users u WHERE u.totp_secret IS NOT NULL;
UPDATE users SET totp_secret = NULL; -- Instead of recreating the table, just leave the columns empty
--- down
UPDATE users SET totp_secret = (SELECT twofactor.data FROM twofactor WHERE twofactor.type = 0 AND twofactor.user_uuid = users.uuid);
DROP TABLE twofactor;
--- up
ALTER TABLE attachments ADD COLUMN akey TEXT;
ALTER TABLE ciphers ADD COLUMN password_history TEXT;
ALTER TABLE ciphers ADD COLUMN deleted_at DATETIME;
ALTER TABLE users ADD COLUMN client_kdf_type INTEGER NOT NULL DEFAULT 0; -- PBKDF2
ALTER TABLE users ADD COLUMN client_kdf_iter INTEGER NOT NULL DEFAULT 100000;
ALTER TABLE users ADD COLUMN verified_at DATETIME DEFAULT NULL;
ALTER TABLE users RENAME COLUMN akey TO "key";
--- down
ALTER TABLE users RENAME COLUMN key TO akey;
ALTER TABLE users DROP COLUMN verified_at; ALTER TABLE users DROP COLUMN client_kdf_iter; ALTER TABLE users DROP COLUMN client_kdf_type;
ALTER TABLE ciphers DROP COLUMN deleted_at; ALTER TABLE ciphers DROP COLUMN password_history; ALTER TABLE attachments DROP COLUMN akey;
--- up
CREATE TABLE favorites (user_uuid TEXT NOT NULL REFERENCES users(uuid), cipher_uuid TEXT NOT NULL REFERENCES ciphers(uuid), PRIMARY KEY (user_uuid, cipher_uuid));
-- Transfer favorite status for user-owned ciphers.
INSERT INTO favorites(user_uuid, cipher_uuid) SELECT user_uuid, uuid FROM ciphers WHERE favorite = 1 AND user_uuid IS NOT NULL;
ALTER TABLE ciphers DROP COLUMN favorite;
--- down
-- ingrain: foreign-keys off
CREATE TABLE c (
  uuid TEXT NOT NULL PRIMARY KEY, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, user_uuid TEXT REFERENCES users (uuid),
  organization_uuid TEXT REFERENCES organizations (uuid), type INTEGER NOT NULL, name TEXT NOT NULL, notes TEXT, fields TEXT, data TEXT NOT NULL,
  favorite BOOLEAN NOT NULL, password_history TEXT, deleted_at DATETIME);
INSERT INTO c SELECT uuid, created_at, updated_at, user_uuid, organization_uuid, type, name, notes, fields, data,
  EXISTS (SELECT * FROM favorites f WHERE f.cipher_uuid = ciphers.uuid AND f.user_uuid = ciphers.user_uuid), password_history, deleted_at FROM ciphers;
DROP TABLE favorites; DROP TABLE ciphers; ALTER TABLE c RENAME TO ciphers;
