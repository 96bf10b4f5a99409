DROP INDEX notes_slug;
