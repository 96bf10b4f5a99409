CREATE TABLE accounts (
    code TEXT PRIMARY KEY CHECK (code GLOB '[0-9][0-9][0-9][0-9]'),
    name TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL CHECK (type IN ('asset', 'liability', 'equity', 'income', 'expense')),
    parent TEXT REFERENCES accounts (code),
    CHECK (parent IS NULL OR parent <> code)
);

CREATE TABLE periods (
    year INT NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    month INT NOT NULL CHECK (month BETWEEN 1 AND 12),
    closed INT NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
    PRIMARY KEY (year, month)
);

CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    year INT NOT NULL,
    month INT NOT NULL,
    booked_on TEXT NOT NULL CHECK (booked_on = date(booked_on)),
    note TEXT,
    FOREIGN KEY (year, month) REFERENCES periods
);

CREATE TABLE postings (
    entry_id INT NOT NULL REFERENCES entries ON DELETE CASCADE,
    account TEXT NOT NULL REFERENCES accounts,
    debit NUMERIC NOT NULL DEFAULT 0 CHECK (debit >= 0),
    credit NUMERIC NOT NULL DEFAULT 0 CHECK (credit >= 0),
    CHECK ((debit = 0) <> (credit = 0))
);

CREATE TABLE invoices (
    number TEXT PRIMARY KEY NOT NULL CHECK (number LIKE 'INV-____-%'),
    issued_on DATE NOT NULL,
    due_on DATE NOT NULL CHECK (due_on >= issued_on),
    net DECIMAL(12,2) NOT NULL CHECK (net > 0),
    vat_rate REAL NOT NULL CHECK (vat_rate IN (0.0, 0.07, 0.19)),
    gross DECIMAL(12,2) AS (round(net * (1 + vat_rate), 2)) STORED
);
