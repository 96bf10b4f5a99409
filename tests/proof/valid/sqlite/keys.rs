//! Keys, and references from one table to another.

use crate::valid::valid_on_sqlite;

#[test]
fn a_table_that_refers_to_itself() {
    valid_on_sqlite(&[
        (
            "1_folders",
            "CREATE TABLE folders (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES folders (id) ON DELETE CASCADE, name TEXT NOT NULL);
             INSERT INTO folders (id, parent_id, name) VALUES (1, NULL, 'root'), (2, 1, 'leaf');",
            "DROP TABLE folders;",
        ),
        (
            "2_depth",
            "ALTER TABLE folders ADD COLUMN depth INTEGER NOT NULL DEFAULT 0;
             WITH RECURSIVE tree (id, depth) AS (
                 SELECT id, 0 FROM folders WHERE parent_id IS NULL
                 UNION SELECT folders.id, tree.depth + 1 FROM folders JOIN tree ON folders.parent_id = tree.id
                 WHERE tree.depth < 100
             )
             UPDATE folders SET depth = coalesce((SELECT max(depth) FROM tree WHERE tree.id = folders.id), 0);",
            "ALTER TABLE folders DROP COLUMN depth;",
        ),
        (
            "3_boss",
            "CREATE TABLE staff (id INTEGER PRIMARY KEY, boss_id INTEGER NOT NULL REFERENCES staff (id) DEFERRABLE INITIALLY DEFERRED);",
            "DROP TABLE staff;",
        ),
    ]);
}

#[test]
fn tables_that_refer_to_each_other() {
    valid_on_sqlite(&[
        (
            "1_teams",
            "CREATE TABLE teams (id INTEGER PRIMARY KEY, lead_id INTEGER REFERENCES people (id));
             CREATE TABLE people (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES teams (id));",
            "UPDATE teams SET lead_id = NULL; DROP TABLE people; DROP TABLE teams;",
        ),
        (
            "2_name",
            "ALTER TABLE teams ADD COLUMN name TEXT NOT NULL DEFAULT '';
             UPDATE teams SET name = 'team ' || id;",
            "ALTER TABLE teams DROP COLUMN name;",
        ),
    ]);
}

#[test]
fn references_checked_at_the_commit() {
    valid_on_sqlite(&[
        (
            "1_halves",
            "CREATE TABLE lefts (id INTEGER PRIMARY KEY, right_id INTEGER NOT NULL REFERENCES rights (id) DEFERRABLE INITIALLY DEFERRED);
             CREATE TABLE rights (id INTEGER PRIMARY KEY, left_id INTEGER NOT NULL REFERENCES lefts (id) DEFERRABLE INITIALLY DEFERRED);
             INSERT INTO lefts VALUES (1, 2);
             INSERT INTO rights VALUES (2, 1);",
            "DELETE FROM lefts; DELETE FROM rights; DROP TABLE lefts; DROP TABLE rights;",
        ),
        (
            "2_more",
            "INSERT INTO lefts VALUES (101, 102); INSERT INTO rights VALUES (102, 101);
             CREATE INDEX rights_left_idx ON rights (left_id);",
            "DROP INDEX rights_left_idx; DELETE FROM lefts WHERE id = 101; DELETE FROM rights WHERE id = 102;",
        ),
    ]);
}

#[test]
fn many_to_many_and_composite_keys() {
    valid_on_sqlite(&[
        (
            "1_courses",
            "CREATE TABLE students (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
             CREATE TABLE courses (term TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (term, code)) WITHOUT ROWID;
             CREATE TABLE enrolments (
                 student_id INTEGER NOT NULL REFERENCES students (id) ON DELETE CASCADE,
                 term TEXT NOT NULL, code TEXT NOT NULL, grade INTEGER CHECK (grade BETWEEN 1 AND 6),
                 PRIMARY KEY (student_id, term, code),
                 FOREIGN KEY (term, code) REFERENCES courses (term, code) ON UPDATE CASCADE
             );
             CREATE INDEX enrolments_course_idx ON enrolments (term, code);",
            "DROP TABLE enrolments; DROP TABLE courses; DROP TABLE students;",
        ),
        (
            "2_attempt",
            "ALTER TABLE enrolments ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1 CHECK (attempt > 0);
             CREATE UNIQUE INDEX enrolments_attempt_key ON enrolments (student_id, term, code, attempt);",
            "DROP INDEX enrolments_attempt_key; ALTER TABLE enrolments DROP COLUMN attempt;",
        ),
        (
            "3_tutor",
            "ALTER TABLE enrolments ADD COLUMN tutor_id INTEGER REFERENCES students (id) ON DELETE SET NULL;",
            "ALTER TABLE enrolments DROP COLUMN tutor_id;",
        ),
    ]);
}

#[test]
fn a_child_is_deleted_before_its_parent() {
    valid_on_sqlite(&[
        (
            "1_orders",
            "CREATE TABLE orders (id INTEGER PRIMARY KEY, placed TEXT NOT NULL);
             CREATE TABLE lines (order_id INTEGER NOT NULL REFERENCES orders (id), article TEXT NOT NULL);",
            "DROP TABLE lines; DROP TABLE orders;",
        ),
        (
            "2_prune",
            "DELETE FROM lines WHERE order_id IN (SELECT id FROM orders WHERE placed < '2000-01-01');
             DELETE FROM orders WHERE placed < '2000-01-01';
             CREATE INDEX orders_placed_idx ON orders (placed);",
            "DROP INDEX orders_placed_idx;",
        ),
    ]);
}
