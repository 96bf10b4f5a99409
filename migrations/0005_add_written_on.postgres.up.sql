-- The day an entry is about. Not yet required: a binary one release older still inserts without
-- it. 0006 tightens it.
ALTER TABLE entries ADD COLUMN written_on date;

-- What is known about the entries that exist: the day they were created, in UTC.
UPDATE entries SET written_on = (created_at AT TIME ZONE 'UTC')::date;
