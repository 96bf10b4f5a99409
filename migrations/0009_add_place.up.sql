-- ingrain: compatible "nullable, and no older binary inserts without naming its columns"
ALTER TABLE entries ADD COLUMN place text
    CONSTRAINT entries_place_check CHECK (trim(place) <> '');
