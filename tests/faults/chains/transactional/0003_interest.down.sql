DELETE FROM entries WHERE memo = 'interest';
UPDATE accounts SET balance = balance - 7;
