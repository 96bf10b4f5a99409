//! What is left of a folder that would not build.

use super::folder;

/// The versions that are left, and those that are broken, with their descriptions.
#[track_caller]
fn check(files: &[(&str, &str)], left: &[u64], broken: &[(u64, &str)]) {
    let folder = folder(files);
    assert!(folder.chains().is_err());
    let rest = folder.rest().unwrap();
    let chains = rest.folder.chains().unwrap();
    let chain = chains.first().unwrap().migrations().iter();
    let versions: Vec<u64> = chain.map(|it| it.version.number()).collect();
    assert_eq!(versions, left);
    let found = rest.broken.iter();
    let found: Vec<_> = found
        .map(|it| (it.version.number(), it.description.as_str()))
        .collect();
    assert_eq!(found, broken);
    assert!(rest.broken.iter().all(|it| !it.mistakes.is_empty()));
}

const FOUR: [(&str, &str); 8] = [
    ("0001_a.up.sql", "SELECT 1"),
    ("0001_a.down.sql", "SELECT 1"),
    ("0002_b.up.sql", "SELECT 1"),
    ("0002_b.down.sql", "SELECT 1"),
    ("0003_c.up.sql", "SELECT 1"),
    ("0003_c.down.sql", "SELECT 1"),
    ("0004_d.up.sql", "SELECT 1"),
    ("0004_d.down.sql", "SELECT 1"),
];

fn four(instead: &[(usize, (&'static str, &'static str))]) -> Vec<(&'static str, &'static str)> {
    let mut files = FOUR.to_vec();
    for (at, file) in instead {
        files[*at] = *file;
    }
    files
}

#[test]
fn what_is_behind_a_broken_migration_is_left() {
    check(
        &four(&[(2, ("0002_b.up.sql", ""))]),
        &[1, 3, 4],
        &[(2, "b")],
    );
    check(
        &four(&[
            (1, ("0001_a.down.sql", "'")),
            (6, ("0004_d.up.sql", "-- ingrain: no\nSELECT 1")),
        ]),
        &[2, 3],
        &[(1, "a"), (4, "d")],
    );
}

#[test]
fn a_misnamed_file_is_of_the_migration_that_it_probably_means() {
    check(
        &four(&[(5, ("0003_see.donw.sql", "SELECT 1"))]),
        &[1, 2, 4],
        &[(3, "c")],
    );
    check(
        &[&FOUR[..], &[("what.sql", "SELECT 1")]].concat(),
        &[1, 2, 3, 4],
        &[],
    );
}

#[test]
fn a_version_is_broken_as_a_whole() {
    check(
        &[&FOUR[..], &[("2_other.up.sql", "SELECT 1")]].concat(),
        &[1, 3, 4],
        &[(2, "other")],
    );
    check(
        &[
            ("2026-11-20-101500_a/up.sql", "SELECT 1"),
            ("2026-11-20-101500_a/down.sql", "SELECT 1"),
            ("2026-11-20-101600_b/up.sql", "SELECT 1"),
            ("2026-11-20-101600_b/down.sql", "SELECT 1"),
            ("2026-11-20-101600_b/metadata.toml", "no toml"),
            (
                "ingrain.toml",
                "adopted = { from = \"diesel\", up-to = 20261120101600 }",
            ),
        ],
        &[20_261_120_101_500],
        &[(20_261_120_101_600, "b")],
    );
}

#[test]
fn a_gap_breaks_nothing_and_is_a_mistake_all_the_same() {
    check(&[&FOUR[..2], &FOUR[4..]].concat(), &[1, 3, 4], &[]);
}

#[test]
fn where_nothing_is_left_there_is_no_rest() {
    assert_eq!(folder(&[]).rest(), None);
    assert_eq!(folder(&[("0001_a.up.sql", "")]).rest(), None);
}

#[test]
fn a_whole_folder_is_its_own_rest() {
    let rest = folder(&FOUR).rest().unwrap();
    assert_eq!((rest.broken.len(), rest.folder.files().len()), (0, 8));
}
