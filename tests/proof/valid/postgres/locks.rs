//! What others wait for: done so that they do not, and what is warned of where they do.

use crate::valid::valid_on_postgres;

const JOBS: (&str, &str, &str) = (
    "1_jobs",
    "CREATE TABLE queues (id bigint PRIMARY KEY);
     CREATE TABLE jobs (id bigint PRIMARY KEY, queue_id bigint, name text);",
    "DROP TABLE jobs; DROP TABLE queues;",
);

#[test]
fn indexes_built_concurrently() {
    valid_on_postgres(
        &[
            JOBS,
            (
                "2_index",
                "-- ingrain: no-transaction
                 CREATE INDEX CONCURRENTLY jobs_name_idx ON jobs (lower(name));
                 CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS jobs_queue_key ON jobs (queue_id, id);",
                "-- ingrain: no-transaction
                 DROP INDEX CONCURRENTLY jobs_queue_key;
                 DROP INDEX CONCURRENTLY jobs_name_idx;",
            ),
            (
                "3_anew",
                "-- ingrain: no-transaction
                 REINDEX INDEX CONCURRENTLY jobs_name_idx;
                 VACUUM (ANALYZE) jobs;",
                "SELECT 1;",
            ),
        ],
        &[],
    );
}

#[test]
fn constraints_not_valid_at_first() {
    valid_on_postgres(
        &[
            JOBS,
            (
                "2_references",
                "ALTER TABLE jobs ADD CONSTRAINT jobs_queue_id_fkey FOREIGN KEY (queue_id) REFERENCES queues (id) NOT VALID;
                 ALTER TABLE jobs ADD CONSTRAINT jobs_name_check CHECK (name <> '') NOT VALID;",
                "ALTER TABLE jobs DROP CONSTRAINT jobs_name_check, DROP CONSTRAINT jobs_queue_id_fkey;",
            ),
            (
                "3_validate",
                "ALTER TABLE jobs VALIDATE CONSTRAINT jobs_queue_id_fkey;
                 ALTER TABLE jobs VALIDATE CONSTRAINT jobs_name_check;",
                "SELECT 1;",
            ),
        ],
        &[],
    );
}

#[test]
fn a_unique_constraint_from_an_index() {
    valid_on_postgres(
        &[
            JOBS,
            (
                "2_index",
                "-- ingrain: no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY jobs_name_key ON jobs (name);",
                "-- ingrain: no-transaction\nDROP INDEX CONCURRENTLY IF EXISTS jobs_name_key;",
            ),
            (
                "3_constraint",
                "ALTER TABLE jobs ADD CONSTRAINT jobs_name_key UNIQUE USING INDEX jobs_name_key;",
                "ALTER TABLE jobs DROP CONSTRAINT jobs_name_key;",
            ),
        ],
        &[],
    );
}

#[test]
fn allowed_with_a_reason() {
    valid_on_postgres(
        &[
            JOBS,
            (
                "2_index",
                "-- ingrain: allow require-concurrent-index-creation \"a hundred rows\"
                 CREATE INDEX jobs_name_idx ON jobs (name);",
                "DROP INDEX jobs_name_idx;",
            ),
            (
                "3_drop",
                "-- ingrain: allow ban-drop-column \"no binary of this year reads it\"
                 ALTER TABLE jobs DROP COLUMN name;",
                "ALTER TABLE jobs ADD COLUMN name text;
                 CREATE INDEX jobs_name_idx ON jobs (name);",
            ),
        ],
        &[],
    );
}

#[test]
fn sound_and_warned_of() {
    valid_on_postgres(
        &[
            JOBS,
            (
                "2_locks",
                "CREATE INDEX jobs_name_idx ON jobs (name);
                 UPDATE jobs SET name = 'none';
                 ALTER TABLE jobs ALTER COLUMN name SET NOT NULL;
                 ALTER TABLE jobs ADD CONSTRAINT jobs_queue_id_fkey FOREIGN KEY (queue_id) REFERENCES queues (id);
                 ALTER TABLE jobs RENAME COLUMN name TO title;",
                "ALTER TABLE jobs RENAME COLUMN title TO name;
                 ALTER TABLE jobs DROP CONSTRAINT jobs_queue_id_fkey;
                 ALTER TABLE jobs ALTER COLUMN name DROP NOT NULL;
                 DROP INDEX jobs_name_idx;",
            ),
        ],
        &[
            "require-concurrent-index-creation",
            "write-without-where",
            "adding-not-nullable-field",
            "adding-foreign-key-constraint",
            "renaming-column",
        ],
    );
}
