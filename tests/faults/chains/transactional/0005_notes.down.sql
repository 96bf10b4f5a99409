DELETE FROM accounts WHERE name = 'another';
ALTER TABLE accounts DROP COLUMN note;
