/* ingrain: irreversible "nobody reads them" */
DELETE FROM notes WHERE body = '';
