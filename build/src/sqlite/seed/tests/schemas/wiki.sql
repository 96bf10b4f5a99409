CREATE TABLE pages (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL COLLATE NOCASE UNIQUE,
    latest INT NOT NULL REFERENCES revisions (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    page_id INT NOT NULL REFERENCES pages (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    previous INT REFERENCES revisions,
    body TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    minor INT NOT NULL CHECK (minor IN (0, 1)),
    UNIQUE (page_id, previous)
);

CREATE TABLE links (
    source INT NOT NULL REFERENCES pages,
    target TEXT NOT NULL CHECK (target <> ''),
    PRIMARY KEY (source, target)
) WITHOUT ROWID;

CREATE TABLE locks (
    page_id INTEGER PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
    holder TEXT NOT NULL,
    expires_at INT NOT NULL CHECK (expires_at > 0)
);
