//! Triggers.

use crate::valid::valid_on_sqlite;

#[test]
fn a_trigger_that_writes_elsewhere() {
    valid_on_sqlite(&[
        (
            "1_accounts",
            "CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL DEFAULT 0);
             CREATE TABLE audit (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, was INTEGER, became INTEGER);",
            "DROP TABLE audit; DROP TABLE accounts;",
        ),
        (
            "2_audit",
            "CREATE TRIGGER accounts_audit AFTER UPDATE OF balance ON accounts WHEN OLD.balance <> NEW.balance
             BEGIN
                 INSERT INTO audit (account_id, was, became)
                 VALUES (NEW.id, OLD.balance, CASE WHEN NEW.balance < 0 THEN 0 ELSE NEW.balance END);
             END;",
            "DROP TRIGGER accounts_audit;",
        ),
        (
            "3_gift",
            "UPDATE accounts SET balance = balance + 1;
             ALTER TABLE accounts ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR';",
            "ALTER TABLE accounts DROP COLUMN currency;",
        ),
    ]);
}

#[test]
fn instead_of_triggers_on_a_view() {
    valid_on_sqlite(&[
        (
            "1_names",
            "CREATE TABLE persons (id INTEGER PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL);
             CREATE VIEW names AS SELECT id, first || ' ' || last AS name FROM persons;
             CREATE TRIGGER names_insert INSTEAD OF INSERT ON names
             BEGIN
                 INSERT INTO persons (first, last)
                 VALUES (substr(NEW.name, 1, instr(NEW.name, ' ') - 1), substr(NEW.name, instr(NEW.name, ' ') + 1));
             END;
             CREATE TRIGGER names_delete INSTEAD OF DELETE ON names
             BEGIN
                 DELETE FROM persons WHERE id = OLD.id;
             END;",
            "DROP VIEW names; DROP TABLE persons;",
        ),
        (
            "2_ada",
            "INSERT INTO names (name) VALUES ('Ada Lovelace');
             CREATE INDEX persons_last_idx ON persons (last);",
            "DROP INDEX persons_last_idx; DELETE FROM persons WHERE last = 'Lovelace';",
        ),
    ]);
}

#[test]
fn a_trigger_that_refuses_rows() {
    valid_on_sqlite(&[
        (
            "1_spans",
            "CREATE TABLE spans (id INTEGER PRIMARY KEY, starts TEXT NOT NULL, ends TEXT NOT NULL CHECK (ends >= starts));
             CREATE TRIGGER spans_sorted BEFORE INSERT ON spans
             BEGIN
                 SELECT RAISE(ABORT, 'too early') WHERE NEW.starts < '0000';
             END;",
            "DROP TABLE spans;",
        ),
        (
            "2_reason",
            "ALTER TABLE spans ADD COLUMN reason TEXT;
             DROP TRIGGER spans_sorted;
             CREATE TRIGGER spans_sorted BEFORE INSERT ON spans
             BEGIN
                 SELECT RAISE(ABORT, 'too early') WHERE NEW.starts < '0000' AND NEW.reason IS NULL;
             END;",
            "DROP TRIGGER spans_sorted;
             ALTER TABLE spans DROP COLUMN reason;
             CREATE TRIGGER spans_sorted BEFORE INSERT ON spans
             BEGIN
                 SELECT RAISE(ABORT, 'too early') WHERE NEW.starts < '0000';
             END;",
        ),
    ]);
}

#[test]
fn triggers_that_count() {
    valid_on_sqlite(&[
        (
            "1_threads",
            "CREATE TABLE threads (id INTEGER PRIMARY KEY, replies INTEGER NOT NULL DEFAULT 0);
             CREATE TABLE replies (id INTEGER PRIMARY KEY, thread_id INTEGER NOT NULL REFERENCES threads (id) ON DELETE CASCADE);
             CREATE TRIGGER replies_up AFTER INSERT ON replies
             BEGIN
                 UPDATE threads SET replies = replies + 1 WHERE id = NEW.thread_id;
             END;
             CREATE TRIGGER replies_down AFTER DELETE ON replies
             BEGIN
                 UPDATE threads SET replies = replies - 1 WHERE id = OLD.thread_id;
             END;",
            "DROP TABLE replies; DROP TABLE threads;",
        ),
        (
            "2_count",
            "UPDATE threads SET replies = (SELECT count(*) FROM replies WHERE thread_id = threads.id);
             CREATE INDEX replies_thread_idx ON replies (thread_id);",
            "DROP INDEX replies_thread_idx;",
        ),
    ]);
}
