--- up
CREATE TABLE accounts (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, cents INTEGER NOT NULL CHECK (cents >= 0));
CREATE TABLE transfers (id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES accounts, target INTEGER NOT NULL REFERENCES accounts, cents INTEGER NOT NULL CHECK (cents > 0), at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), CHECK (source <> target));
CREATE TRIGGER transfers_final BEFORE UPDATE ON transfers BEGIN SELECT RAISE(ABORT, 'transfers are final'); END;
CREATE TRIGGER transfers_keep BEFORE DELETE ON transfers BEGIN SELECT RAISE(ABORT, 'transfers are kept'); END;
CREATE TRIGGER transfers_book AFTER INSERT ON transfers BEGIN
  UPDATE accounts SET cents = cents - new.cents WHERE id = new.source;
  UPDATE accounts SET cents = cents + new.cents WHERE id = new.target;
END;
--- down
DROP TABLE transfers; DROP TABLE accounts;
--- up
CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT NOT NULL, old TEXT, new TEXT);
CREATE TRIGGER accounts_audit AFTER UPDATE OF cents, owner ON accounts WHEN old.cents IS NOT new.cents OR old.owner IS NOT new.owner
BEGIN INSERT INTO audit (what, old, new) VALUES ('account ' || new.id, json_object('cents', old.cents), json_object('cents', new.cents)); END;
UPDATE accounts SET owner = trim(owner);
--- down
DROP TRIGGER accounts_audit; DROP TABLE audit;
--- up
-- The guard goes for as long as the rows change.
DROP TRIGGER transfers_final;
ALTER TABLE transfers ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR';
UPDATE transfers SET currency = 'CHF' WHERE at < '2000-01-01';
CREATE TRIGGER transfers_final BEFORE UPDATE ON transfers BEGIN SELECT RAISE(ABORT, 'transfers are final'); END;
--- down
ALTER TABLE transfers DROP COLUMN currency;
