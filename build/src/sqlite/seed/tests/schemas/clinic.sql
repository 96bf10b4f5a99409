CREATE TABLE patients (
    id INTEGER PRIMARY KEY,
    born_on TEXT NOT NULL CHECK (born_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    died_on TEXT CHECK (died_on >= born_on),
    sex TEXT CHECK (sex IN ('f', 'm', 'x')),
    blood TEXT CHECK (blood IN ('A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', '0+', '0-')),
    pulse INT CHECK (pulse BETWEEN 20 AND 250),
    systolic INT,
    diastolic INT,
    CHECK (systolic > diastolic)
);
