//! What a new column asks of the rows that are there.

use super::check;

fn add(column: &str) -> String {
    format!("ALTER TABLE t ADD COLUMN {column};")
}

#[test]
fn a_column_that_no_row_can_have_is_refused() {
    for column in [
        "c int NOT NULL",
        "c int NOT NULL DEFAULT NULL",
        "c text DEFAULT (NULL::text) NOT NULL",
        "c text NOT NULL DEFAULT CAST(NULL AS text)",
        "c int PRIMARY KEY",
        "c int NOT NULL PRIMARY KEY",
        "IF NOT EXISTS c int DEFAULT NULL PRIMARY KEY",
    ] {
        check(&add(column), &[("adding-required-field", 1, 15)]);
    }
    check(
        "CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN c int PRIMARY KEY;",
        &[],
    );
}

#[test]
fn a_key_with_a_value_for_each_row_builds_its_index() {
    for (column, at) in [
        ("c bigserial PRIMARY KEY", 38),
        ("c int GENERATED ALWAYS AS IDENTITY PRIMARY KEY", 61),
    ] {
        let found = super::findings(&super::folder(&add(column)));
        let found: Vec<_> = found.iter().map(super::at).collect();
        let key = ("adding-serial-primary-key-field", 1, at);
        assert!(found.contains(&key), "{column}: {found:?}");
        assert!(
            !found.iter().any(|at| at.0 == "adding-required-field"),
            "{column}"
        );
    }
}

#[test]
fn a_check_reads_every_row() {
    let expected = [("constraint-missing-not-valid", 1, 32)];
    check(&add("q int CHECK (q > 0)"), &expected);
    check(&add("q int CONSTRAINT positive CHECK (q > 0)"), &expected);
    check(
        "CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN q int CHECK (q > 0);",
        &[],
    );
}

#[test]
fn a_reference_is_checked_where_there_is_a_value() {
    check(&add("c bigint REFERENCES n (id)"), &[]);
    check(&add("c bigint DEFAULT NULL REFERENCES n (id)"), &[]);
    check(
        &add("c bigint DEFAULT 1 REFERENCES n (id)"),
        &[("adding-foreign-key-constraint", 1, 45)],
    );
}

#[test]
fn only_a_default_that_differs_from_row_to_row_rewrites_the_table() {
    for steady in [
        "1",
        "-1",
        "+1",
        "(0)",
        "('a')",
        "(-1)::numeric",
        "CAST('a' AS text)",
        "CURRENT_DATE",
        "CURRENT_TIME",
        "CURRENT_TIMESTAMP",
        "CURRENT_TIMESTAMP(3)",
        "LOCALTIMESTAMP",
        "CURRENT_USER",
        "now()",
        "(now())",
        "now() AT TIME ZONE 'utc'",
        "(now() AT TIME ZONE 'utc')",
        "timezone('utc', now())",
        "now() + interval '1 day'",
        "'{}'::jsonb",
        "ARRAY[]::text[]",
    ] {
        check(&add(&format!("c text DEFAULT {steady}")), &[]);
    }
    for other in [
        "random()",
        "(random())",
        "-random()",
        "gen_random_uuid()::text",
        "clock_timestamp() AT TIME ZONE 'utc'",
        "(ARRAY[random()])",
        "timezone('utc', clock_timestamp())",
        "app.now()",
    ] {
        let script = add(&format!("c text DEFAULT {other}"));
        check(&script, &[("adding-field-with-default", 1, 41)]);
    }
}
