CREATE TABLE devices (
    id TEXT PRIMARY KEY CHECK (length(id) = 36 AND id LIKE '________-____-____-____-____________'),
    mac TEXT NOT NULL UNIQUE
        CHECK (mac GLOB '[0-9A-F][0-9A-F]:[0-9A-F][0-9A-F]:[0-9A-F][0-9A-F]:[0-9A-F][0-9A-F]:[0-9A-F][0-9A-F]:[0-9A-F][0-9A-F]'),
    lat REAL CHECK (lat BETWEEN -90 AND 90),
    lon REAL CHECK (lon BETWEEN -180 AND 180),
    firmware TEXT NOT NULL DEFAULT '0.0.0' CHECK (firmware GLOB '[0-9]*.[0-9]*.[0-9]*'),
    CHECK ((lat IS NULL) = (lon IS NULL))
);

CREATE TABLE sensors (
    device_id TEXT NOT NULL REFERENCES devices ON DELETE CASCADE,
    channel INT NOT NULL CHECK (channel BETWEEN 0 AND 15),
    unit TEXT NOT NULL CHECK (unit IN ('C', '%', 'hPa', 'lx')),
    low REAL,
    high REAL,
    CHECK (low IS NULL OR high IS NULL OR low < high),
    PRIMARY KEY (device_id, channel)
) WITHOUT ROWID;

CREATE TABLE readings (
    device_id TEXT NOT NULL,
    channel INT NOT NULL,
    taken_at INT NOT NULL CHECK (taken_at BETWEEN 946684800 AND 4102444800),
    value REAL NOT NULL,
    quality INT NOT NULL DEFAULT 100 CHECK (quality BETWEEN 0 AND 100),
    PRIMARY KEY (device_id, channel, taken_at),
    FOREIGN KEY (device_id, channel) REFERENCES sensors
) WITHOUT ROWID;

CREATE TABLE alerts (
    id INTEGER PRIMARY KEY,
    device_id TEXT NOT NULL,
    channel INT NOT NULL,
    taken_at INT NOT NULL,
    severity INT NOT NULL CHECK (severity IN (1, 2, 3)),
    acknowledged_by TEXT,
    acknowledged_at INT,
    CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL)),
    FOREIGN KEY (device_id, channel, taken_at) REFERENCES readings
);
