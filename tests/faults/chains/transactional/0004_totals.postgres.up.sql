CREATE INDEX entries_amount ON entries (amount);
CREATE FUNCTION total(of integer) RETURNS bigint LANGUAGE sql AS $$ SELECT sum(amount) FROM entries WHERE account = of; $$;
ALTER TABLE entries ADD CONSTRAINT amount_is_positive CHECK (amount > 0);
