//! Squawk's rules, and what is added to or taken from what squawk says.

use ingrain_core::{Level, Rule};

use super::{at, check, findings, folder, of_migration};

/// For each rule, what goes against it and where.
const HAZARDS: &[(&str, usize, &str)] = &[
    (
        "adding-required-field",
        15,
        "ALTER TABLE t ADD COLUMN c int NOT NULL;",
    ),
    (
        "ban-duplicate-column-assignments",
        21,
        "UPDATE t SET a = 1, a = 2 WHERE b;",
    ),
    ("ban-drop-column", 15, "ALTER TABLE t DROP COLUMN c;"),
    ("ban-drop-column", 14, "ALTER TYPE y DROP ATTRIBUTE c;"),
    ("ban-drop-schema", 1, "DROP SCHEMA s;"),
    ("ban-drop-table", 1, "DROP TABLE IF EXISTS t;"),
    ("ban-drop-table", 1, "DROP FOREIGN TABLE t;"),
    ("ban-truncate-cascade", 12, "TRUNCATE t CASCADE;"),
    (
        "enum-value-used-at-once",
        51,
        "ALTER TYPE y ADD VALUE 'a'; INSERT INTO t VALUES ('a');",
    ),
    ("write-without-where", 1, "UPDATE t SET a = 1;"),
    ("write-without-where", 1, "DELETE FROM t USING u;"),
    (
        "adding-field-with-default",
        41,
        "ALTER TABLE t ADD COLUMN c real DEFAULT random();",
    ),
    (
        "adding-foreign-key-constraint",
        19,
        "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u;",
    ),
    (
        "adding-not-nullable-field",
        30,
        "ALTER TABLE t ALTER COLUMN a SET NOT NULL;",
    ),
    (
        "adding-serial-primary-key-field",
        19,
        "ALTER TABLE t ADD PRIMARY KEY (a);",
    ),
    (
        "ban-alter-domain-with-add-constraint",
        16,
        "ALTER DOMAIN d ADD CHECK (VALUE > 0);",
    ),
    ("ban-drop-extension", 1, "DROP EXTENSION e;"),
    (
        "changing-column-type",
        30,
        "ALTER TABLE t ALTER COLUMN a TYPE text;",
    ),
    (
        "constraint-missing-not-valid",
        15,
        "ALTER TABLE t ADD CHECK (a > 0);",
    ),
    (
        "disallowed-unique-constraint",
        19,
        "ALTER TABLE t ADD UNIQUE (a);",
    ),
    ("renaming-column", 15, "ALTER TABLE t RENAME COLUMN a TO b;"),
    ("renaming-table", 15, "ALTER TABLE t RENAME TO u;"),
    (
        "require-concurrent-index-creation",
        1,
        "CREATE UNIQUE INDEX ON t (a);",
    ),
    ("require-concurrent-index-deletion", 1, "DROP INDEX i;"),
    (
        "require-concurrent-partition-detach",
        15,
        "ALTER TABLE t DETACH PARTITION p;",
    ),
    ("require-concurrent-reindex", 1, "REINDEX TABLE t;"),
];

#[test]
fn each_is_found_where_it_stands() {
    for &(rule, column, script) in HAZARDS {
        check(script, &[(rule, 1, column)]);
    }
}

#[test]
fn what_depends_on_the_server_or_its_names_is_found_too() {
    let long = "x".repeat(64);
    check(
        &format!("CREATE TABLE {long} (a bigint);"),
        &[("identifier-too-long", 1, 14)],
    );
    // The folder wants it outside a transaction.
    check(
        "-- ingrain: no-transaction\nDROP DATABASE d;",
        &[("ban-drop-database", 2, 1)],
    );
}

#[test]
fn every_rule_that_counts_has_its_case() {
    let elsewhere = [
        Rule::SyntaxError,
        Rule::IdentifierTooLong,
        Rule::BanDropDatabase,
    ];
    for &rule in Rule::ALL {
        let counts = rule.default_level() > Level::Allow;
        let is_told = HAZARDS.iter().any(|(name, ..)| *name == rule.name());
        let is_ours = rule.dialect() == ingrain_core::Dialect::Postgres && counts;
        let is_elsewhere = elsewhere.contains(&rule) || super::super::lint::is_left_out(rule);
        assert_eq!(is_ours && !is_elsewhere, is_told, "{rule}");
    }
}

#[test]
fn a_serial_column_has_a_default() {
    check("ALTER TABLE t ADD COLUMN c bigserial NOT NULL;", &[]);
    check(
        "ALTER TABLE t ADD COLUMN serial int NOT NULL;",
        &[("adding-required-field", 1, 15)],
    );
}

#[test]
fn squawks_own_comments_waive_nothing() {
    for comment in [
        "-- squawk-ignore-file",
        "-- squawk-ignore ban-drop-table",
        "/* squawk-ignore-file ban-drop-table */",
    ] {
        check(
            &format!("{comment}\nDROP TABLE t;"),
            &[("ban-drop-table", 2, 1)],
        );
    }
    check(
        "-- squawk-disable-assume-in-transaction\n\
         ALTER TABLE t ADD CONSTRAINT c CHECK (a) NOT VALID;\nALTER TABLE t VALIDATE CONSTRAINT c;",
        &[("constraint-missing-not-valid", 3, 15)],
    );
}

#[test]
fn one_slip_is_told_of_once() {
    check(
        "INSERT INTO t (a, b, a) VALUES (1, 2, 3);",
        &[("ban-duplicate-column-assignments", 1, 22)],
    );
    check(
        "UPDATE t SET a = 1, a = 2 WHERE b;\nUPDATE t SET a = 1, a = 2 WHERE b;",
        &[
            ("ban-duplicate-column-assignments", 1, 21),
            ("ban-duplicate-column-assignments", 2, 21),
        ],
    );
    check(
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u;",
        &[("adding-foreign-key-constraint", 1, 19)],
    );
}

#[test]
fn what_a_migration_outside_a_transaction_is_for_is_no_hazard() {
    check(
        "-- ingrain: no-transaction\n\
         CREATE INDEX CONCURRENTLY i ON t (a);\nCREATE INDEX CONCURRENTLY j ON t (b);\n\
         ALTER TABLE t ADD CONSTRAINT c CHECK (a) NOT VALID;\nALTER TABLE t VALIDATE CONSTRAINT c;",
        &[],
    );
}

#[test]
fn a_down_script_is_held_to_what_cannot_work() {
    let down = "DROP TABLE t; DELETE FROM u; ALTER TABLE v ADD COLUMN c int NOT NULL;";
    let folder = of_migration("SELECT 1;", down);
    let found: Vec<_> = findings(&folder).iter().map(at).collect();
    assert_eq!(found, [("adding-required-field", 1, 44)]);
}

#[test]
fn a_script_that_goes_on_and_on_is_told_of_in_part() {
    let mut found = findings(&folder(&"DROP TABLE t;\n".repeat(25)));
    found.retain(|finding| finding.rule == Rule::BanDropTable);
    assert_eq!(found.len(), 10);
    let last = ingrain_core::render(&found[9].diagnostic, ingrain_core::Style::Plain);
    assert!(
        last.contains("= note: the script goes on like this: 15 more are not shown"),
        "{last}"
    );
}

#[test]
fn matters_of_taste_are_found_for_whom_they_matter() {
    let found = findings(&folder("CREATE TABLE t (a int, b char(5));"));
    let rules: Vec<_> = found.iter().map(|finding| finding.rule.name()).collect();
    assert_eq!(
        rules,
        [
            "require-table-schema",
            "prefer-bigint-over-int",
            "ban-char-field"
        ]
    );
}
