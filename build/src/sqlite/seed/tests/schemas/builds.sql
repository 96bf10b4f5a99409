CREATE TABLE repos (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE CHECK (url GLOB 'https://*' OR url GLOB 'git@*:*'),
    default_branch TEXT NOT NULL DEFAULT 'main' CHECK (default_branch <> '')
);

CREATE TABLE commits (
    sha TEXT PRIMARY KEY NOT NULL CHECK (length(sha) = 40 AND sha NOT GLOB '*[^0-9a-f]*'),
    repo_id INT NOT NULL REFERENCES repos,
    parent TEXT REFERENCES commits DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;

CREATE TABLE builds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sha TEXT NOT NULL REFERENCES commits,
    number INT NOT NULL CHECK (number >= 1),
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'passed', 'failed')),
    started_at TEXT,
    finished_at TEXT,
    exit_code INT CHECK (exit_code BETWEEN 0 AND 255),
    UNIQUE (sha, number),
    CHECK (CASE state WHEN 'queued' THEN started_at IS NULL
        WHEN 'running' THEN started_at IS NOT NULL AND finished_at IS NULL
        ELSE finished_at >= started_at AND finished_at IS NOT NULL AND started_at IS NOT NULL END),
    CHECK ((state IN ('passed', 'failed')) = (exit_code IS NOT NULL))
);

CREATE TABLE steps (
    build_id INT NOT NULL REFERENCES builds ON DELETE CASCADE,
    position INT NOT NULL CHECK (position >= 0),
    command TEXT NOT NULL,
    env TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(env) AND json_type(env) = 'object'),
    log BLOB,
    UNIQUE (build_id, position)
);

CREATE TABLE runners (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    token_hash BLOB NOT NULL UNIQUE CHECK (typeof(token_hash) = 'blob' AND length(token_hash) = 32),
    labels TEXT NOT NULL CHECK (json_type(labels) = 'array'),
    current INT UNIQUE REFERENCES builds
);
