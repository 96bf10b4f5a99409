CREATE TABLE calendars (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 26),
    colour TEXT NOT NULL CHECK (colour GLOB '#[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    tz TEXT NOT NULL CHECK (tz LIKE '%/%' OR tz = 'UTC')
);

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    calendar_id TEXT NOT NULL REFERENCES calendars,
    starts_at TEXT NOT NULL CHECK (datetime(starts_at) IS NOT NULL),
    ends_at TEXT NOT NULL CHECK (datetime(ends_at) IS NOT NULL),
    all_day INT NOT NULL DEFAULT 0 CHECK (all_day IN (0, 1)),
    rrule TEXT CHECK (rrule LIKE 'FREQ=%'),
    until TEXT,
    CHECK (starts_at <= ends_at),
    CHECK (until IS NULL OR rrule IS NOT NULL),
    CHECK (all_day = 0 OR length(starts_at) = 10)
);

CREATE TABLE attendees (
    event_id INT NOT NULL REFERENCES events,
    email TEXT NOT NULL CHECK (instr(email, '@') > 1),
    answer TEXT CHECK (answer IN ('yes', 'no', 'maybe')),
    PRIMARY KEY (event_id, email)
);

CREATE TABLE reminders (
    event_id INT NOT NULL REFERENCES events,
    minutes INT NOT NULL CHECK (minutes IN (5, 10, 15, 30, 60, 1440)),
    UNIQUE (event_id, minutes)
);

CREATE TABLE opening_hours (
    weekday INT NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    opens TEXT NOT NULL CHECK (opens GLOB '[0-2][0-9]:[0-5][0-9]'),
    closes TEXT NOT NULL CHECK (closes GLOB '[0-2][0-9]:[0-5][0-9]'),
    CHECK (opens < closes),
    UNIQUE (weekday, opens)
);
