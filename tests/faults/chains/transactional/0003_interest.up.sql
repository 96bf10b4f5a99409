INSERT INTO entries SELECT account, amount * 2, 'interest' FROM entries WHERE amount = 10;
UPDATE accounts SET balance = balance + 7;
