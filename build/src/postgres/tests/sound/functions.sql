CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moment CONSTANT timestamptz NOT NULL := clock_timestamp();
    row_count bigint DEFAULT 0;
    one entries%ROWTYPE;
    other entries.title%TYPE;
    cur CURSOR (wanted bigint) FOR SELECT * FROM entries WHERE id = wanted;
    rec record;
BEGIN
    -- a comment; with a semicolon
    IF TG_OP = 'UPDATE' AND NEW IS DISTINCT FROM OLD THEN
        NEW.updated_at := moment;
    ELSIF TG_OP = 'INSERT' THEN
        NEW.updated_at = now();
    ELSE
        RETURN OLD;
    END IF;
    <<outer>>
    FOR rec IN SELECT id, title FROM entries WHERE id > 5 ORDER BY id LOOP
        CONTINUE outer WHEN rec.title IS NULL;
        EXIT WHEN rec.id > 100;
        UPDATE entries SET title = upper(rec.title) WHERE id = rec.id RETURNING * INTO STRICT one;
        GET DIAGNOSTICS row_count = ROW_COUNT;
    END LOOP outer;
    FOR i IN REVERSE 10..1 BY 2 LOOP
        RAISE NOTICE 'i is %, and % %%', i, row_count;
    END LOOP;
    FOREACH other IN ARRAY ARRAY['a', 'b'] LOOP
        PERFORM pg_notify('channel', other);
    END LOOP;
    OPEN cur(wanted => 7);
    FETCH NEXT FROM cur INTO rec;
    CLOSE cur;
    WHILE row_count > 0 LOOP
        row_count := row_count - 1;
    END LOOP;
    EXECUTE format('DELETE FROM %I.%I WHERE id = $1', TG_TABLE_SCHEMA, TG_TABLE_NAME) USING NEW.id;
    CASE row_count
        WHEN 0, 1 THEN NULL;
        ELSE RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'no', HINT = 'ask';
    END CASE;
    SELECT count(*) INTO row_count FROM entries;
    ASSERT row_count >= 0, 'rows cannot be fewer than none';
    RETURN NEW;
EXCEPTION
    WHEN unique_violation OR foreign_key_violation THEN
        RAISE;
    WHEN SQLSTATE '22012' THEN
        RAISE WARNING '% %', SQLERRM, SQLSTATE;
        RETURN NULL;
    WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS other = MESSAGE_TEXT;
        RAISE EXCEPTION 'failed: %', other;
END;
$$;

CREATE TRIGGER entries_touch BEFORE INSERT OR UPDATE OF title, body ON entries
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION touch();
CREATE CONSTRAINT TRIGGER entries_check AFTER INSERT ON entries
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER entries_batch AFTER UPDATE ON entries
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE PROCEDURE touch();

CREATE OR REPLACE FUNCTION add(a int, b int DEFAULT 1, VARIADIC more int[] DEFAULT '{}') RETURNS int
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5
    AS 'SELECT a + b';

CREATE FUNCTION double(n int) RETURNS int LANGUAGE sql RETURN n * 2;

CREATE FUNCTION archive(wanted bigint) RETURNS TABLE (id bigint, title text)
LANGUAGE sql
BEGIN ATOMIC
    DELETE FROM drafts WHERE entry_id = wanted;
    SELECT e.id, e.title FROM entries e WHERE e.id = wanted;
END;

CREATE FUNCTION rows_of(kind text) RETURNS SETOF entries LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = app, pg_temp AS $body$
BEGIN
    RETURN QUERY SELECT * FROM entries WHERE entries.kind = rows_of.kind;
    IF NOT FOUND THEN
        RETURN QUERY EXECUTE 'SELECT * FROM entries WHERE kind = $1' USING kind;
    END IF;
    RETURN;
END
$body$;

CREATE PROCEDURE tidy(INOUT kept int) LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM drafts;
    COMMIT;
    kept := 0;
END $$;
CALL tidy(0);

CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
ALTER FUNCTION add(int, int, int[]) OWNER TO CURRENT_USER;
COMMENT ON FUNCTION double(int) IS 'twice; as much';
