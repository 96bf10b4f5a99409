-- ingrain: rust "revision 1"
ALTER TABLE notes ADD COLUMN slug text;
