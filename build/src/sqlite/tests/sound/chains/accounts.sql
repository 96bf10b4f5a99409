--- up
CREATE TABLE accounts (
  id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 36 AND id GLOB '????????-????-????-????-????????????'),
  email TEXT NOT NULL UNIQUE CHECK (email LIKE '%_@_%._%'),
  hash TEXT NOT NULL CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
  balance INTEGER NOT NULL CHECK (typeof(balance) = 'integer' AND balance >= 0),
  starts TEXT NOT NULL CHECK (date(starts) IS starts), ends TEXT CHECK (ends IS NULL OR ends > starts),
  owner TEXT, team TEXT,
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags) AND json_type(tags) = 'array'),
  mask BLOB CHECK (mask IS NULL OR length(mask) = 16),
  ratio REAL NOT NULL DEFAULT 0.5 CHECK (ratio > 0 AND ratio < 1),
  country TEXT NOT NULL CHECK (country = upper(country) AND length(country) = 2),
  bits INTEGER NOT NULL DEFAULT 0 CHECK (bits & ~7 = 0), CHECK ((owner IS NULL) <> (team IS NULL))
) STRICT;
--- down
DROP TABLE accounts;
--- up
ALTER TABLE accounts ADD COLUMN level TEXT NOT NULL DEFAULT 'free' CHECK (level IN ('free', 'paid'));
UPDATE accounts SET level = 'paid' WHERE balance > 0;
UPDATE accounts SET balance = balance * 100, email = lower(email);
--- down
ALTER TABLE accounts DROP COLUMN level;
