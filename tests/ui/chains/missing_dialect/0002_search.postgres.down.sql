DROP INDEX notes_search;
