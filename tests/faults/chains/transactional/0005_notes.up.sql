ALTER TABLE accounts ADD COLUMN note text;
UPDATE accounts SET note = name;
INSERT INTO accounts (id, name) SELECT max(id) + 1, 'another' FROM accounts;
