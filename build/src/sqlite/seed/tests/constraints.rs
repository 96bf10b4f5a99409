use super::*;

#[test]
fn generated_columns_follow() {
    seeds(
        "CREATE TABLE t (a INT NOT NULL, b AS (a * 2) STORED UNIQUE, c AS (a + 1) VIRTUAL CHECK (c > 5))",
    );
    seeds(
        "CREATE TABLE t (data TEXT NOT NULL, name TEXT AS (json_extract(data, '$.name')) STORED)",
    );
    seeds("CREATE TABLE t (data TEXT); CREATE INDEX i ON t (json_extract(data, '$.name'))");
}

#[test]
fn what_must_be_unique_is() {
    seeds("CREATE TABLE t (name TEXT NOT NULL); CREATE UNIQUE INDEX i ON t (lower(trim(name)))");
    seeds(
        "CREATE TABLE t (name TEXT NOT NULL, gone_at TEXT); CREATE UNIQUE INDEX i ON t (name) WHERE gone_at IS NULL",
    );
    seeds("CREATE TABLE t (name TEXT NOT NULL COLLATE NOCASE UNIQUE)");
    seeds("CREATE TABLE t (a BLOB NOT NULL UNIQUE CHECK (length(a) = 16), b REAL NOT NULL UNIQUE)");
    seeds("CREATE TABLE t (a NOT NULL, b NOT NULL, c NOT NULL, UNIQUE (a, b), UNIQUE (b, c))");
    seeds(
        "CREATE TABLE t (a NOT NULL, is_default INT NOT NULL CHECK (is_default IN (0, 1))); CREATE UNIQUE INDEX i ON t (is_default) WHERE is_default = 1",
    );
}

#[test]
fn conflict_clauses_eat_no_rows() {
    seeds(
        "CREATE TABLE t (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, a TEXT NOT NULL UNIQUE ON CONFLICT REPLACE, b)",
    );
    seeds("CREATE TABLE t (a TEXT NOT NULL ON CONFLICT IGNORE UNIQUE ON CONFLICT IGNORE, b)");
    seeds("CREATE TABLE t (a TEXT NOT NULL UNIQUE ON CONFLICT ROLLBACK, b)");
}

#[test]
fn checks_are_satisfied() {
    let column = |check: &str| seeds(&format!("CREATE TABLE t (id INTEGER PRIMARY KEY, {check})"));
    column("status TEXT NOT NULL CHECK (status IN ('open', 'closed'))");
    column("n INT NOT NULL CHECK (n BETWEEN 400 AND 500)");
    column("n INT NOT NULL CHECK (n > 1000 AND n % 7 = 0)");
    column("code TEXT NOT NULL CHECK (length(code) = 3)");
    column("code TEXT NOT NULL CHECK (length(code) = 17)");
    column("a INT NOT NULL, b INT NOT NULL, CHECK (a < b)");
    column("starts_at TEXT NOT NULL, ends_at TEXT NOT NULL, CHECK (starts_at < ends_at)");
    column("a TEXT, b TEXT, CHECK ((a IS NULL) <> (b IS NULL))");
    column("a INT, b INT, c INT, CHECK ((a IS NOT NULL) + (b IS NOT NULL) + (c IS NOT NULL) = 1)");
    column("x TEXT NOT NULL CHECK (json_valid(x))");
    column("x TEXT NOT NULL CHECK (json_valid(x) AND json_type(x) = 'array')");
    column("x TEXT NOT NULL CHECK (x GLOB '[0-9][0-9]*')");
    column("x TEXT NOT NULL CHECK (x GLOB '[A-Z][A-Z]-[0-9][0-9]' AND length(x) = 5)");
    column("email TEXT NOT NULL CHECK (email LIKE '%@%.%')");
    column("d TEXT NOT NULL CHECK (d IS date(d, '+0 days'))");
    column("x INT NOT NULL CHECK (x IN (0, 1))");
    column("x BOOLEAN NOT NULL CHECK (x IN ('yes', 'no'))");
    column("x CONSTRAINT named CHECK (x <> '') CONSTRAINT other CHECK (x > 'b')");
    column("sha TEXT NOT NULL CHECK (length(sha) = 64 AND sha NOT GLOB '*[^0-9a-f]*')");
    column("x NOT NULL CHECK (typeof(x) = 'real')");
    column("x NOT NULL CHECK (typeof(x) = 'blob' AND length(x) = 16)");
    column("x INT NOT NULL CHECK (x < 0)");
    column("x REAL NOT NULL CHECK (x >= -90.0 AND x <= 90.0)");
    column(
        "kind TEXT NOT NULL CHECK (kind IN ('a', 'b')), n INT, t TEXT, CHECK (CASE kind WHEN 'a' THEN n IS NOT NULL AND t IS NULL ELSE t IS NOT NULL AND n IS NULL END)",
    );
    column(
        "a INT NOT NULL, b INT NOT NULL, c INT NOT NULL, d INT NOT NULL, CHECK (a < b), CHECK (b < c), CHECK (c < d)",
    );
    column("x TEXT NOT NULL UNIQUE CHECK (x NOT GLOB '*[^IVXLCDM]*' AND x <> '')");
    column(
        "x TEXT NOT NULL CHECK (x GLOB '[A-Z][A-Z][0-9][0-9]*' AND length(x) BETWEEN 15 AND 34)",
    );
    column("x TEXT NOT NULL CHECK (length(x) % 4 = 0 AND length(x) > 0)");
    column("x INT NOT NULL CHECK (x % 97 = 1 AND x > 1000)");
    column("x TEXT NOT NULL CHECK (json_extract(x, '$.type') IN ('x', 'y'))");
    column("a REAL NOT NULL, b REAL NOT NULL, c REAL NOT NULL, CHECK (a + b + c = 100)");
    column("a INT NOT NULL, b INT NOT NULL, total INT NOT NULL CHECK (total = a + b)");
}

#[test]
fn references_lead_to_rows() {
    seeds("CREATE TABLE t (id INTEGER PRIMARY KEY, parent_id INT REFERENCES t (id))");
    seeds("CREATE TABLE t (id INTEGER PRIMARY KEY, parent_id INT NOT NULL REFERENCES t (id))");
    seeds(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, parent_id INT REFERENCES t (id) CHECK (parent_id <> id))",
    );
    seeds("CREATE TABLE t (id TEXT PRIMARY KEY, parent_id TEXT NOT NULL REFERENCES t)");
    seeds(
        "CREATE TABLE t (a INT, b INT, up INT NOT NULL, PRIMARY KEY (a, b), FOREIGN KEY (a, up) REFERENCES t (a, b))",
    );
    seeds(
        "CREATE TABLE p (a, b, PRIMARY KEY (a, b)); CREATE TABLE c (x NOT NULL, y, FOREIGN KEY (x, y) REFERENCES p)",
    );
    seeds(
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p_id INT NOT NULL UNIQUE REFERENCES p, d)",
    );
    seeds(
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p_id INTEGER PRIMARY KEY REFERENCES p, d)",
    );
    seeds("CREATE TABLE p (id TEXT PRIMARY KEY); CREATE TABLE q (id TEXT PRIMARY KEY);
        CREATE TABLE c (p TEXT REFERENCES p, q TEXT REFERENCES q, PRIMARY KEY (p, q)) WITHOUT ROWID");
    seeds(
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (a INT NOT NULL REFERENCES p, b INT NOT NULL REFERENCES p, CHECK (a < b))",
    );
    seeds("CREATE TABLE tenants (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE users (tenant_id INT NOT NULL REFERENCES tenants, id INT NOT NULL, PRIMARY KEY (tenant_id, id));
        CREATE TABLE projects (tenant_id INT NOT NULL REFERENCES tenants, id INT NOT NULL, owner INT, PRIMARY KEY (tenant_id, id),
            FOREIGN KEY (tenant_id, owner) REFERENCES users (tenant_id, id));
        CREATE TABLE tasks (tenant_id INT NOT NULL, project INT NOT NULL, author INT NOT NULL, reviewer INT,
            FOREIGN KEY (tenant_id, project) REFERENCES projects (tenant_id, id),
            FOREIGN KEY (tenant_id, author) REFERENCES users (tenant_id, id),
            FOREIGN KEY (tenant_id, reviewer) REFERENCES users (tenant_id, id))");
}

/// A recursive query would not come to an end on a row that is its own parent.
#[test]
fn no_row_refers_to_itself_without_need() {
    let script = "CREATE TABLE t (id INTEGER PRIMARY KEY, parent_id INT REFERENCES t (id))";
    let connection = database(script);
    assert_eq!(seed_all(&connection, Repeat::WhereAllowed), []);
    assert_eq!(
        one::<u32>(&connection, "SELECT count(*) FROM t WHERE parent_id = id"),
        0
    );
    assert_eq!(
        one::<u32>(&connection, "SELECT count(*) FROM t WHERE parent_id = 1"),
        2
    );
}

#[test]
fn circles_are_closed() {
    seeds(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, b_id INT REFERENCES b (id));
        CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INT REFERENCES a (id))",
    );
    seeds("CREATE TABLE a (id INTEGER PRIMARY KEY, b_id INT NOT NULL REFERENCES b (id) DEFERRABLE INITIALLY DEFERRED);
        CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INT NOT NULL REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED)");
    seeds("CREATE TABLE a (id TEXT PRIMARY KEY, b_id TEXT NOT NULL UNIQUE REFERENCES b (id));
        CREATE TABLE b (id TEXT PRIMARY KEY CHECK (length(id) = 3), a_id TEXT NOT NULL REFERENCES a (id))");
    seeds("CREATE TABLE a (id INTEGER PRIMARY KEY, b INT NOT NULL REFERENCES b); CREATE TABLE b (id INTEGER PRIMARY KEY, c INT NOT NULL REFERENCES c);
        CREATE TABLE c (id INTEGER PRIMARY KEY, a INT REFERENCES a, c INT REFERENCES c)");
}

#[test]
fn a_circle_that_is_not_closed_stays_empty() {
    let why =
        "the tables `a`, `b` refer to each other, and no rows were found that satisfy them all";
    refuses(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, b_id INT NOT NULL REFERENCES b (id));
         CREATE TABLE b (id INTEGER PRIMARY KEY CHECK (id = 77), a_id INT NOT NULL REFERENCES a (id) CHECK (a_id = 88))",
        &[("a", why), ("b", why)],
    );
}
