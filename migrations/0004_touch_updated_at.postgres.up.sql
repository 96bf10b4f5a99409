CREATE FUNCTION entries_touch() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    -- A clock that was set back must not make an entry older than it was.
    NEW.updated_at := greatest(now(), OLD.updated_at);
    RETURN NEW;
END;
$$;

CREATE TRIGGER entries_touch
BEFORE UPDATE OF title, body ON entries
FOR EACH ROW
WHEN (NEW.title <> OLD.title OR NEW.body <> OLD.body)
EXECUTE FUNCTION entries_touch();
