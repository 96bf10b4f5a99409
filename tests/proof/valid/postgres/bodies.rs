//! Functions, procedures, blocks and triggers.

use crate::valid::valid_on_postgres;

#[test]
fn functions_between_dollar_signs() {
    valid_on_postgres(
        &[
            (
                "1_functions",
                "CREATE FUNCTION double(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n * 2; $$;
                 CREATE FUNCTION label(n integer) RETURNS text LANGUAGE plpgsql AS $body$
                 DECLARE
                     found text := '$$';
                 BEGIN
                     IF n > 1 THEN
                         found := found || ' many; ';
                     ELSIF n = 1 THEN
                         found := 'one';
                     ELSE
                         RAISE EXCEPTION 'none of %', n USING ERRCODE = 'P0001';
                     END IF;
                     FOR i IN 1..n LOOP
                         found := found || i::text;
                         CONTINUE WHEN i % 2 = 0;
                     END LOOP;
                     RETURN found;
                 EXCEPTION WHEN others THEN
                     RETURN NULL;
                 END;
                 $body$;
                 CREATE FUNCTION half(n integer) RETURNS integer RETURN n / 2;",
                "DROP FUNCTION half(integer); DROP FUNCTION label(integer); DROP FUNCTION double(integer);",
            ),
            (
                "2_replaced",
                "CREATE OR REPLACE FUNCTION double(n integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT n + n';",
                "CREATE OR REPLACE FUNCTION double(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n * 2; $$;",
            ),
            (
                "3_rows",
                "CREATE TABLE numbers (n integer PRIMARY KEY);
                 CREATE FUNCTION evens(most integer DEFAULT 10) RETURNS TABLE (n integer) LANGUAGE plpgsql STABLE AS $$
                 DECLARE
                     total integer;
                     one numbers%ROWTYPE;
                 BEGIN
                     SELECT count(*) INTO total FROM numbers;
                     RETURN QUERY SELECT numbers.n FROM numbers WHERE numbers.n % 2 = 0 LIMIT most;
                     FOR one IN SELECT * FROM numbers LOOP
                         PERFORM double(one.n);
                     END LOOP;
                     RETURN;
                 END $$;",
                "DROP FUNCTION evens(integer); DROP TABLE numbers;",
            ),
        ],
        &[],
    );
}

#[test]
fn blocks() {
    valid_on_postgres(
        &[
            (
                "1_roles",
                "CREATE TABLE parts (id bigint PRIMARY KEY, name text);
                 DO $$
                 DECLARE
                     one record;
                 BEGIN
                     FOR one IN SELECT generate_series(1, 3) AS n LOOP
                         EXECUTE format('INSERT INTO parts (id, name) VALUES (%s, %L)', one.n, 'part ' || one.n);
                     END LOOP;
                 END
                 $$;",
                "DROP TABLE parts;",
            ),
            (
                "2_perhaps",
                "DO LANGUAGE plpgsql $do$ BEGIN
                     IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'shade') THEN
                         CREATE TYPE shade AS ENUM ('light', 'dark');
                     END IF;
                 END; $do$;",
                "DROP TYPE shade;",
            ),
        ],
        &[],
    );
}

#[test]
fn procedures() {
    valid_on_postgres(
        &[
            (
                "1_queue",
                "CREATE TABLE queue (id bigint PRIMARY KEY, tries integer NOT NULL DEFAULT 0);
                 CREATE PROCEDURE retry(most integer, INOUT changed integer DEFAULT 0) LANGUAGE plpgsql AS $$
                 BEGIN
                     UPDATE queue SET tries = tries + 1 WHERE tries < most;
                     GET DIAGNOSTICS changed = ROW_COUNT;
                 END;
                 $$;",
                "DROP PROCEDURE retry(integer, integer); DROP TABLE queue;",
            ),
            ("2_call", "INSERT INTO queue (id) VALUES (1); CALL retry(5);", "DELETE FROM queue WHERE id = 1;"),
        ],
        &[],
    );
}

#[test]
fn triggers() {
    valid_on_postgres(
        &[
            (
                "1_docs",
                "CREATE TABLE docs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text, changed_at timestamptz);
                 CREATE TABLE audit (doc_id bigint NOT NULL, at timestamptz NOT NULL DEFAULT '2026-01-01', old jsonb);
                 CREATE FUNCTION docs_audit() RETURNS trigger LANGUAGE plpgsql AS $$
                 BEGIN
                     IF TG_OP = 'DELETE' THEN
                         INSERT INTO audit (doc_id, old) VALUES (OLD.id, to_jsonb(OLD) - 'changed_at');
                         RETURN OLD;
                     END IF;
                     NEW.changed_at := now();
                     RETURN NEW;
                 END $$;
                 CREATE TRIGGER docs_audit BEFORE INSERT OR UPDATE OR DELETE ON docs
                 FOR EACH ROW EXECUTE FUNCTION docs_audit();",
                "DROP TABLE docs; DROP TABLE audit; DROP FUNCTION docs_audit();",
            ),
            (
                "2_constraint",
                "CREATE FUNCTION docs_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
                 CREATE CONSTRAINT TRIGGER docs_check AFTER INSERT ON docs DEFERRABLE INITIALLY DEFERRED
                 FOR EACH ROW WHEN (NEW.body IS NOT NULL) EXECUTE FUNCTION docs_check();
                 INSERT INTO docs (body) VALUES ('one'); DELETE FROM docs WHERE body = 'one';",
                "DROP TRIGGER docs_check ON docs; DROP FUNCTION docs_check();",
            ),
        ],
        &[],
    );
}
