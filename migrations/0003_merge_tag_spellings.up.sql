-- ingrain: irreversible "the spellings merged away, and which entry bore which, are not kept"
--
-- 'Garden', 'garden ' and 'GARDEN' become one tag: the oldest row stays, in lower case.
-- (On SQLite lower() knows ASCII only, so 'ÉTÉ' and 'été' remain two.)

INSERT INTO entry_tags (entry_id, tag_id)
SELECT entry_tags.entry_id, kept.id
FROM entry_tags
JOIN tags ON tags.id = entry_tags.tag_id
JOIN (
    SELECT min(id) AS id, lower(trim(name)) AS folded FROM tags GROUP BY lower(trim(name))
) AS kept ON kept.folded = lower(trim(tags.name))
WHERE entry_tags.tag_id <> kept.id
ON CONFLICT (entry_id, tag_id) DO NOTHING;

-- Not left to ON DELETE CASCADE: whether SQLite enforces foreign keys is up to the connection.
DELETE FROM entry_tags
WHERE tag_id NOT IN (SELECT min(id) FROM tags GROUP BY lower(trim(name)));

DELETE FROM tags
WHERE id NOT IN (SELECT min(id) FROM tags GROUP BY lower(trim(name)));

UPDATE tags SET name = lower(trim(name)) WHERE name <> lower(trim(name));

-- No second spelling comes back.
CREATE UNIQUE INDEX tags_name_folded_key ON tags (lower(trim(name)));
