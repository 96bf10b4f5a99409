CREATE TABLE areas (
    id INTEGER PRIMARY KEY,
    west REAL NOT NULL,
    east REAL NOT NULL,
    south REAL NOT NULL,
    north REAL NOT NULL,
    geojson TEXT NOT NULL CHECK (json_valid(geojson)),
    CHECK (west < east),
    CHECK (south < north),
    CHECK (abs(west) <= 180 AND abs(east) <= 180 AND abs(south) <= 90 AND abs(north) <= 90)
);
