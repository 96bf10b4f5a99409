CREATE TABLE marks (
    pupil TEXT NOT NULL,
    subject TEXT NOT NULL,
    term TEXT NOT NULL CHECK (term GLOB '20[0-9][0-9]/[12]'),
    mark REAL NOT NULL CHECK (mark IN (1.0, 1.3, 1.7, 2.0, 2.3, 2.7, 3.0, 3.3, 3.7, 4.0, 5.0)),
    weight REAL NOT NULL DEFAULT 1 CHECK (weight > 0 AND weight <= 1),
    PRIMARY KEY (pupil, subject, term)
);
