CREATE TABLE customers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (email LIKE '%_@_%._%'),
    name TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 2 AND 80),
    country TEXT NOT NULL CHECK (length(country) = 2 AND country = upper(country)),
    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE products (
    sku TEXT PRIMARY KEY NOT NULL CHECK (sku GLOB '[A-Z][A-Z][A-Z]-[0-9][0-9][0-9][0-9]'),
    title TEXT NOT NULL,
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
    currency TEXT NOT NULL DEFAULT 'EUR' CHECK (currency IN ('EUR', 'USD', 'GBP')),
    stock INTEGER NOT NULL DEFAULT 0 CHECK (stock >= 0),
    weight REAL CHECK (weight > 0.0)
) WITHOUT ROWID;

CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers ON DELETE RESTRICT,
    status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'paid', 'shipped', 'cancelled')),
    paid_at TEXT,
    shipped_at TEXT,
    CHECK (status <> 'paid' OR paid_at IS NOT NULL),
    CHECK (shipped_at IS NULL OR paid_at IS NOT NULL AND shipped_at >= paid_at),
    CHECK ((status IN ('shipped')) = (shipped_at IS NOT NULL))
);

CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
    line INTEGER NOT NULL CHECK (line > 0),
    sku TEXT NOT NULL REFERENCES products (sku),
    quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 99),
    discount REAL NOT NULL DEFAULT 0 CHECK (discount >= 0 AND discount < 1),
    PRIMARY KEY (order_id, line),
    UNIQUE (order_id, sku)
) WITHOUT ROWID;

CREATE TABLE coupons (
    code TEXT PRIMARY KEY CHECK (code NOT GLOB '*[^A-Z0-9]*' AND length(code) >= 6),
    percent INTEGER,
    cents INTEGER,
    CHECK ((percent IS NULL) <> (cents IS NULL)),
    CHECK (percent BETWEEN 1 AND 100),
    CHECK (cents > 0)
);
