--- up
CREATE TABLE col (
  id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL, ver integer NOT NULL,
  dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL, models text NOT NULL, decks text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (
  id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL,
  tags text NOT NULL, flds text NOT NULL,
  -- The use of type integer for sfld is deliberate, because it means that integer values in this
  -- field will sort numerically.
  sfld integer NOT NULL, csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL, due integer NOT NULL, ivl integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, ease integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_notes_csum ON notes (csum);
CREATE INDEX ix_cards_sched ON cards (did, due);
INSERT INTO col VALUES (1, 0, 0, 0, 11, 0, 0, 0, '{}', '{}', '{}', '{}');
--- down
DROP TABLE graves; DROP TABLE revlog; DROP TABLE cards; DROP TABLE notes; DROP TABLE col;
--- up
CREATE TABLE deck_config (id integer PRIMARY KEY NOT NULL, name text NOT NULL COLLATE NOCASE, mtime_secs integer NOT NULL, usn integer NOT NULL, config blob NOT NULL);
CREATE TABLE config (KEY text NOT NULL PRIMARY KEY, usn integer NOT NULL, mtime_secs integer NOT NULL, val blob NOT NULL) without rowid;
CREATE TABLE tags (tag text NOT NULL PRIMARY KEY COLLATE NOCASE, usn integer NOT NULL) without rowid;
INSERT INTO config (KEY, usn, mtime_secs, val) SELECT j.key, 0, 0, j.value FROM col, json_each(CASE WHEN json_valid(conf) THEN conf ELSE '{}' END) AS j WHERE j.key IS NOT NULL AND j.value IS NOT NULL ON CONFLICT DO NOTHING;
UPDATE col SET ver = 14, tags = '', conf = '';
--- down
UPDATE col SET ver = 11, conf = (SELECT coalesce(json_group_object(KEY, val), '{}') FROM (SELECT KEY, CAST(val AS text) AS val FROM config));
DROP TABLE tags; DROP TABLE config; DROP TABLE deck_config;
--- up
CREATE TABLE fields (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE NOCASE, config blob NOT NULL, PRIMARY KEY (ntid, ord)) without rowid;
CREATE UNIQUE INDEX idx_fields_name_ntid ON fields (name, ntid);
CREATE TABLE decks (id integer PRIMARY KEY NOT NULL, name text NOT NULL COLLATE NOCASE, mtime_secs integer NOT NULL, common blob NOT NULL);
CREATE UNIQUE INDEX idx_decks_name ON decks (name);
CREATE INDEX idx_notes_mid ON notes (mid);
CREATE INDEX idx_cards_odid ON cards (ord) WHERE ord != 0;
UPDATE col SET ver = 15;
ANALYZE;
--- down
DROP INDEX idx_cards_odid; DROP INDEX idx_notes_mid; DROP TABLE decks; DROP TABLE fields;
UPDATE col SET ver = 14;
--- up
ALTER TABLE tags RENAME TO tags_old;
CREATE TABLE tags (tag text NOT NULL PRIMARY KEY COLLATE NOCASE, usn integer NOT NULL, collapsed boolean NOT NULL, config blob NULL) without rowid;
INSERT INTO tags SELECT tag, usn, TRUE, NULL FROM tags_old;
DROP TABLE tags_old;
UPDATE col SET ver = 17;
--- down
ALTER TABLE tags DROP COLUMN config;
ALTER TABLE tags DROP COLUMN collapsed;
UPDATE col SET ver = 15;
--- up
ALTER TABLE graves RENAME TO graves_old;
CREATE TABLE graves (oid integer NOT NULL, type integer NOT NULL, usn integer NOT NULL, PRIMARY KEY (oid, type)) WITHOUT ROWID;
INSERT OR IGNORE INTO graves (oid, type, usn) SELECT oid, type, usn FROM graves_old;
DROP TABLE graves_old;
CREATE INDEX idx_graves_pending ON graves (usn);
UPDATE col SET ver = 18;
--- down
DROP INDEX idx_graves_pending;
ALTER TABLE graves RENAME TO graves_new;
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
INSERT INTO graves SELECT usn, oid, type FROM graves_new;
DROP TABLE graves_new;
UPDATE col SET ver = 17;
