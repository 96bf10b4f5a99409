--- up
﻿-- it's; a "comment" with [quotes
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT '; -- no'); /* a ; b */
INSERT INTO t (a) VALUES ('x; y'), ('it''s'); -- the end
;;
--- down
DROP TABLE t; -- bye
--- up
CREATE TRIGGER tr AFTER UPDATE ON t WHEN new.a = 'BEGIN; END' BEGIN
  -- it's a body;
  UPDATE t SET a = CASE WHEN id > 1 THEN 'END;' ELSE 'CASE' END WHERE id = new.id + 1; /* ; */
END;
--- down
DROP TRIGGER tr
