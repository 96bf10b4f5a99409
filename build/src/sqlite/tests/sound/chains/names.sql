--- up
CREATE TABLE "select" ("from" INTEGER PRIMARY KEY, "where" TEXT, [group] TEXT, `order` TEXT, "naïve ü" TEXT, "with space" TEXT, "quo""te" TEXT);
CREATE UNIQUE INDEX "select where" ON "select" ("where") WHERE "where" IS NOT NULL AND "where" <> '';
DELETE FROM "select" WHERE 1;
CREATE VIEW "v 1" AS SELECT "from" AS "from", max("where") OVER () AS m FROM "select";
--- down
DROP VIEW "v 1"; DROP TABLE "select";
--- up
CREATE TABLE numbers AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i, i * i AS square, printf('%05d', i) AS text, i / 2.0 AS half, CAST(i AS BLOB) AS blob FROM n;
CREATE INDEX numbers_i ON numbers (i);
--- down
DROP TABLE numbers;
--- up
REINDEX; ANALYZE numbers; PRAGMA optimize; PRAGMA foreign_key_check; PRAGMA integrity_check; PRAGMA table_info("select");
SELECT count(*) FROM numbers; EXPLAIN QUERY PLAN SELECT * FROM numbers WHERE i = 5;
VALUES (1), (2);
--- down
DROP TABLE IF EXISTS sqlite_stat1; SELECT 1;
--- up
ALTER TABLE numbers ADD COLUMN even INTEGER NOT NULL GENERATED ALWAYS AS (i % 2 = 0) VIRTUAL;
ALTER TABLE numbers ADD COLUMN at TEXT NOT NULL DEFAULT '1970-01-01' CHECK (at IS date(at));
CREATE INDEX numbers_even ON numbers (even, at DESC) WHERE even;
--- down
DROP INDEX numbers_even; ALTER TABLE numbers DROP COLUMN at; ALTER TABLE numbers DROP COLUMN even;
--- up
-- ingrain: irreversible "the rows are gone"
DROP TABLE numbers;
--- up
CREATE TABLE numbers (i INTEGER NOT NULL);
--- down
DROP TABLE numbers;
