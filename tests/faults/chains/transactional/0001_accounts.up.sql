CREATE TABLE accounts (id integer PRIMARY KEY, name text NOT NULL, balance integer NOT NULL DEFAULT 0);
INSERT INTO accounts (id, name) VALUES (1, 'é; not the end');
