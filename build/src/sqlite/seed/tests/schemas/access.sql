CREATE TABLE organisations (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    domain TEXT UNIQUE CHECK (domain LIKE '%.%' AND domain NOT LIKE '%@%'),
    plan TEXT NOT NULL CHECK (plan IN ('free', 'team', 'enterprise')),
    seats INT NOT NULL CHECK (seats > 0),
    CHECK (plan <> 'free' OR seats <= 5),
    CHECK (plan <> 'enterprise' OR domain IS NOT NULL)
);

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    org_id INT NOT NULL REFERENCES organisations,
    email TEXT NOT NULL,
    password_hash TEXT CHECK (password_hash LIKE '$argon2id$%'),
    oidc_subject TEXT,
    deleted_at TEXT,
    UNIQUE (org_id, id),
    CHECK (password_hash IS NOT NULL OR oidc_subject IS NOT NULL)
);

CREATE UNIQUE INDEX accounts_email ON accounts (lower(email)) WHERE deleted_at IS NULL;

CREATE TABLE teams (
    org_id INT NOT NULL REFERENCES organisations,
    id INT NOT NULL,
    lead INT,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, lead) REFERENCES accounts (org_id, id)
);

CREATE TABLE memberships (
    org_id INT NOT NULL,
    team_id INT NOT NULL,
    account_id INT NOT NULL,
    since DATE NOT NULL,
    PRIMARY KEY (team_id, account_id),
    FOREIGN KEY (org_id, team_id) REFERENCES teams,
    FOREIGN KEY (org_id, account_id) REFERENCES accounts (org_id, id)
);

CREATE TABLE sessions (
    token BLOB PRIMARY KEY CHECK (length(token) = 32),
    account_id INT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    ip TEXT CHECK (ip LIKE '%.%.%.%' OR ip LIKE '%:%'),
    created_at INT NOT NULL,
    expires_at INT NOT NULL,
    CHECK (expires_at > created_at)
) WITHOUT ROWID;

CREATE TABLE grants (
    account_id INT REFERENCES accounts,
    team_id INT,
    org_id INT,
    permission TEXT NOT NULL CHECK (permission IN ('read', 'write', 'admin')),
    CHECK ((account_id IS NOT NULL) + (team_id IS NOT NULL) = 1),
    CHECK ((team_id IS NULL) = (org_id IS NULL)),
    FOREIGN KEY (org_id, team_id) REFERENCES teams
);
