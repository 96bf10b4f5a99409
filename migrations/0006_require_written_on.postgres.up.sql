-- Entries that an older binary added since 0005 have no day yet.
UPDATE entries SET written_on = (created_at AT TIME ZONE 'UTC')::date WHERE written_on IS NULL;

ALTER TABLE entries
    ALTER COLUMN written_on SET DEFAULT (now() AT TIME ZONE 'UTC')::date,
    ALTER COLUMN written_on SET NOT NULL;
