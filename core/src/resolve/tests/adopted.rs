//! Folders that were written for other tools.

use super::{Expected, check, folder};
use crate::{Dialect, Migration, SealRequest, Transaction};

const UP: &str = "SELECT 1;";

/// A folder of these files, and the `ingrain.toml` that says where it comes from.
fn from<'a>(config: &'a str, files: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [&[("ingrain.toml", config)], files].concat()
}

/// What a folder without a mistake gives, in words: version, description, and what is said of its scripts.
#[track_caller]
fn gives(files: &[(&str, &str)], expected: &[&str]) {
    let folder = folder(files);
    let chains = folder.chains().unwrap_or_else(|found| panic!("{found:#?}"));
    let migrations = chains[0].migrations().iter();
    let words: Vec<String> = migrations
        .map(|one| words(chains[0].dialect(), one))
        .collect();
    assert_eq!(words, expected);
}

fn words(dialect: Dialect, migration: &Migration<'_>) -> String {
    let (version, description) = (migration.version(), migration.description());
    let script = |script: crate::Script<'_>| match (
        script.directives(dialect).transaction,
        script.is_adopted(),
    ) {
        (Transaction::None, true) => "alone",
        (Transaction::Wrapped, true) => "wrapped",
        (_, false) => "ours",
    };
    let down = migration.down_script().map_or("none", script);
    format!(
        "{version} {description}: {}, {down}",
        script(migration.up())
    )
}

#[test]
fn a_folder_of_sqlx_without_ways_back() {
    let files = [
        (
            "0001_notes.sql",
            "-- irreversible: only a comment\nSELECT 1;",
        ),
        ("0004_v1.2_tags.sql", UP),
        ("0004_v1.2_tags.down.sql", UP),
        (
            "0009_index.sql",
            "-- no-transaction: it is large\nSELECT 1;",
        ),
        ("0010_search.up.sql", UP),
        ("0010_search.down.sql", UP),
    ];
    let config = "adopted = { from = 'sqlx', up-to = 9 }";
    let expected = [
        "1 notes: wrapped, none",
        "4 v1.2_tags: wrapped, wrapped",
        "9 index: alone, none",
        "10 search: ours, ours",
    ];
    gives(&from(config, &files), &expected);
}

#[test]
fn a_folder_of_sqlx_with_ways_back() {
    let files = [
        (
            "20260101000000_notes.up.sql",
            "-- Add up migration script here\n",
        ),
        (
            "20260101000000_notes.down.sql",
            "-- Add down migration script here\n",
        ),
        ("20260102000000_index.up.sql", UP),
        (
            "20260102000000_index.down.sql",
            "-- no-transaction\nSELECT 1;",
        ),
    ];
    let config = "adopted = { from = 'sqlx', up-to = 20260102000000 }";
    let expected = [
        "20260101000000 notes: wrapped, none",
        "20260102000000 index: wrapped, alone",
    ];
    gives(&from(config, &files), &expected);
}

#[test]
fn it_is_sealed_under_the_names_of_its_files() {
    let files = [("0001_notes.sql", UP), ("0004_v1.2_tags.sql", UP)];
    let files = from("adopted = { from = 'sqlx', up-to = 4 }", &files);
    let seal = folder(&files).seal(&SealRequest::default()).unwrap();
    let (notes, tags) = (
        "version=1 name=0001_notes ",
        "version=4 name=0004_v1.2_tags ",
    );
    assert!(seal.text().contains(notes), "{}", seal.text());
    assert!(seal.text().contains(tags), "{}", seal.text());
    // What was sealed reads back, and nothing has changed.
    let sealed = [&files[..], &[("ingrain.lock", seal.text())]].concat();
    assert!(
        !folder(&sealed)
            .seal(&SealRequest::default())
            .unwrap()
            .is_needed(&folder(&sealed))
    );
    check(&sealed, &[]);
}

#[test]
fn a_folder_of_refinery() {
    let files = [
        ("V1__notes.sql", UP),
        ("2026/V7__tags.sql", UP),
        ("2026/V7__tags.down.sql", UP),
        ("U5__größe.sql", UP),
        ("V8__ours.sql", UP),
        ("V8__ours.down.sql", UP),
    ];
    let expected = [
        "1 notes: wrapped, none",
        "5 größe: wrapped, none",
        "7 tags: wrapped, wrapped",
        "8 ours: ours, ours",
    ];
    gives(
        &from("adopted = { from = 'refinery', up-to = 7 }", &files),
        &expected,
    );
}

#[test]
fn a_folder_of_diesel() {
    let alone = "run_in_transaction = false\n";
    let files = [
        ("00000000000000_diesel_initial_setup/up.sql", UP),
        ("00000000000000_diesel_initial_setup/down.sql", UP),
        ("2026-01-01-000000-0000_notes/up.sql", UP),
        ("2026-01-02-000000-0000_index/up.sql", UP),
        ("2026-01-02-000000-0000_index/down.sql", UP),
        ("2026-01-02-000000-0000_index/metadata.toml", alone),
    ];
    let expected = [
        "0 diesel_initial_setup: wrapped, wrapped",
        "202601010000000000 notes: wrapped, none",
        "202601020000000000 index: alone, alone",
    ];
    let config = "adopted = { from = 'diesel', up-to = 202601020000000000 }";
    gives(&from(config, &files), &expected);
}

#[test]
fn a_folder_that_does_not_say_where_it_comes_from_is_told_once() {
    let told = |names: &[&str], expected: Expected<'_>| {
        let files: Vec<_> = names.iter().map(|name| (*name, UP)).collect();
        check(&files, &[expected]);
    };
    let paste =
        "put this line at the top of `m/ingrain.toml`: `adopted = { from = \"sqlx\", up-to = 4 }`";
    let title = "no script of this folder says `.up` or `.down`";
    told(
        &["0001_a.sql", "0002_b.sql", "0004_c.sql"],
        (3, "0001_a.sql", title, paste),
    );
    let paste = "`adopted = { from = \"refinery\", up-to = 5 }`";
    let title = "no up script of this folder has a down script";
    told(
        &["U5__b.sql", "V1__a.sql", "more/V3__c.sql"],
        (6, "U5__b.sql", title, paste),
    );
    let paste = "`adopted = { from = \"diesel\", up-to = 20260101 }`";
    told(
        &["2026-01-01_a/up.sql"],
        (6, "2026-01-01_a/up.sql", title, paste),
    );
}

#[test]
fn what_else_is_wrong_with_such_a_folder_is_told_with_it() {
    check(
        &[("1_a.sql", "BEGIN; SELECT 1;"), ("3_b.sql", UP)],
        &[
            (3, "1_a.sql", "no script of this folder", "up-to = 3"),
            (15, "1_a.sql", "`BEGIN`", ""),
        ],
    );
    // It is not asked to say what it may say in the file that is wrong.
    check(
        &from("colour = 1", &[("1_a.sql", UP), ("3_b.sql", UP)]),
        &[(19, "ingrain.toml", "unknown key `colour`", "")],
    );
}

#[test]
fn where_it_may_be_another_tools_the_line_is_offered() {
    let diesel = [
        ("2026-01-01_a/up.sql", UP),
        ("2026-01-01_a/down.sql", UP),
        ("2026-01-02_b/up.sql", UP),
    ];
    let paste = "leave it and put this line at the top of `m/ingrain.toml`: `adopted = { from = \"diesel\", up-to = 20260102 }`";
    check(
        &diesel,
        &[(6, "2026-01-02_b/up.sql", "no down script", paste)],
    );
    // What was written since has a way back.
    let since = [
        ("V1__a.sql", UP),
        ("V2__b.sql", UP),
        ("V3__c.sql", UP),
        ("V3__c.down.sql", UP),
    ];
    let paste = "`adopted = { from = \"refinery\", up-to = 2 }`";
    check(
        &since,
        &[
            (6, "V1__a.sql", "no down script", paste),
            (6, "V2__b.sql", "no down script", paste),
        ],
    );
    let empty = [
        ("2026-01-01_a/up.sql", UP),
        (
            "2026-01-01_a/down.sql",
            "-- This file should undo anything in `up.sql`\n",
        ),
    ];
    let paste = "`adopted = { from = \"diesel\", up-to = 20260101 }`";
    let title = "this down script holds no statement";
    check(&empty, &[(7, "2026-01-01_a/down.sql", title, paste)]);
    let sqlx = |down| [("1_a.up.sql", UP), ("1_a.down.sql", down)];
    let paste = "`adopted = { from = \"sqlx\", up-to = 1 }`";
    check(
        &sqlx("-- Add down migration script here\n"),
        &[(7, "1_a.down.sql", title, paste)],
    );
    check(
        &sqlx("-- no-transaction\nSELECT 1;"),
        &[(11, "1_a.down.sql", "looks like a directive", paste)],
    );
    let refinery = [("V1__a.sql", UP), ("V1__a.down.sql", UP), ("U2__b.sql", UP)];
    let paste = "`adopted = { from = \"refinery\", up-to = 2 }`";
    check(
        &refinery,
        &[(3, "U2__b.sql", "cannot be understood", paste)],
    );
    let gap = ["1_a.up.sql", "1_a.down.sql", "3_b.up.sql", "3_b.down.sql"].map(|name| (name, UP));
    let paste = "`adopted = { from = \"sqlx\", up-to = 3 }`";
    check(&gap, &[(5, "3_b.up.sql", "version 2 is left out", paste)]);
}

#[test]
fn where_it_is_more_likely_ours_no_line_is_offered() {
    for down in [
        "-- add_email: put the SQL here.\n",
        "-- lock-timeout 5s\nSELECT 1;",
    ] {
        let found = folder(&[("1_a.up.sql", UP), ("1_a.down.sql", down)])
            .chains()
            .unwrap_err();
        assert!(!format!("{found:?}").contains("adopted ="), "{found:?}");
    }
}

#[test]
fn beyond_the_last_version_that_was_taken_over_all_is_as_ever() {
    let files = [("1_a.sql", UP), ("2_b.sql", UP), ("5_c.up.sql", UP)];
    check(
        &from("adopted = { from = 'sqlx', up-to = 1 }", &files),
        &[
            (
                3,
                "2_b.sql",
                "neither `.up` nor `.down`",
                "rename it to `2_b.up.sql`",
            ),
            (5, "5_c.up.sql", "versions 3 and 4 are left out", "restore"),
            (6, "5_c.up.sql", "no down script", "write `5_c.down.sql`"),
        ],
    );
    let late = [("V1__a.sql", UP), ("U2__b.sql", UP)];
    check(
        &from("adopted = { from = 'refinery', up-to = 1 }", &late),
        &[(
            3,
            "U2__b.sql",
            "cannot be understood",
            "rename it to `V2__b.sql`",
        )],
    );
    // Flyway's, which takes back what is there.
    let undo = [("V2__b.sql", UP), ("U2__b.sql", UP), ("V1__a.sql", UP)];
    check(
        &from("adopted = { from = 'refinery', up-to = 1 }", &undo),
        &[(
            3,
            "U2__b.sql",
            "cannot be understood",
            "rename it to `V2__b.down.sql`",
        )],
    );
}

#[test]
fn a_last_version_that_is_not_there_is_a_slip() {
    check(
        &from(
            "adopted = { from = 'sqlx', up-to = 20 }",
            &[("1_a.sql", UP), ("2_b.sql", UP)],
        ),
        &[(
            19,
            "ingrain.toml",
            "`up-to` names version 20, which is not in the folder",
            "the last one in the folder is 2",
        )],
    );
}

#[test]
fn what_refinery_has_left_out_is_not_applied_now() {
    check(
        &from(
            "adopted = { from = 'refinery', up-to = 3 }",
            &[("V1__a.sql", UP), ("V2__a-b.sql", UP), ("V3__c.sql", UP)],
        ),
        &[(
            3,
            "V2__a-b.sql",
            "refinery has left it out",
            "belongs in another folder",
        )],
    );
}

#[test]
fn diesels_metadata_is_heard_or_told() {
    let folder = |config: &'static str, metadata: &'static str| {
        let files = [
            ("2026-01-01_a/up.sql", UP),
            ("2026-01-01_a/down.sql", UP),
            ("2026-01-01_a/metadata.toml", metadata),
        ];
        from(config, &files)
    };
    let (adopted, at) = (
        "adopted = { from = 'diesel', up-to = 20260101 }",
        "2026-01-01_a/metadata.toml",
    );
    gives(
        &folder(adopted, "run_in_transaction = true"),
        &["20260101 a: wrapped, wrapped"],
    );
    let unsaid = "this does not say `run_in_transaction = true` or `false`";
    check(&folder(adopted, ""), &[(19, at, unsaid, "say which")]);
    check(
        &folder(adopted, "run_in_"),
        &[(19, at, "not TOML", "fix the syntax")],
    );
    let alone = "run_in_transaction = false";
    let help = "say `-- ingrain: no-transaction`";
    check(&folder("", alone), &[(19, at, "is not heard", help)]);
    gives(
        &folder("", "run_in_transaction = true"),
        &["20260101 a: ours, ours"],
    );
}

#[test]
fn a_folder_of_sqlx_that_has_ways_back_from_some_version_on_is_told_the_line() {
    let files = [
        ("0001_notes.sql", UP),
        ("0010_v1.1_tags.sql", UP),
        ("0011_seed.up.sql", UP),
        ("0011_seed.down.sql", UP),
    ];
    let line = "`adopted = { from = \"sqlx\", up-to = 11 }`";
    let title = "some scripts of this folder say neither `.up` nor `.down`";
    check(&files, &[(3, "0001_notes.sql", title, line)]);
}
