CREATE VIEW tag_counts AS
SELECT tags.id, tags.name, count(entry_tags.entry_id) AS entries
FROM tags
LEFT JOIN entry_tags ON entry_tags.tag_id = tags.id
GROUP BY tags.id, tags.name;
