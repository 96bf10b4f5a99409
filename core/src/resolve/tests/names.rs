//! What the names alone tell.

use super::{BOTH, check};

const UP: &str = "SELECT 1;";

/// A folder of these names, each with a script that reads well everywhere.
pub(super) fn named<'a>(names: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    names.iter().map(|name| (*name, UP)).collect()
}

#[test]
fn a_misnamed_file_is_told_its_name_and_causes_no_gap() {
    let names = [
        "1_a.down.sql",
        "1_a.up.sql",
        "2-b.up.sql",
        "3_c.down.sql",
        "3_c.up.sql",
    ];
    check(
        &named(&names),
        &[(
            3,
            "2-b.up.sql",
            "no `_` separates",
            "rename it to `2_b.up.sql`",
        )],
    );
    check(
        &named(&["1_a.down.sql", "1_a.up.sql", "notes.sql"]),
        &[(
            3,
            "notes.sql",
            "cannot be understood",
            "is called `2_what_it_does.up.sql`",
        )],
    );
    check(
        &named(&["1_a.down.sql", "1_a.up.SQL", "1_a.up.sql"]),
        &[(
            3,
            "1_a.up.SQL",
            "not the lower-case `.sql`",
            "rename it to `1_a.up.sql`",
        )],
    );
}

#[test]
fn what_a_misnamed_file_is_meant_to_be_is_not_missing_as_well() {
    let renamed = |name: &'static str, meant: &'static str| {
        let others = ["2_b.up.sql", "2_b.down.sql"].into_iter();
        let mut names = vec!["1_a.up.sql", "1_a.down.sql", name];
        names.extend(others.filter(|other| *other != meant));
        check(
            &named(&names),
            &[(3, name, "cannot be understood", &format!("`{meant}`"))],
        );
    };
    renamed("2_b.sql", "2_b.up.sql");
    renamed("2_b_down.sql", "2_b.down.sql");
}

#[test]
fn an_empty_folder() {
    check(
        &[],
        &[(2, "", "`m` holds no migration", "`m/0001_first.up.sql`")],
    );
    check(
        &[BOTH],
        &[(2, "", "holds no migration", "`m/0001_first.down.sql`")],
    );
}

#[test]
fn a_script_in_a_folder_too_many() {
    let names = [
        "1_a.down.sql",
        "1_a.up.sql",
        "2_b.down.sql",
        "more/2_b.up.sql",
    ];
    check(
        &named(&names),
        &[(
            3,
            "more/2_b.up.sql",
            "a script of this name has to stand directly in `m`",
            "move it to `m/2_b.up.sql`",
        )],
    );
    check(
        &named(&[
            "1_a/down.sql",
            "1_a/up.sql",
            "more/2_b/down.sql",
            "2_b/up.sql",
        ]),
        &[(
            3,
            "more/2_b/down.sql",
            "it stands two folders deep",
            "move it to `m/2_b/down.sql`",
        )],
    );
}

#[test]
fn a_gap() {
    let pair = |version: u32| {
        let name = |direction| format!("{version:04}_x.{direction}.sql");
        [name("up"), name("down")]
    };
    let gapped = |versions: &[u32], at: &str, title: &str, help: &str| {
        let names: Vec<String> = versions.iter().copied().flat_map(pair).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        check(&named(&names), &[(5, at, title, help)]);
    };
    let title = "version 1 is left out before version 2";
    gapped(&[2, 3], "0002_x.up.sql", title, "rename it to `0001_x`");
    let title = "version 2 is left out before version 3";
    gapped(&[0, 1, 3], "0003_x.up.sql", title, "rename it to `0002_x`");
    let title = "versions 2 and 3 are left out before version 4";
    gapped(&[1, 4], "0004_x.up.sql", title, "restore what is left out");
    let title = "versions 2 to 4999 are left out before version 5000";
    gapped(&[1, 5000], "5000_x.up.sql", title, "`0002_x`");
    check(
        &named(&["V1__x.down.sql", "V1__x.sql", "V3__y.down.sql", "V3__y.sql"]),
        &[(
            5,
            "V3__y.sql",
            "version 2 is left out",
            "rename it to `V2__y`",
        )],
    );
}

#[test]
fn an_up_without_a_down_and_a_down_without_an_up() {
    check(
        &named(&["1_a.up.sql"]),
        &[(
            6,
            "1_a.up.sql",
            "this up script has no down script",
            "write `1_a.down.sql`",
        )],
    );
    check(
        &named(&["1_a/up.sql"]),
        &[(
            6,
            "1_a/up.sql",
            "has a down script",
            "say `-- ingrain: irreversible \"why\"`",
        )],
    );
    check(
        &named(&["V1__a.sql"]),
        &[(
            6,
            "V1__a.sql",
            "has a down script",
            "write `V1__a.down.sql`",
        )],
    );
    check(
        &[BOTH, ("1_a.sqlite.up.sql", UP), ("1_a.postgres.up.sql", UP)],
        &[
            (
                6,
                "1_a.postgres.up.sql",
                "no down",
                "write `1_a.postgres.down.sql`",
            ),
            (
                6,
                "1_a.sqlite.up.sql",
                "no down",
                "write `1_a.sqlite.down.sql`",
            ),
        ],
    );
    check(
        &named(&["1_a.down.sql", "1_a.up.sql", "2_b.down.sql"]),
        &[(
            8,
            "2_b.down.sql",
            "this down script has no up script",
            "write `2_b.up.sql`",
        )],
    );
}

#[test]
fn mixed_layouts_go_by_the_commonest() {
    check(
        &named(&["1_a.down.sql", "1_a.up.sql", "V2__b.sql"]),
        &[
            (6, "V2__b.sql", "no down", "write `V2__b.down.sql`"),
            (
                9,
                "V2__b.sql",
                "mixes two ways of naming",
                "rename it to `2_b.up.sql`",
            ),
        ],
    );
    check(
        &named(&["0001_a.down.sql", "0001_a.up.sql", "V2__b.down.sql"]),
        &[
            (8, "V2__b.down.sql", "no up script", "write `V2__b.sql`"),
            (
                9,
                "V2__b.down.sql",
                "mixes",
                "rename it to `0002_b.down.sql`",
            ),
        ],
    );
    let version = "20261120101500";
    check(
        &named(&[
            "2026-11-20-101500_b/down.sql",
            "2026-11-20-101500_b/up.sql",
            "V1__a.down.sql",
            "V1__a.sql",
            "V2__c.down.sql",
            "V2__c.sql",
        ]),
        &[
            (
                9,
                "2026-11-20-101500_b/down.sql",
                "mixes",
                &format!("`V{version}__b.down.sql`"),
            ),
            (
                9,
                "2026-11-20-101500_b/up.sql",
                "mixes",
                &format!("`V{version}__b.sql`"),
            ),
        ],
    );
}

#[test]
fn a_version_without_a_script_for_a_dialect() {
    check(
        &[BOTH, ("1_a.sqlite.up.sql", UP), ("1_a.down.sql", UP)],
        &[(
            12,
            "1_a.sqlite.up.sql",
            "version 1 has no up script for postgres",
            "write `1_a.postgres.up.sql`",
        )],
    );
}

#[test]
fn a_script_that_nothing_uses() {
    let names = [
        "1_a.up.sql",
        "1_a.down.sql",
        "1_a.sqlite.up.sql",
        "1_a.postgres.up.sql",
    ];
    let files = [vec![BOTH], named(&names)].concat();
    check(
        &files,
        &[(
            20,
            "1_a.up.sql",
            "no dialect uses this script",
            "delete this one",
        )],
    );
    let one = ("ingrain.toml", "dialects = ['sqlite']");
    let files = [
        vec![one],
        named(&["1_a.up.sql", "1_a.down.sql", "1_a.postgres.down.sql"]),
    ]
    .concat();
    check(
        &files,
        &[(
            20,
            "1_a.postgres.down.sql",
            "no dialect uses",
            "add \"postgres\" to `dialects`",
        )],
    );
}

#[test]
fn a_dialect_in_a_name_needs_ingrain_toml() {
    check(
        &named(&["1_a.up.sql", "1_a.down.sql", "1_a.postgres.up.sql"]),
        &[(
            19,
            "1_a.postgres.up.sql",
            "does not say which dialects",
            "create `ingrain.toml`",
        )],
    );
}
