CREATE TABLE users (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL,
    presence TEXT NOT NULL DEFAULT 'offline' CHECK (presence IN ('online', 'away', 'offline'))
) STRICT, WITHOUT ROWID;

CREATE TABLE rooms (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('direct', 'group')),
    topic TEXT,
    owner BLOB REFERENCES users,
    pinned INT REFERENCES messages,
    CHECK ((kind = 'group') = (topic IS NOT NULL))
) STRICT;

CREATE TABLE members (
    room_id INT NOT NULL REFERENCES rooms,
    user_id BLOB NOT NULL REFERENCES users,
    role TEXT NOT NULL CHECK (role IN ('admin', 'member')),
    muted_until INT,
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    room_id INT NOT NULL,
    sender BLOB NOT NULL,
    reply_to INT REFERENCES messages ON DELETE SET NULL,
    body TEXT,
    attachment BLOB,
    sent_at INT NOT NULL CHECK (sent_at > 946684800000),
    edited_at INT CHECK (edited_at > sent_at),
    CHECK (body IS NOT NULL OR attachment IS NOT NULL),
    FOREIGN KEY (room_id, sender) REFERENCES members (room_id, user_id)
) STRICT;

CREATE TABLE reactions (
    message_id INT NOT NULL REFERENCES messages ON DELETE CASCADE,
    user_id BLOB NOT NULL REFERENCES users,
    emoji TEXT NOT NULL CHECK (length(emoji) BETWEEN 1 AND 8),
    UNIQUE (message_id, user_id, emoji)
) STRICT;
