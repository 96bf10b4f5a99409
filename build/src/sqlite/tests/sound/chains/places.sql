--- up
-- Firefox places: ids by trigger, hashes, self references without foreign keys.
CREATE TABLE moz_origins ( id INTEGER PRIMARY KEY, prefix TEXT NOT NULL, host TEXT NOT NULL, frecency INTEGER NOT NULL, UNIQUE (prefix, host) );
CREATE TABLE moz_places (   id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, rev_host LONGVARCHAR, visit_count INTEGER DEFAULT 0, hidden INTEGER DEFAULT 0 NOT NULL, typed INTEGER DEFAULT 0 NOT NULL, frecency INTEGER DEFAULT -1 NOT NULL, last_visit_date INTEGER , guid TEXT, foreign_count INTEGER DEFAULT 0 NOT NULL, url_hash INTEGER DEFAULT 0 NOT NULL , description TEXT, preview_image_url TEXT, origin_id INTEGER REFERENCES moz_origins(id));
CREATE TABLE moz_historyvisits (  id INTEGER PRIMARY KEY, from_visit INTEGER, place_id INTEGER, visit_date INTEGER, visit_type INTEGER, session INTEGER);
CREATE TABLE moz_inputhistory (  place_id INTEGER NOT NULL, input LONGVARCHAR NOT NULL, use_count INTEGER, PRIMARY KEY (place_id, input));
CREATE TABLE moz_bookmarks (  id INTEGER PRIMARY KEY, type INTEGER, fk INTEGER DEFAULT NULL, parent INTEGER, position INTEGER, title LONGVARCHAR, keyword_id INTEGER, folder_type TEXT, dateAdded INTEGER, lastModified INTEGER, guid TEXT, syncStatus INTEGER NOT NULL DEFAULT 0, syncChangeCounter INTEGER NOT NULL DEFAULT 1);
CREATE TABLE moz_keywords (  id INTEGER PRIMARY KEY AUTOINCREMENT, keyword TEXT UNIQUE, place_id INTEGER, post_data TEXT);
CREATE TABLE moz_anno_attributes (  id INTEGER PRIMARY KEY, name VARCHAR(32) UNIQUE NOT NULL);
CREATE TABLE moz_annos (  id INTEGER PRIMARY KEY, place_id INTEGER NOT NULL, anno_attribute_id INTEGER, content LONGVARCHAR, flags INTEGER DEFAULT 0, expiration INTEGER DEFAULT 0, type INTEGER DEFAULT 0, dateAdded INTEGER DEFAULT 0, lastModified INTEGER DEFAULT 0);
CREATE TABLE moz_meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID ;
CREATE TABLE moz_bookmarks_deleted (  guid TEXT PRIMARY KEY, dateRemoved INTEGER NOT NULL DEFAULT 0);
CREATE INDEX moz_places_hostindex ON moz_places (rev_host);
CREATE UNIQUE INDEX moz_places_guid_uniqueindex ON moz_places (guid);
CREATE INDEX moz_places_url_hashindex ON moz_places (url_hash);
CREATE INDEX moz_places_originidindex ON moz_places (origin_id);
CREATE INDEX moz_historyvisits_placedateindex ON moz_historyvisits (place_id, visit_date);
CREATE UNIQUE INDEX moz_bookmarks_guid_uniqueindex ON moz_bookmarks (guid);
CREATE UNIQUE INDEX moz_annos_placeattributeindex ON moz_annos (place_id, anno_attribute_id);
CREATE TRIGGER moz_bookmarks_foreign_count_afterdelete_trigger AFTER DELETE ON moz_bookmarks FOR EACH ROW BEGIN UPDATE moz_places SET foreign_count = foreign_count - 1 WHERE id = OLD.fk; END;
CREATE TRIGGER moz_bookmarks_foreign_count_afterinsert_trigger AFTER INSERT ON moz_bookmarks FOR EACH ROW BEGIN UPDATE moz_places SET foreign_count = foreign_count + 1 WHERE id = NEW.fk; END;
CREATE TRIGGER moz_bookmarks_foreign_count_afterupdate_trigger AFTER UPDATE OF fk, syncChangeCounter ON moz_bookmarks FOR EACH ROW WHEN NEW.fk <> OLD.fk BEGIN UPDATE moz_places SET foreign_count = foreign_count + 1 WHERE id = NEW.fk; UPDATE moz_places SET foreign_count = foreign_count - 1 WHERE id = OLD.fk; END;
INSERT INTO moz_meta VALUES ('origin_frecency_count', 0), ('sync/x', X'00ff'), ('origin_frecency_sum', (SELECT sum(frecency) FROM moz_origins WHERE 0) IS NULL);
--- down
DROP TABLE moz_bookmarks_deleted; DROP TABLE moz_meta; DROP TABLE moz_annos; DROP TABLE moz_anno_attributes; DROP TABLE moz_keywords;
DROP TABLE moz_bookmarks; DROP TABLE moz_inputhistory; DROP TABLE moz_historyvisits; DROP TABLE moz_places; DROP TABLE moz_origins;
--- up
ALTER TABLE moz_historyvisits ADD COLUMN source INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE moz_historyvisits ADD COLUMN triggeringPlaceId INTEGER;
--- down
ALTER TABLE moz_historyvisits DROP COLUMN triggeringPlaceId;
ALTER TABLE moz_historyvisits DROP COLUMN source;
--- up
CREATE TABLE moz_places_metadata (
  id INTEGER PRIMARY KEY,
  place_id INTEGER NOT NULL,
  referrer_place_id INTEGER,
  created_at INTEGER NOT NULL DEFAULT 0,
  updated_at INTEGER NOT NULL DEFAULT 0,
  total_view_time INTEGER NOT NULL DEFAULT 0,
  typing_time INTEGER NOT NULL DEFAULT 0,
  search_query_id INTEGER,
  FOREIGN KEY (place_id) REFERENCES moz_places(id) ON DELETE CASCADE,
  FOREIGN KEY (referrer_place_id) REFERENCES moz_places(id) ON DELETE CASCADE,
  FOREIGN KEY(search_query_id) REFERENCES moz_places_metadata_search_queries(id) ON DELETE CASCADE
  CHECK(place_id != referrer_place_id)
);
CREATE UNIQUE INDEX moz_places_metadata_placecreated_uniqueindex ON moz_places_metadata (place_id, created_at);
CREATE TABLE moz_places_metadata_search_queries ( id INTEGER PRIMARY KEY, terms TEXT NOT NULL UNIQUE );
--- down
DROP TABLE moz_places_metadata; DROP TABLE moz_places_metadata_search_queries;
--- up
-- Recalculates what has grown old.
UPDATE moz_places SET frecency = -frecency WHERE frecency > 0;
INSERT OR IGNORE INTO moz_origins (prefix, host, frecency) SELECT substr(url, 1, instr(url, ':')), coalesce(rev_host, ''), max(frecency) FROM moz_places WHERE url IS NOT NULL GROUP BY 1, 2;
UPDATE moz_places SET origin_id = (SELECT id FROM moz_origins WHERE host = coalesce(rev_host, '') LIMIT 1);
DELETE FROM moz_origins WHERE id NOT IN (SELECT origin_id FROM moz_places WHERE origin_id IS NOT NULL);
UPDATE OR IGNORE moz_keywords SET keyword = lower(keyword);
--- down
SELECT 1;
