//! What a misnamed file was probably meant to be.

use super::*;

#[track_caller]
pub(super) fn misnamed(path: &str, why: &str, suggestion: Option<&str>) {
    let found = parse(path, None).expect_err(path);
    assert!(found.why.contains(why), "{path}: {}", found.why);
    let meant = found.meant.map(|meant| meant.file_name(None));
    assert_eq!(meant.as_deref(), suggestion, "{path}");
}

#[test]
fn a_misnamed_file_is_told_its_name() {
    misnamed(
        "0003_tags.sql",
        "neither `.up` nor `.down`",
        Some("0003_tags.up.sql"),
    );
    misnamed("0003_tags_down.sql", "neither", Some("0003_tags.down.sql"));
    misnamed("0003-tags.up.sql", "no `_`", Some("0003_tags.up.sql"));
    misnamed("0003tags.up.sql", "no `_`", Some("0003_tags.up.sql"));
    misnamed("0003 tags.up.sql", "no `_`", Some("0003_tags.up.sql"));
    misnamed("0003_tags.up.SQL", "lower-case", Some("0003_tags.up.sql"));
    misnamed(
        "0003_tags.pg.up.sql",
        "`pg` is not a dialect",
        Some("0003_tags.postgres.up.sql"),
    );
    misnamed(
        "0003_tags.mysql.up.sql",
        "`mysql` is not a dialect",
        Some("0003_tags_mysql.up.sql"),
    );
    misnamed(
        "V3_tags.sql",
        "does not begin with a version",
        Some("V3__tags.sql"),
    );
    misnamed(
        "v3__tags.sql",
        "does not begin with a version",
        Some("V3__tags.sql"),
    );
    misnamed(
        "U3__tags.sql",
        "does not begin with a version",
        Some("V3__tags.down.sql"),
    );
    misnamed(
        "0003_.up.sql",
        "no description",
        Some("0003_describe_it.up.sql"),
    );
    misnamed(
        "2026-11-20-101500-x.up.sql",
        "no `_`",
        Some("20261120101500_x.up.sql"),
    );
    misnamed("create_tags.up.sql", "does not begin with a version", None);
    misnamed("seed.sql", "does not begin with a version", None);
    misnamed("R__view.sql", "does not begin with a version", None);
    misnamed("up.sql", "it has no version", None);
    misnamed(
        "0003_tags/again/up.sql",
        "two folders deep",
        Some("0003_tags_again.up.sql"),
    );
    misnamed(
        "0003_tags/tags.sql",
        "holds `up.sql` and `down.sql`",
        Some("0003_tags_tags.up.sql"),
    );
    misnamed(
        "more/0003_tags.up.sql",
        "is not a dialect",
        Some("0003_tags.up.sql"),
    );
    misnamed(
        "a/b/0003_tags/down.sql",
        "two folders deep",
        Some("0003_tags/down.sql"),
    );
    misnamed("tags/up.sql", "does not begin with a version", None);
    misnamed("_x.up.sql", "does not begin with a version", None);
    misnamed("-_x.up.sql", "does not begin with a version", None);
    misnamed("V__x.sql", "does not begin with a version", None);
    misnamed(".sql", "", None);
}

#[test]
fn a_misspelt_direction_or_dialect_is_known() {
    for word in ["upp", "u", "pu", "ups"] {
        let why = format!("`{word}` is neither `up` nor `down`");
        let path = format!("0003_tags.{word}.sql");
        misnamed(&path, &why, Some("0003_tags.up.sql"));
    }
    for word in ["dwon", "downn", "dow", "don"] {
        let path = format!("0003_tags.postgres.{word}.sql");
        misnamed(&path, "is neither", Some("0003_tags.postgres.down.sql"));
    }
    misnamed("0003_tags/upp.sql", "", Some("0003_tags.up.sql"));
    for word in ["postgre", "postgress", "postgers", "postgresql", "pg"] {
        let path = format!("0003_tags.{word}.up.sql");
        misnamed(&path, "is not a dialect", Some("0003_tags.postgres.up.sql"));
    }
    for word in ["sqllite", "sqlit", "slqite", "sqlite3"] {
        let path = format!("V3__tags.{word}.sql");
        misnamed(&path, "is not a dialect", Some("V3__tags.sqlite.sql"));
    }
    misnamed(
        "0003_enable.postgis.up.sql",
        "`postgis` is not a dialect",
        Some("0003_enable_postgis.up.sql"),
    );
}

#[test]
fn a_folder_names_its_scripts_as_most_of_them_are_named() {
    let named = |folder: &[&str], path: &str, expected: &str| {
        let names: Vec<_> = folder
            .iter()
            .filter_map(|path| parse(path, None).ok())
            .collect();
        let convention = Convention::of(&names);
        let meant = parse(path, None).expect_err(path).meant.expect(path);
        assert_eq!(meant.file_name(convention.as_ref()), expected, "{path}");
    };
    let flat = ["0001_a.up.sql", "0001_a.down.sql", "V2__b.sql"];
    named(&flat, "3-c.sql", "0003_c.up.sql");
    named(&flat, "V3_c.sql", "0003_c.up.sql");
    named(&flat, "00003c.down.sql", "0003_c.down.sql");
    named(&flat, "20261120-c.up.sql", "20261120_c.up.sql");
    let directories = ["01_a/up.sql", "01_a/down.sql", "0002_b.up.sql"];
    named(&directories, "3_c.pg.dwon.sql", "03_c/postgres.down.sql");
    named(&directories, "03_c/upp.sql", "03_c/up.sql");
    let prefixed = ["V1__a.sql", "V1__a.down.sql", "V10__b.sql"];
    named(&prefixed, "0003_c.sql", "V3__c.sql");
    named(&prefixed, "U10_c.sql", "V10__c.down.sql");
    named(&[], "3-c.sql", "3_c.up.sql");
    named(&["20261120101500_a.up.sql"], "0003-c.sql", "3_c.up.sql");
}

#[test]
fn the_nearest_is_near() {
    let known = ["no-transaction", "allow", "rust"];
    assert_eq!(nearest("no-transactions", &known), Some("no-transaction"));
    assert_eq!(nearest("alow", &known), Some("allow"));
    assert_eq!(nearest("trust", &known), Some("rust"));
    assert_eq!(nearest("wibble", &known), None);
    assert_eq!(nearest("", &known), None);
    // The memory for a comparison would be gigabytes.
    assert_eq!(nearest(&"x".repeat(100_000_000), &known), None);
}
