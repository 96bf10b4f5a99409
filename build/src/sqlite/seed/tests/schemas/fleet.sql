CREATE TABLE trips (
    id INTEGER PRIMARY KEY,
    plate TEXT NOT NULL CHECK (plate GLOB '[A-Z]*-[A-Z]* [0-9]*'),
    km_start INT NOT NULL CHECK (km_start >= 0),
    km_end INT CHECK (km_end >= km_start),
    litres REAL CHECK (litres > 0 AND litres < 200),
    full_tank INT CHECK (full_tank IN (0, 1)),
    CHECK ((litres IS NULL) = (full_tank IS NULL))
);
