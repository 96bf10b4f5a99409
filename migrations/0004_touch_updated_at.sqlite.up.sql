-- The inner UPDATE names neither title nor body, so the trigger does not call itself.
CREATE TRIGGER entries_touch
AFTER UPDATE OF title, body ON entries
FOR EACH ROW
WHEN NEW.title <> OLD.title OR NEW.body <> OLD.body
BEGIN
    UPDATE entries
    SET updated_at = CASE
        -- A clock that was set back must not make an entry older than it was.
        WHEN strftime('%Y-%m-%dT%H:%M:%fZ', 'now') > OLD.updated_at
        THEN strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
        ELSE OLD.updated_at
    END
    WHERE id = NEW.id;
END;
