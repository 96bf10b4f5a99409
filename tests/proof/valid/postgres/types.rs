//! Types.

use crate::valid::valid_on_postgres;

#[test]
fn enums() {
    valid_on_postgres(
        &[
            (
                "1_mood",
                "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
                 CREATE TABLE people (name text, mood mood NOT NULL DEFAULT 'ok');
                 INSERT INTO people VALUES ('a', 'sad'), ('b', DEFAULT);",
                "DROP TABLE people; DROP TYPE mood;",
            ),
            (
                "2_new_type",
                "CREATE TYPE shade AS ENUM ('light');
                 ALTER TYPE shade ADD VALUE 'dark' AFTER 'light';
                 CREATE TABLE shades (shade shade);
                 COMMENT ON TYPE shade IS 'light or dark';",
                "DROP TABLE shades; DROP TYPE shade;",
            ),
        ],
        &[],
    );
}

#[test]
fn a_value_added_to_an_enum_and_used_later() {
    valid_on_postgres(
        &[
            ("1_kind", "CREATE TYPE kind AS ENUM ('a'); CREATE TABLE things (kind kind);", "DROP TABLE things; DROP TYPE kind;"),
            (
                "2_value",
                "ALTER TYPE kind ADD VALUE IF NOT EXISTS 'b' BEFORE 'a';",
                "ALTER TYPE kind RENAME TO old_kind; CREATE TYPE kind AS ENUM ('a');
                 ALTER TABLE things ALTER COLUMN kind TYPE kind USING kind::text::kind; DROP TYPE old_kind;",
            ),
            ("3_used", "INSERT INTO things VALUES ('b');", "DELETE FROM things WHERE kind = 'b';"),
        ],
        &[],
    );
}

#[test]
fn domains_and_composite_types() {
    valid_on_postgres(
        &[
            (
                "1_types",
                "CREATE DOMAIN email AS text CONSTRAINT email_check CHECK (VALUE ~ '^[^@]+@[^@]+$');
                 CREATE TYPE address AS (street text, zip varchar(10));
                 CREATE TYPE span AS RANGE (subtype = date);
                 CREATE TABLE people (email email NOT NULL, home address, away span);
                 INSERT INTO people VALUES ('a@b', ROW ('x', '1')::address, span('2026-01-01', '2026-02-01'));",
                "DROP TABLE people; DROP TYPE span; DROP TYPE address; DROP DOMAIN email;",
            ),
            (
                "2_index",
                "CREATE TABLE cities AS SELECT DISTINCT (home).zip AS zip FROM people;
                 ALTER TABLE cities ADD PRIMARY KEY (zip);",
                "DROP TABLE cities;",
            ),
        ],
        &[],
    );
}

#[test]
fn arrays_and_jsonb() {
    valid_on_postgres(
        &[
            (
                "1_docs",
                "CREATE TABLE docs (
                     id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tags text[] NOT NULL DEFAULT '{}', grid integer[3][3] DEFAULT ARRAY[[1,2],[3,4]],
                     body jsonb NOT NULL DEFAULT '{}'::jsonb, CHECK (jsonb_typeof(body) = 'object')
                 );
                 CREATE INDEX docs_body_idx ON docs USING gin (body jsonb_path_ops);
                 CREATE INDEX docs_tags_idx ON docs USING gin (tags);
                 CREATE INDEX docs_name_idx ON docs ((body ->> 'name')) WHERE body ? 'name';",
                "DROP TABLE docs;",
            ),
            (
                "2_fill",
                "UPDATE docs SET tags = tags || ARRAY['old'], body = body || jsonb_build_object('n', cardinality(tags)) - 'x'
                 WHERE body #>> '{a,b}' IS NULL AND NOT tags @> '{old}' AND body @? '$.a[*] ? (@ > 1)';
                 CREATE VIEW tagged AS SELECT docs.id, tag FROM docs CROSS JOIN LATERAL unnest(docs.tags[1:2]) AS tag;",
                "DROP VIEW tagged;",
            ),
        ],
        &[],
    );
}

#[test]
fn sequences() {
    valid_on_postgres(
        &[
            (
                "1_numbers",
                "CREATE SEQUENCE numbers AS bigint START WITH 1000 INCREMENT BY 5 NO CYCLE;
                 CREATE TABLE orders (number bigint PRIMARY KEY DEFAULT nextval('numbers'));
                 ALTER SEQUENCE numbers OWNED BY orders.number;",
                "DROP TABLE orders;",
            ),
            (
                "2_cache",
                "ALTER SEQUENCE numbers CACHE 10;",
                "ALTER SEQUENCE numbers CACHE 1;",
            ),
        ],
        &[],
    );
}
