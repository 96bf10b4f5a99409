CREATE TABLE jobs (
    id TEXT PRIMARY KEY NOT NULL,
    queue TEXT NOT NULL DEFAULT 'default',
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    priority INT NOT NULL DEFAULT 0 CHECK (priority BETWEEN -100 AND 100),
    attempts INT NOT NULL DEFAULT 0,
    max_attempts INT NOT NULL DEFAULT 3,
    run_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    locked_by TEXT,
    locked_at TEXT,
    error TEXT,
    key TEXT AS (json_extract(payload, '$.key')) STORED,
    CHECK (attempts <= max_attempts),
    CHECK (max_attempts > 0),
    CHECK ((locked_by IS NULL) = (locked_at IS NULL)),
    CHECK (error IS NULL OR attempts > 0)
);

CREATE UNIQUE INDEX jobs_key ON jobs (queue, key) WHERE locked_at IS NULL;

CREATE INDEX jobs_next ON jobs (queue, priority DESC, run_at) WHERE locked_at IS NULL;

CREATE TABLE job_dependencies (
    job_id TEXT NOT NULL REFERENCES jobs,
    needs TEXT NOT NULL REFERENCES jobs,
    CHECK (job_id <> needs),
    PRIMARY KEY (job_id, needs)
) WITHOUT ROWID;

CREATE TABLE schedules (
    name TEXT PRIMARY KEY,
    cron TEXT NOT NULL CHECK (length(cron) - length(replace(cron, ' ', '')) = 4 OR cron LIKE '@%'),
    enabled BOOLEAN NOT NULL DEFAULT TRUE CHECK (enabled IN (TRUE, FALSE))
);
