//! Whatever else a schema is made of.

use crate::valid::valid_on_postgres;

#[test]
fn partitions() {
    valid_on_postgres(
        &[
            (
                "1_events",
                "CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, region text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
                 CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
                 CREATE TABLE events_rest PARTITION OF events DEFAULT PARTITION BY RANGE (at);
                 CREATE TABLE events_old PARTITION OF events_rest FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
                 CREATE INDEX events_at_idx ON events (at);",
                "DROP TABLE events;",
            ),
            (
                "2_more",
                "CREATE TABLE events_2027 (LIKE events INCLUDING ALL);
                 ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
                 CREATE TABLE regions (region text) PARTITION BY LIST (lower(region));
                 CREATE TABLE regions_eu PARTITION OF regions FOR VALUES IN ('eu', NULL);
                 CREATE TABLE shards (id bigint) PARTITION BY HASH (id);
                 CREATE TABLE shards_0 PARTITION OF shards FOR VALUES WITH (MODULUS 2, REMAINDER 0);",
                "DROP TABLE shards; DROP TABLE regions; ALTER TABLE events DETACH PARTITION events_2027; DROP TABLE events_2027;",
            ),
        ],
        &[],
    );
}

#[test]
fn policies() {
    valid_on_postgres(
        &[
            (
                "1_notes",
                "CREATE TABLE notes (id bigint PRIMARY KEY, owner text NOT NULL DEFAULT current_user);
                 ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
                 ALTER TABLE notes FORCE ROW LEVEL SECURITY;
                 CREATE POLICY notes_own ON notes FOR ALL TO PUBLIC USING (owner = current_user) WITH CHECK (owner = current_user);",
                "DROP TABLE notes;",
            ),
            (
                "2_read",
                "CREATE POLICY notes_read ON notes AS PERMISSIVE FOR SELECT USING (true);
                 GRANT SELECT ON notes TO PUBLIC;",
                "REVOKE SELECT ON notes FROM PUBLIC; DROP POLICY notes_read ON notes;",
            ),
        ],
        &[],
    );
}

#[test]
fn views_and_materialized_views() {
    valid_on_postgres(
        &[
            (
                "1_sales",
                "CREATE TABLE sales (day date NOT NULL, cents bigint NOT NULL);
                 CREATE VIEW days AS SELECT day, sum(cents) AS cents FROM sales GROUP BY day;
                 CREATE VIEW best WITH (security_barrier) AS SELECT day FROM days WHERE cents > 100;
                 CREATE MATERIALIZED VIEW months AS
                 SELECT date_trunc('month', day) AS month, sum(cents) FILTER (WHERE cents > 0) AS cents,
                     rank() OVER (ORDER BY sum(cents) DESC) AS nth
                 FROM days GROUP BY ROLLUP (1) WITH NO DATA;
                 CREATE UNIQUE INDEX months_month_key ON months (month);",
                "DROP MATERIALIZED VIEW months; DROP VIEW best; DROP VIEW days; DROP TABLE sales;",
            ),
            (
                "2_refresh",
                "REFRESH MATERIALIZED VIEW months;
                 CREATE OR REPLACE RECURSIVE VIEW tree (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM tree WHERE n < 10;",
                "DROP VIEW tree;",
            ),
        ],
        &[],
    );
}

#[test]
fn extensions() {
    valid_on_postgres(
        &[
            (
                "1_language",
                "CREATE EXTENSION IF NOT EXISTS plpgsql;",
                "SELECT 1;",
            ),
            (
                "2_statistics",
                "CREATE TABLE addresses (zip text, city text);
                 CREATE STATISTICS addresses_stats (dependencies) ON zip, city FROM addresses;
                 COMMENT ON TABLE addresses IS E'where people live\\n';",
                "DROP TABLE addresses;",
            ),
        ],
        &[],
    );
}

#[test]
fn several_schemas() {
    valid_on_postgres(
        &[
            (
                "1_billing",
                "CREATE SCHEMA billing;
                 CREATE TABLE billing.invoices (id bigint PRIMARY KEY);
                 CREATE SCHEMA audit CREATE TABLE log (at timestamptz) CREATE VIEW late AS SELECT at FROM log;",
                "DROP VIEW audit.late; DROP TABLE audit.log; DROP SCHEMA audit; DROP TABLE billing.invoices; DROP SCHEMA billing;",
            ),
            (
                "2_lines",
                "CREATE TABLE billing.lines (invoice_id bigint REFERENCES billing.invoices (id));
                 CREATE INDEX lines_invoice_idx ON billing.lines (invoice_id);
                 CREATE VIEW public.invoices AS SELECT invoices.id, count(*) AS lines
                 FROM billing.invoices LEFT JOIN billing.lines ON invoice_id = invoices.id GROUP BY 1;
                 SET LOCAL search_path = billing, public;
                 CREATE TABLE totals (id bigint);",
                "DROP TABLE billing.totals; DROP VIEW public.invoices; DROP TABLE billing.lines;",
            ),
        ],
        &[],
    );
}

#[test]
fn merge_and_upserts() {
    valid_on_postgres(
        &[
            (
                "1_stock",
                "CREATE TABLE stock (article text PRIMARY KEY, n integer NOT NULL);
                 CREATE TABLE deliveries (article text, n integer);
                 INSERT INTO stock AS s VALUES ('a', 1), ('b', 2) ON CONFLICT (article) DO UPDATE SET n = s.n + excluded.n;",
                "DROP TABLE deliveries; DROP TABLE stock;",
            ),
            (
                "2_merge",
                "MERGE INTO stock USING deliveries AS d ON stock.article = d.article
                 WHEN MATCHED AND d.n = 0 THEN DELETE
                 WHEN MATCHED THEN UPDATE SET n = stock.n + d.n
                 WHEN NOT MATCHED THEN INSERT (article, n) VALUES (d.article, d.n);
                 WITH moved AS (DELETE FROM deliveries WHERE n > 0 RETURNING *), kept AS MATERIALIZED (SELECT * FROM moved)
                 INSERT INTO deliveries SELECT * FROM kept;
                 UPDATE stock SET (article, n) = (SELECT upper(deliveries.article), 0) FROM deliveries WHERE deliveries.article = stock.article;",
                "SELECT 1;",
            ),
        ],
        &[],
    );
}
