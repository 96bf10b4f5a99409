mod next;
mod suggest;

use self::suggest::misnamed;
use super::*;
use Direction::{Down, Up};
use Layout::{DirectoryPair, FlatPair, Prefixed};

#[track_caller]
fn check(
    path: &str,
    layout: Layout,
    version: u64,
    description: &str,
    dialect: Option<Dialect>,
    direction: Direction,
) {
    let name = parse(path, None).unwrap_or_else(|misnamed| panic!("{path}: {}", misnamed.why));
    assert_eq!(
        (
            name.layout,
            name.version.number(),
            name.description,
            name.dialect,
            name.direction
        ),
        (layout, version, description, dialect, direction),
        "{path}"
    );
    assert_eq!(
        layout.file_name(name.stem, dialect, direction),
        path.replace("V3__x.up.sql", "V3__x.sql")
    );
}

#[test]
fn the_three_layouts() {
    check(
        "0001_create_notes.up.sql",
        FlatPair,
        1,
        "create_notes",
        None,
        Up,
    );
    check(
        "0001_create_notes.down.sql",
        FlatPair,
        1,
        "create_notes",
        None,
        Down,
    );
    check(
        "20261120101500_create-notes.up.sql",
        FlatPair,
        20_261_120_101_500,
        "create-notes",
        None,
        Up,
    );
    check(
        "2026-11-20-101500_create_notes/up.sql",
        DirectoryPair,
        20_261_120_101_500,
        "create_notes",
        None,
        Up,
    );
    check(
        "2026-11-20-101500-0000_x/down.sql",
        DirectoryPair,
        202_611_201_015_000_000,
        "x",
        None,
        Down,
    );
    check(
        "00000000000000_diesel_initial_setup/up.sql",
        DirectoryPair,
        0,
        "diesel_initial_setup",
        None,
        Up,
    );
    check(
        "V1__create_notes.sql",
        Prefixed,
        1,
        "create_notes",
        None,
        Up,
    );
    check(
        "V1__create_notes.down.sql",
        Prefixed,
        1,
        "create_notes",
        None,
        Down,
    );
    check("V3__x.up.sql", Prefixed, 3, "x", None, Up);
}

#[test]
fn dialects() {
    check(
        "0002_search.postgres.up.sql",
        FlatPair,
        2,
        "search",
        Some(Dialect::Postgres),
        Up,
    );
    check(
        "0002_search/sqlite.down.sql",
        DirectoryPair,
        2,
        "search",
        Some(Dialect::Sqlite),
        Down,
    );
    check(
        "V2__search.sqlite.sql",
        Prefixed,
        2,
        "search",
        Some(Dialect::Sqlite),
        Up,
    );
    check(
        "V2__search.postgres.down.sql",
        Prefixed,
        2,
        "search",
        Some(Dialect::Postgres),
        Down,
    );
}

#[test]
fn descriptions_may_hold_what_a_file_name_may() {
    check("1_naïve café.up.sql", FlatPair, 1, "naïve café", None, Up);
    check(
        "0007_add__email_.up.sql",
        FlatPair,
        7,
        "add__email_",
        None,
        Up,
    );
}

#[test]
fn the_largest_version() {
    check(
        "9223372036854775807_x.up.sql",
        FlatPair,
        i64::MAX as u64,
        "x",
        None,
        Up,
    );
    misnamed(
        "9223372036854775808_x.up.sql",
        "larger than 9223372036854775807",
        None,
    );
    misnamed("99999999999999999999999_x.up.sql", "larger than", None);
}

#[test]
fn constants_are_named_after_files() {
    let names = constant_names([
        "0001_create-notes.up.sql",
        "0001_create-notes.down.sql",
        "2026-11-20-101500_straße/up.sql",
        "oops.sql",
        "0002-add-author.up.sql",
    ]);
    let names: Vec<_> = names
        .iter()
        .map(|(name, version)| (name.as_str(), version.number()))
        .collect();
    assert_eq!(
        names,
        [
            ("V0001_CREATE_NOTES", 1),
            ("V0002_ADD_AUTHOR", 2),
            ("V20261120101500_STRA_E", 20_261_120_101_500)
        ]
    );
}

#[test]
fn a_description_holds_nothing_that_a_terminal_or_a_path_takes_for_something_else() {
    assert_eq!(check_description("create_notes, then «tags»"), Ok(()));
    for bad in ["", "a\nb", "a\u{7f}", "a\\b", "a\u{fffd}b"] {
        assert!(check_description(bad).is_err(), "{bad:?}");
    }
}
