WITH RECURSIVE tree (id, path) AS (
    SELECT id, ARRAY[id] FROM nodes WHERE parent IS NULL
    UNION ALL
    SELECT n.id, path || n.id FROM nodes n JOIN tree t ON n.parent = t.id
) SEARCH DEPTH FIRST BY id SET ordering CYCLE id SET is_cycle USING trail
SELECT * FROM tree ORDER BY ordering;
WITH moved AS MATERIALIZED (DELETE FROM drafts WHERE old RETURNING *),
     kept AS (INSERT INTO entries SELECT * FROM moved RETURNING id)
UPDATE counts SET n = n + (SELECT count(*) FROM kept) WHERE name = 'entries';
SELECT id, row_number() OVER w, sum(n) FILTER (WHERE n > 0) OVER (PARTITION BY kind ORDER BY at
    RANGE BETWEEN INTERVAL '1 day' PRECEDING AND CURRENT ROW EXCLUDE TIES), lag(n, 1, 0) OVER w,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY n), string_agg(DISTINCT kind, ', ' ORDER BY kind)
FROM t WINDOW w AS (PARTITION BY kind ORDER BY at DESC NULLS LAST)
ORDER BY 1 USING < FETCH FIRST 5 ROWS WITH TIES;
SELECT data -> 'a' ->> 'b', data #>> '{a,b}', data @> '{"a": 1}', data ? 'a', data ?| ARRAY['a'], data ?& '{a,b}',
    data - 'a', data #- '{a,0}', data @? '$.a[*]', data @@ '$.a == 1', data['a']['b'],
    tags && ARRAY['x']::text[], tags[1:2], tags[1], ARRAY[[1,2],[3,4]], 1 = ANY (ids), 2 <> ALL ('{1}'::int[]),
    to_tsvector('english', body) @@ websearch_to_tsquery('a -b'), ts_rank_cd(search, q), title ~* 'x', title !~ 'y',
    title SIMILAR TO '%(a|b)%', title ILIKE 'a!%' ESCAPE '!', (a, b) IS DISTINCT FROM (c, d), ROW(1, 2) = ROW(1, 2),
    at AT TIME ZONE 'UTC', at BETWEEN SYMMETRIC x AND y, EXTRACT(epoch FROM at), INTERVAL '1' DAY,
    CAST(a AS numeric(10, 2)), a::double precision, CASE WHEN a THEN 1 ELSE 2 END, COALESCE(a, b), NULLIF(a, b),
    (composite).field, (SELECT max(x) FROM u), EXISTS (TABLE u), POSITION('a' IN title), SUBSTRING(title FROM 1 FOR 2),
    TRIM(BOTH ' ' FROM title), OVERLAY(title PLACING 'x' FROM 1), a OPERATOR(pg_catalog.+) b, title COLLATE "C",
    xmlelement(name foo, xmlattributes(1 AS bar)), date '2024-01-01', a <-> b, a |/ b, - a ^ 2, @ a, NOT a AND b OR c
FROM t, LATERAL jsonb_to_recordset(data) AS r (a int, b text), generate_series(1, 3) WITH ORDINALITY AS g (x, n),
    ROWS FROM (unnest(ids), unnest(tags)) AS z;
SELECT a FROM t UNION ALL (SELECT b FROM u EXCEPT SELECT c FROM v) INTERSECT VALUES (1), (2) ORDER BY 1 LIMIT 5 OFFSET 2;
SELECT DISTINCT ON (a) * FROM ONLY t TABLESAMPLE BERNOULLI (10) NATURAL LEFT JOIN u WHERE a IN (SELECT 1);
SELECT * FROM a CROSS JOIN b FULL OUTER JOIN c ON a.id = c.id JOIN d USING (id) AS j;
TABLE entries;
SELECT * FROM t WHERE a = 1 FOR NO KEY UPDATE OF t SKIP LOCKED;
