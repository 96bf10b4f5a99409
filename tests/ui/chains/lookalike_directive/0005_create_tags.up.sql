/*
-- ingrain: breaking
*/
CREATE TABLE tags (name TEXT PRIMARY KEY);
