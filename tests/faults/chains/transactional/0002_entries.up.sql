CREATE TABLE entries (account integer NOT NULL REFERENCES accounts (id), amount integer NOT NULL, memo text);
INSERT INTO entries (account, amount) VALUES (1, 10);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120) INSERT INTO entries SELECT 1, 1, 'a memo that is long enough for the table to take several pages of the file, ' || i FROM n;
