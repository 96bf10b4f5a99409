-- Ingrain allows no transaction here.
-- breaking change: spaces go.
UPDATE notes SET body = trim(body);
