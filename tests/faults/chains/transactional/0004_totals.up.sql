CREATE INDEX entries_amount ON entries (amount);
CREATE VIEW totals AS SELECT account, sum(amount) AS total FROM entries GROUP BY account;
