-- Add down migration script here
DELETE FROM tags WHERE id IN (1, 2);
