//! Folders without a mistake, and the chains that they give.

use super::{BOTH, folder};
use crate::Dialect::{self, Postgres, Sqlite};
use crate::{Chain, Folder};

const IRREVERSIBLE: &str = "-- ingrain: irreversible \"deletes the duplicates\"\nSELECT 1;";

/// Per migration: version, description, up script, and down script if there is one.
type Row<'a> = (u64, &'a str, &'a str, Option<&'a str>);

fn rows<'a>(chain: &Chain<'a>) -> Vec<Row<'a>> {
    let row = |migration: &crate::Migration<'a>| {
        let down = migration.down_script().map(|down| down.path());
        let (version, up) = (migration.version().number(), migration.up().path());
        (version, migration.description(), up, down)
    };
    chain.migrations().iter().map(row).collect()
}

/// Compares the one chain that every dialect has.
#[track_caller]
fn check(names: &[&str], expected: &[Row<'_>]) {
    let files: Vec<_> = names.iter().map(|name| (*name, "SELECT 1;")).collect();
    let folder = folder(&files);
    for chain in folder.chains().expect("a valid folder") {
        assert_eq!(rows(&chain), expected, "{}", chain.dialect());
    }
}

fn dialects(folder: &Folder) -> Vec<Dialect> {
    let chains = folder.chains().expect("a valid folder");
    chains.iter().map(Chain::dialect).collect()
}

#[test]
fn the_three_layouts() {
    check(
        &[
            "0002_b.up.sql",
            "0002_b.down.sql",
            "0001_a.up.sql",
            "0001_a.down.sql",
        ],
        &[
            (1, "a", "m/0001_a.up.sql", Some("m/0001_a.down.sql")),
            (2, "b", "m/0002_b.up.sql", Some("m/0002_b.down.sql")),
        ],
    );
    check(
        &["2026-11-20-101500_a/up.sql", "2026-11-20-101500_a/down.sql"],
        &[(
            20_261_120_101_500,
            "a",
            "m/2026-11-20-101500_a/up.sql",
            Some("m/2026-11-20-101500_a/down.sql"),
        )],
    );
    check(
        &[
            "V1__a.sql",
            "V1__a.down.sql",
            "V2__b.up.sql",
            "V2__b.down.sql",
        ],
        &[
            (1, "a", "m/V1__a.sql", Some("m/V1__a.down.sql")),
            (2, "b", "m/V2__b.up.sql", Some("m/V2__b.down.sql")),
        ],
    );
}

#[test]
fn versions_are_compared_as_numbers_and_timestamps_may_gap() {
    let versions = |numbers: &[u64]| {
        let name = |number: &u64, direction| format!("{number}_x.{direction}.sql");
        let names = numbers
            .iter()
            .flat_map(|number| [name(number, "up"), name(number, "down")]);
        let files = names.map(|name| (name, b"SELECT 1;".to_vec()));
        let folder = Folder::new("m", files);
        let chains = folder.chains().expect("a valid folder");
        let found = chains[0].migrations().iter();
        assert_eq!(
            found.map(|one| one.version().number()).collect::<Vec<_>>(),
            numbers
        );
    };
    versions(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    versions(&[0, 1, 2]);
    versions(&[20_261_120, 20_261_124]);
    versions(&[1, 2, 20_261_120_101_500, 20_261_120_101_599]);
}

#[test]
fn an_irreversible_migration_has_no_down_script() {
    let folder = folder(&[("1_a.up.sql", IRREVERSIBLE)]);
    let chains = folder.chains().expect("a valid folder");
    assert_eq!(rows(&chains[0]), [(1, "a", "m/1_a.up.sql", None)]);
}

#[test]
fn a_dialect_takes_its_own_script_else_the_shared_one() {
    let text = "SELECT 1;";
    let folder = folder(&[
        BOTH,
        ("1_a.up.sql", text),
        ("1_a.postgres.up.sql", text),
        ("1_a.down.sql", text),
        ("2_b.sqlite.up.sql", IRREVERSIBLE),
        ("2_b.postgres.up.sql", text),
        ("2_b.postgres.down.sql", text),
    ]);
    let chains = folder.chains().expect("a valid folder");
    let [sqlite, postgres] = chains.as_slice() else {
        panic!("two dialects")
    };
    assert_eq!((sqlite.dialect(), postgres.dialect()), (Sqlite, Postgres));
    assert_eq!(
        rows(sqlite),
        [
            (1, "a", "m/1_a.up.sql", Some("m/1_a.down.sql")),
            (2, "b", "m/2_b.sqlite.up.sql", None),
        ]
    );
    assert_eq!(
        rows(postgres),
        [
            (1, "a", "m/1_a.postgres.up.sql", Some("m/1_a.down.sql")),
            (
                2,
                "b",
                "m/2_b.postgres.up.sql",
                Some("m/2_b.postgres.down.sql")
            ),
        ]
    );
}

#[test]
fn without_ingrain_toml_the_scripts_tell_the_dialects() {
    let with = |up: &str| folder(&[("1_a.up.sql", up), ("1_a.down.sql", "SELECT 1;")]);
    assert_eq!(dialects(&with("SELECT 1;")), [Sqlite, Postgres]);
    assert_eq!(
        dialects(&with("DO $$ BEGIN RAISE 'don''t'; it's; END $$;")),
        [Postgres]
    );
    assert_eq!(dialects(&with("SELECT \"it's\", [it's];")), [Sqlite]);
    let trigger = "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;";
    assert_eq!(dialects(&with(trigger)), [Sqlite]);
    let declared = folder(&[
        ("ingrain.toml", "dialects = ['postgres']"),
        ("1_a.up.sql", IRREVERSIBLE),
    ]);
    assert_eq!(dialects(&declared), [Postgres]);
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let with = |up: &str, down: &str| folder(&[("1_a.up.sql", up), ("1_a.down.sql", down)]);
    let unix = with("SELECT\n1;\n", "SELECT 1;");
    let windows = with("\u{feff}SELECT\r\n1;\r\n", "SELECT 1;");
    assert_eq!(unix.chains(), windows.chains());
    assert_eq!(
        unix.chains().expect("valid")[0].migrations()[0].up().text(),
        "SELECT\n1;\n"
    );
}

#[test]
fn what_is_sound_by_itself_is_known_in_a_folder_that_is_not_whole() {
    let files = [
        ("ingrain.toml", "dialects = ['postgres']"),
        ("1_a.up.sql", "SELECT 'open;"),
        ("1_a.down.sql", "SELECT 1;"),
        ("3_b.up.sql", "SELECT 3;"),
        ("4_c.sqlite.up.sql", "SELECT 4;"),
        ("5-d.sql", "SELECT 5;"),
    ];
    let folder = folder(&files);
    assert!(folder.chains().is_err());
    let names = |dialect| -> Vec<String> {
        let scripts = folder.unproven_scripts(dialect).into_iter();
        scripts
            .map(|(direction, script)| format!("{direction} {}", script.path()))
            .collect()
    };
    assert_eq!(names(Postgres), ["down m/1_a.down.sql", "up m/3_b.up.sql"]);
    assert_eq!(names(Sqlite), [""; 0]);
}
