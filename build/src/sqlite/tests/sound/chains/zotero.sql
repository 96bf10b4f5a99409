--- up
-- Zotero's userdata.sql: many lookup tables, triggers that guard types.
CREATE TABLE version ( schema TEXT PRIMARY KEY, version INT NOT NULL );
CREATE INDEX schema ON version(schema);
CREATE TABLE libraries ( libraryID INTEGER PRIMARY KEY, type TEXT NOT NULL, editable INT NOT NULL, filesEditable INT NOT NULL, version INT NOT NULL DEFAULT 0, lastSync INT NOT NULL DEFAULT 0 );
CREATE TABLE itemTypes (itemTypeID INTEGER PRIMARY KEY, typeName TEXT, templateItemTypeID INT, display INT DEFAULT 1);
CREATE TABLE fields ( fieldID INTEGER PRIMARY KEY, fieldName TEXT, fieldFormatID INT );
CREATE TABLE items (
    itemID INTEGER PRIMARY KEY,
    itemTypeID INT NOT NULL,
    dateAdded TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    clientDateModified TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    libraryID INT NOT NULL,
    key TEXT NOT NULL,
    synced INT NOT NULL DEFAULT 0,
    UNIQUE (libraryID, key),
    FOREIGN KEY (libraryID) REFERENCES libraries(libraryID) ON DELETE CASCADE
);
CREATE INDEX items_synced ON items(synced);
CREATE TABLE itemDataValues ( valueID INTEGER PRIMARY KEY, value UNIQUE );
CREATE TABLE itemData (
    itemID INT, fieldID INT, valueID,
    PRIMARY KEY (itemID, fieldID),
    FOREIGN KEY (itemID) REFERENCES items(itemID) ON DELETE CASCADE,
    FOREIGN KEY (fieldID) REFERENCES fields(fieldID),
    FOREIGN KEY (valueID) REFERENCES itemDataValues(valueID)
);
CREATE INDEX itemData_fieldID ON itemData(fieldID);
CREATE TABLE collections (
    collectionID INTEGER PRIMARY KEY, collectionName TEXT NOT NULL, parentCollectionID INT DEFAULT NULL, libraryID INT NOT NULL, key TEXT NOT NULL,
    UNIQUE (libraryID, key),
    FOREIGN KEY (libraryID) REFERENCES libraries(libraryID) ON DELETE CASCADE,
    FOREIGN KEY (parentCollectionID) REFERENCES collections(collectionID) ON DELETE CASCADE
);
CREATE TABLE collectionItems (
    collectionID INT NOT NULL, itemID INT NOT NULL, orderIndex INT NOT NULL DEFAULT 0,
    PRIMARY KEY (collectionID, itemID),
    FOREIGN KEY (collectionID) REFERENCES collections(collectionID) ON DELETE CASCADE,
    FOREIGN KEY (itemID) REFERENCES items(itemID) ON DELETE CASCADE
);
INSERT INTO version VALUES ('userdata', 100);
INSERT INTO "itemTypes" VALUES(1,'note',NULL,0), (2,'book',NULL,2), (3,'attachment',NULL,0);
INSERT INTO libraries (libraryID, type, editable, filesEditable) VALUES (1, 'user', 1, 1);
--- down
DROP TABLE collectionItems; DROP TABLE collections; DROP TABLE itemData; DROP TABLE itemDataValues; DROP TABLE items; DROP TABLE fields;
DROP TABLE itemTypes; DROP TABLE libraries; DROP TABLE version;
--- up
CREATE TRIGGER fki_collections_parent
  BEFORE UPDATE ON collections
  FOR EACH ROW WHEN NEW.parentCollectionID IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'collection cannot be its own parent')
    WHERE NEW.collectionID = NEW.parentCollectionID;
  END;
CREATE TRIGGER insert_itemData_check BEFORE INSERT ON itemData
  FOR EACH ROW WHEN NEW.valueID IS NULL BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE itemNotes (itemID INTEGER PRIMARY KEY, parentItemID INT, note TEXT, title TEXT,
  FOREIGN KEY (itemID) REFERENCES items(itemID) ON DELETE CASCADE, FOREIGN KEY (parentItemID) REFERENCES items(itemID) ON DELETE CASCADE);
CREATE TRIGGER fki_itemNotes
  BEFORE INSERT ON itemNotes
  FOR EACH ROW WHEN NEW.parentItemID IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'item is not a note') WHERE (SELECT itemTypeID FROM items WHERE itemID = NEW.itemID) NOT IN (1, 3);
  END;
UPDATE version SET version = 101 WHERE schema = 'userdata';
--- down
DROP TABLE itemNotes; DROP TRIGGER insert_itemData_check; DROP TRIGGER fki_collections_parent;
UPDATE version SET version = 100 WHERE schema = 'userdata';
--- up
CREATE TABLE deletedItems ( itemID INTEGER PRIMARY KEY, dateDeleted DEFAULT CURRENT_TIMESTAMP NOT NULL, FOREIGN KEY (itemID) REFERENCES items(itemID) ON DELETE CASCADE );
CREATE INDEX deletedItems_dateDeleted ON deletedItems(dateDeleted);
CREATE TABLE tags ( tagID INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE );
CREATE TABLE itemTags ( itemID INT NOT NULL, tagID INT NOT NULL, type INT NOT NULL, PRIMARY KEY (itemID, tagID), FOREIGN KEY (itemID) REFERENCES items(itemID) ON DELETE CASCADE, FOREIGN KEY (tagID) REFERENCES tags(tagID) ON DELETE CASCADE );
WITH names AS (SELECT DISTINCT trim(collectionName) AS name FROM collections) INSERT INTO tags (name) SELECT name FROM names WHERE name <> '';
INSERT INTO itemTags SELECT ci.itemID, t.tagID, 0 FROM collectionItems ci JOIN collections c USING (collectionID) JOIN tags t ON t.name = trim(c.collectionName) GROUP BY 1, 2;
REPLACE INTO version VALUES ('userdata', 102);
--- down
DROP TABLE itemTags; DROP TABLE tags; DROP TABLE deletedItems;
REPLACE INTO version VALUES ('userdata', 101);
