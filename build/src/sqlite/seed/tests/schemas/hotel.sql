CREATE TABLE rooms (
    number INT PRIMARY KEY CHECK (number BETWEEN 101 AND 999)
);

CREATE TABLE bookings (
    id INTEGER PRIMARY KEY,
    room INT NOT NULL REFERENCES rooms,
    arrives DATE NOT NULL CHECK (arrives IS date(arrives)),
    leaves DATE NOT NULL CHECK (leaves IS date(leaves)),
    guests INT NOT NULL CHECK (guests BETWEEN 1 AND 4),
    nights INT AS (julianday(leaves) - julianday(arrives)) VIRTUAL CHECK (nights BETWEEN 1 AND 30),
    UNIQUE (room, arrives)
);
