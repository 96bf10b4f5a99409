//! Changes of the past, and what is none.

use super::{BOTH, CHAIN, File, borrowed, locked, renamed, sealed, summaries, without};
use crate::{Dialect, Found, Profile, Watched};

const NEW: [File<'_>; 2] = [
    ("4_new.up.sql", "SELECT 4;"),
    ("4_new.down.sql", "SELECT -4;"),
];

/// What a folder of these files says to the lock file of [`CHAIN`].
fn against_chain(files: &[File<'_>]) -> Vec<String> {
    summaries(&locked(files, &sealed(&CHAIN)))
}

fn with<'a>(file: &str, text: &'a str) -> Vec<File<'a>> {
    let mut files: Vec<File<'a>> = CHAIN.to_vec();
    let place = files.iter_mut().find(|(name, _)| *name == file);
    place.expect("a file of the chain").1 = text;
    files
}

#[test]
fn an_edit_is_told_for_the_script_and_its_dialects() {
    assert_eq!(
        against_chain(&with("1_notes.up.sql", "CREATE TABLE notes (id text);")),
        ["23 m/1_notes.up.sql: migration 1 is sealed, and its up script has changed"]
    );
    assert_eq!(
        against_chain(&with("2_search.postgres.up.sql", "SELECT 'other';")),
        [
            "23 m/2_search.postgres.up.sql: migration 2 is sealed, and its up script for postgres has changed"
        ]
    );
    let own = ("1_notes.sqlite.up.sql", "SELECT 'own';");
    assert_eq!(
        against_chain(&[&CHAIN[..], &[own]].concat()),
        [
            "23 m/1_notes.sqlite.up.sql: migration 1 is sealed, and its up script for sqlite has changed"
        ],
        "a script of its own in place of the shared one"
    );
}

#[test]
fn what_is_no_change_of_the_past_is_let_through() {
    let renamed = renamed(&CHAIN, "2_search", "0002_find");
    for files in [
        with("1_notes.down.sql", "DROP TABLE IF EXISTS notes;"),
        with("1_notes.up.sql", "\u{feff}CREATE TABLE notes (id integer);"),
        borrowed(&renamed),
        [&CHAIN[..], &NEW].concat(),
    ] {
        assert_eq!(against_chain(&files), [""; 0]);
    }
    let split = [
        ("1_notes.sqlite.up.sql", CHAIN[1].1),
        ("1_notes.postgres.up.sql", CHAIN[1].1),
    ];
    let files = [&without(&CHAIN, "1_notes.up")[..], &split].concat();
    assert_eq!(against_chain(&files), [""; 0], "a copy for each dialect");
}

#[test]
fn a_deletion_is_told_at_its_line_and_not_as_a_gap_as_well() {
    assert_eq!(
        against_chain(&without(&CHAIN, "2_")),
        ["24 m/ingrain.lock:3:1: migration 2 is sealed, and `2_search` is not in the folder"]
    );
    assert_eq!(
        against_chain(&without(&CHAIN, "3_")),
        ["24 m/ingrain.lock:4:1: migration 3 is sealed, and `3_merge` is not in the folder"],
        "the last one"
    );
}

#[test]
fn a_renumbering_is_told_by_the_file_that_has_the_other_version() {
    assert_eq!(
        against_chain(&borrowed(&renamed(&CHAIN, "3_merge", "4_merge"))),
        ["25 m/4_merge.up.sql: migration 3 is sealed, and has version 4 now"]
    );
    let swapped = renamed(&CHAIN, "2_search", "x");
    let swapped = renamed(&borrowed(&swapped), "3_merge", "2_merge");
    let swapped = renamed(&borrowed(&swapped), "x", "3_search");
    assert_eq!(
        against_chain(&borrowed(&swapped)),
        [
            "25 m/2_merge.up.sql: migration 3 is sealed, and has version 2 now",
            "25 m/3_search.sqlite.up.sql: migration 2 is sealed, and has version 3 now",
        ]
    );
}

/// Whoever puts a migration into the middle moves all that follow.
#[test]
fn a_migration_put_between_moves_the_others() {
    let moved = renamed(&CHAIN, "3_merge", "4_merge");
    let moved = renamed(&borrowed(&moved), "2_search", "3_search");
    let between = [
        ("2_new.up.sql", "SELECT 2;"),
        ("2_new.down.sql", "SELECT 2;"),
    ];
    assert_eq!(
        against_chain(&[&borrowed(&moved)[..], &between].concat()),
        [
            "25 m/3_search.sqlite.up.sql: migration 2 is sealed, and has version 3 now",
            "25 m/4_merge.up.sql: migration 3 is sealed, and has version 4 now",
        ]
    );
}

#[test]
fn an_insertion_below_what_is_sealed_is_told() {
    let stamps = [
        ("20260101_a.up.sql", super::IRREVERSIBLE),
        ("20260103_c.up.sql", super::IRREVERSIBLE),
    ];
    let lock = sealed(&stamps);
    let below = (
        "20260102_b.up.sql",
        "-- ingrain: irreversible \"b\"\nSELECT 2;",
    );
    let found = summaries(&locked(&[&stamps[..], &[below]].concat(), &lock));
    let title = "migration 20260102 is not sealed, and stands below migration 20260103, which is";
    assert_eq!(found, [format!("26 m/20260102_b.up.sql: {title}")]);
    let base = ("0_base.up.sql", "-- ingrain: irreversible \"b\"\nSELECT 0;");
    assert_eq!(
        against_chain(&[&CHAIN[..], &[base]].concat()),
        ["26 m/0_base.up.sql: migration 0 is not sealed, and stands below migration 3, which is"]
    );
}

/// A file that cannot be understood is told once, not as a deletion as well.
#[test]
fn another_mistake_is_not_told_as_a_change_of_the_past() {
    let codes = |files: &[File<'_>]| -> Vec<String> {
        let found = against_chain(files);
        let code = |summary: &String| summary.split(' ').next().unwrap_or_default().to_owned();
        found.iter().map(code).collect()
    };
    let misnamed = renamed(&CHAIN, "1_notes.up.sql", "1_notes.sql");
    assert_eq!(codes(&borrowed(&misnamed)), ["3"]);
    let twice = ("2_other.up.sql", "SELECT 2;");
    assert_eq!(codes(&[&CHAIN[..], &[twice]].concat()), ["4"]);
    assert_eq!(codes(&with("1_notes.up.sql", "SELECT '\0';")), ["13"]);
    assert_eq!(codes(&without(&CHAIN, "2_search.sqlite.up")), ["12"]);
    assert_eq!(codes(&without(&CHAIN, "1_notes.up")), ["8"]);
}

#[test]
fn a_change_of_the_past_is_told_among_all_other_mistakes() {
    let files = with("1_notes.up.sql", "SELECT 'edited';");
    let files = [&without(&files, "2_search.sqlite.down")[..], &NEW[..1]].concat();
    assert_eq!(
        against_chain(&files),
        [
            "23 m/1_notes.up.sql: migration 1 is sealed, and its up script has changed",
            "6 m/2_search.sqlite.up.sql: this up script has no down script",
            "6 m/4_new.up.sql: this up script has no down script",
        ]
    );
}

#[test]
fn a_dialect_that_is_taken_out_or_put_in_changes_no_past() {
    let lock = sealed(&CHAIN);
    let only = ("ingrain.toml", "dialects = ['sqlite']");
    let alone = [
        &without(&without(&CHAIN, "ingrain"), "2_search.postgres")[..],
        &[only],
    ]
    .concat();
    assert_eq!(summaries(&locked(&alone, &lock)), [""; 0]);
    assert_eq!(summaries(&locked(&CHAIN, &sealed(&alone))), [""; 0]);
}

#[test]
fn only_a_release_refuses_what_is_not_sealed() {
    let refusals = |files: &[File<'_>], lock: &str, profile| {
        let folder = locked(files, lock);
        [
            Watched::Same(profile),
            folder.watched(&folder.seen(profile, Found::Nothing(&Dialect::ALL))),
        ]
        .map(|watched| {
            let found = folder.chains_for(watched).err().unwrap_or_default();
            let text = |one: &crate::Diagnostic| format!("{} {}", one.code().number(), one.title());
            found.iter().map(text).collect::<Vec<_>>()
        })
    };
    let lock = sealed(&CHAIN);
    let newer = [&CHAIN[..], &NEW].concat();
    assert_eq!(refusals(&newer, &lock, Profile::Dev), [[""; 0]; 2]);
    assert_eq!(
        refusals(&newer, &lock, Profile::Release),
        [["27 migration 4 is not sealed, and this is a release build"]; 2]
    );
    assert_eq!(refusals(&CHAIN, &lock, Profile::Release), [[""; 0]; 2]);
    let five = [("5_x.up.sql", "SELECT 5;"), ("5_x.down.sql", "SELECT 5;")];
    assert_eq!(
        refusals(&[&newer[..], &five].concat(), &lock, Profile::Release),
        [["27 migrations 4 and 5 are not sealed, and this is a release build"]; 2]
    );
    let shared = without(&without(&CHAIN, "2_"), "3_");
    let sqlite = [&shared[1..], &[("ingrain.toml", "dialects = ['sqlite']")]].concat();
    assert_eq!(
        refusals(&shared, &sealed(&sqlite), Profile::Release),
        [["27 the chain of postgres is not sealed, and this is a release build"]; 2]
    );
    assert_eq!(shared[0], BOTH);
}
