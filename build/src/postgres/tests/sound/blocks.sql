DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN
        CREATE TYPE mood AS ENUM ('sad', 'ok');
    END IF;
    BEGIN
        ALTER TABLE entries ADD CONSTRAINT entries_c CHECK (id > 0);
    EXCEPTION WHEN duplicate_object THEN NULL;
    END;
END
$$;
DO LANGUAGE plpgsql $outer$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE 'COMMENT ON TABLE ' || quote_ident(name) || $inner$ IS 'it''s a $$ table'$inner$;
    END LOOP;
END;
$outer$;
/* a comment /* inside */ a comment; */
DO $$ BEGIN PERFORM 1; END; $$;
DO 'BEGIN NULL; END';
