DROP VIEW totals;
DROP INDEX entries_amount;
