-- The day an entry is about. Not yet required: a binary one release older still inserts without
-- it, and SQLite cannot add a column whose default is an expression. 0006 tightens it.
ALTER TABLE entries ADD COLUMN written_on TEXT;

-- What is known about the entries that exist: the day they were created, in UTC.
UPDATE entries SET written_on = date(created_at);
