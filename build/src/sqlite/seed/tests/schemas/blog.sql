CREATE TABLE authors (
    id INTEGER PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE CHECK (handle = lower(handle) AND handle NOT LIKE '% %'),
    website TEXT CHECK (website LIKE 'http%')
);

CREATE TABLE posts (
    id INTEGER PRIMARY KEY,
    author_id INT NOT NULL REFERENCES authors,
    slug TEXT NOT NULL CHECK (slug NOT GLOB '*[^a-z0-9-]*' AND slug <> ''),
    title TEXT NOT NULL,
    body TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'published')),
    published_at TEXT CHECK (published_at IS strftime('%Y-%m-%dT%H:%M:%fZ', published_at)),
    words INT AS (length(body) - length(replace(body, ' ', '')) + 1) VIRTUAL,
    CHECK (state = 'draft' OR published_at IS NOT NULL)
);

CREATE UNIQUE INDEX posts_slug ON posts (author_id, lower(slug)) WHERE state <> 'draft';

CREATE VIRTUAL TABLE search USING fts5 (title, body, content = 'posts', content_rowid = 'id');

CREATE TRIGGER posts_search AFTER INSERT ON posts BEGIN INSERT INTO search (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body); END;

CREATE TABLE comments (
    id INTEGER PRIMARY KEY,
    post_id INT NOT NULL REFERENCES posts ON DELETE CASCADE,
    parent_id INT REFERENCES comments ON DELETE CASCADE,
    author TEXT,
    user_id INT REFERENCES authors,
    CHECK (author IS NOT NULL OR user_id IS NOT NULL),
    CHECK (parent_id IS NULL OR parent_id < id)
);
