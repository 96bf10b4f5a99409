ALTER TABLE entries DROP CONSTRAINT amount_is_positive;
DROP FUNCTION total;
DROP INDEX entries_amount;
