//! What is proven or accepted already.

use ingrain_core::Rule;

use super::{Files, found_with, places};

const CHAIN: &Files<'_> = &[
    (
        "0001_a.up.sql",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT);\nCREATE VIRTUAL TABLE v USING vec0(x);",
    ),
    ("0001_a.down.sql", "DROP TABLE v;\nDROP TABLE a;"),
    ("0002_b.up.sql", "ALTER TABLE a ADD COLUMN b NOT NULL;"),
    ("0002_b.down.sql", "ALTER TABLE a DROP COLUMN b;"),
    ("0003_c.up.sql", "ALTER TABLE a ADD COLUMN c NOT NULL;"),
    ("0003_c.down.sql", "ALTER TABLE a DROP COLUMN c;"),
];

fn check(files: &Files<'_>, proven: &[u64], accepted: &[&str], expected: &[&str]) {
    let accepts = |script: ingrain_core::Script<'_>, rule: Rule| {
        rule == Rule::UnknownFunction && accepted.contains(&script.path())
    };
    assert_eq!(places(&found_with(files, proven, &accepts)), expected);
}

#[test]
fn nothing_after_a_failure_on_empty_tables_is_rehearsed() {
    check(
        CHAIN,
        &[],
        &[],
        &["unknown-function migrations/0001_a.up.sql:2:30"],
    );
}

#[test]
fn a_statement_that_needs_the_application_is_left_out() {
    check(
        CHAIN,
        &[],
        &["migrations/0001_a.up.sql"],
        &[
            "unknown-function migrations/0001_a.up.sql:2:30",
            "rehearsal-fails migrations/0002_b.up.sql:1:1",
            "rehearsal-fails migrations/0003_c.up.sql:1:1",
        ],
    );
}

#[test]
fn what_is_proven_only_runs() {
    let chain = &[
        (
            "0001_a.up.sql",
            "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT);\nCREATE VIEW broken AS SELECT y FROM a;",
        ),
        ("0001_a.down.sql", "DROP TABLE a;"),
        (
            "0002_b.up.sql",
            "CREATE INDEX a_x ON a (x);\nCREATE UNIQUE INDEX a_xx ON a (x);",
        ),
        ("0002_b.down.sql", "DROP INDEX a_xx;\nDROP INDEX a_x;"),
    ];
    let first = [
        "reference-broken migrations/0001_a.up.sql:2:1",
        "down-differs migrations/0001_a.down.sql",
    ];
    let second = ["unique-over-duplicates migrations/0002_b.up.sql:2:1"];
    check(chain, &[], &[], &[first[0], first[1], second[0]]);
    check(chain, &[1], &[], &second);
    check(chain, &[2], &[], &first);
    check(chain, &[1, 2], &[], &[]);
}

#[test]
fn other_failures_are_not_left_out() {
    let chain = &[
        (
            "0001_a.up.sql",
            "CREATE TABLE a (x TEXT CHECK (x REGEXP 'b'));\nCREATE INDEX i ON a (slug(x));\nDROP INDEX i;\n\
             INSERT INTO b VALUES (1);\nINSERT INTO c VALUES (1);",
        ),
        ("0001_a.down.sql", "DROP TABLE a;"),
        ("0002_b.up.sql", "ALTER TABLE a ADD COLUMN b NOT NULL;"),
        ("0002_b.down.sql", "ALTER TABLE a DROP COLUMN b;"),
    ];
    let expected = [
        "unknown-function migrations/0001_a.up.sql:2:22",
        "rehearsal-fails migrations/0001_a.up.sql:4:13",
    ];
    check(chain, &[], &["migrations/0001_a.up.sql"], &expected);
    let accepts = |_: ingrain_core::Script<'_>, rule: Rule| rule == Rule::RehearsalFails;
    assert_eq!(places(&found_with(chain, &[], &accepts)), expected[..1]);
}
