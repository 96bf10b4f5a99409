CREATE TABLE books (
    isbn TEXT PRIMARY KEY CHECK (length(isbn) IN (10, 13) AND isbn NOT GLOB '*[^0-9X]*'),
    pages INT CHECK (pages > 0),
    published INT CHECK (published BETWEEN 1450 AND 2100),
    shelf TEXT NOT NULL CHECK (shelf GLOB '[A-Z]-[0-9]*')
);
