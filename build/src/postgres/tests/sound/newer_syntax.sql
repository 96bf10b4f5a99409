MERGE INTO stock AS s USING deliveries d ON s.item = d.item
WHEN MATCHED AND d.count = 0 THEN DELETE
WHEN MATCHED THEN UPDATE SET count = s.count + d.count
WHEN NOT MATCHED THEN INSERT (item, count) VALUES (d.item, d.count);
MERGE INTO stock s USING deliveries d ON s.item = d.item
WHEN NOT MATCHED BY SOURCE THEN DELETE
WHEN NOT MATCHED BY TARGET THEN DO NOTHING
RETURNING merge_action(), s.*;
SELECT * FROM json_table('[{"a": 1}]', '$[*]' COLUMNS (id FOR ORDINALITY, a int PATH '$.a' DEFAULT 0 ON EMPTY)) AS t;
SELECT json_object('a': 1, 'b': 2 ABSENT ON NULL), json_array(1, 2), js IS JSON OBJECT WITH UNIQUE KEYS FROM docs;
SELECT json_exists(js, '$.a'), json_value(js, '$.a' RETURNING int), json_query(js, '$.b' WITH WRAPPER) FROM docs;
SELECT any_value(a), 0x1F, 0b11, 0o17, 1_000_000 FROM t GROUP BY GROUPING SETS ((a), ROLLUP (b, c), ());
SELECT * FROM (SELECT 1) WHERE true;
CREATE TABLE t15 (a int, b int, UNIQUE NULLS NOT DISTINCT (a, b), c text STORAGE EXTERNAL COMPRESSION lz4);
CREATE VIEW v15 WITH (security_invoker = true) AS SELECT 1 AS one;
CREATE COLLATION german (provider = icu, locale = 'de-u-co-phonebk', deterministic = false);
ALTER TABLE t15 ALTER COLUMN c SET STORAGE DEFAULT;
ALTER TABLE fresh ALTER COLUMN g SET EXPRESSION AS (a + 1);
GRANT MAINTAIN ON t15 TO reader;
GRANT reader TO writer WITH INHERIT TRUE, SET FALSE;
CREATE PUBLICATION p FOR TABLE t15 (a, b) WHERE (a > 0), TABLES IN SCHEMA app;
CREATE TABLE t18 (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL, during daterange, PRIMARY KEY (a, during WITHOUT OVERLAPS));
ALTER TABLE t15 ADD CONSTRAINT a_there NOT NULL a NOT VALID;
UPDATE t15 SET a = 1 WHERE b = 2 RETURNING old.a, new.a;
