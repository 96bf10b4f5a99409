-- Nobody reads them.
-- ingrain: irreversible
DELETE FROM notes WHERE body = '';
