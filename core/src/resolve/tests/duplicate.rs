//! Versions that are claimed twice.

use super::names::named;
use super::{BOTH, check, folder};

#[test]
fn a_version_claimed_twice() {
    check(
        &named(&["1_a.down.sql", "1_a.up.sql", "1_b.down.sql", "1_b.up.sql"]),
        &[(
            4,
            "1_b.up.sql",
            "version 1 is claimed twice",
            "`1_a` or `1_b`, to version 2",
        )],
    );
    check(
        &named(&[
            "001_a.down.sql",
            "001_a.up.sql",
            "1_a.down.sql",
            "1_a.up.sql",
        ]),
        &[(
            4,
            "1_a.up.sql",
            "version 1 is claimed twice",
            "`001_a` or `1_a`, to version 2",
        )],
    );
    let names = ["_a.down.sql", "_a.up.sql", "_b.down.sql", "_b.up.sql"];
    let names = names.map(|name| format!("20261120101500{name}"));
    check(
        &named(&names.each_ref().map(String::as_str)),
        &[(
            4,
            "20261120101500_b.up.sql",
            "is claimed twice",
            "to a later time",
        )],
    );
    check(
        &named(&["1_a.up.sql", "1_a.down.sql", "1_a/up.sql"]),
        &[
            (
                4,
                "1_a/up.sql",
                "claimed twice",
                "delete one of the two, `1_a.up.sql` or `1_a/up.sql`",
            ),
            (9, "1_a/up.sql", "mixes", "rename it to `1_a.up.sql`"),
        ],
    );
}

#[test]
fn an_up_and_a_down_of_one_version_with_two_descriptions() {
    let title = "the two scripts of version 1 have different descriptions";
    check(
        &named(&["1_author.up.sql", "1_autor.down.sql"]),
        &[(
            4,
            "1_autor.down.sql",
            title,
            "rename `1_autor.down.sql` to `1_author.down.sql`",
        )],
    );
    check(
        &named(&["1_author/up.sql", "1_autor/down.sql"]),
        &[(4, "1_autor/down.sql", title, "to `1_author/down.sql`")],
    );
    check(
        &named(&["001_author.up.sql", "1_author.down.sql"]),
        &[(
            4,
            "1_author.down.sql",
            "the two scripts of version 1 have different names",
            "rename `1_author.down.sql` to `001_author.down.sql`",
        )],
    );
    let names = [
        "1_a.postgres.up.sql",
        "1_a.sqlite.up.sql",
        "1_b.postgres.down.sql",
        "1_b.sqlite.down.sql",
    ];
    let files = [vec![BOTH], named(&names)].concat();
    let title = "the scripts of version 1 have different descriptions";
    let help = "rename `1_b.sqlite.down.sql` to `1_a.sqlite.down.sql`";
    check(&files, &[(4, "1_b.postgres.down.sql", title, help)]);
    let names = ["1_a.up.sql", "1_b.up.sql", "1_b.down.sql"];
    let help = "`1_a` or `1_b`, to version 2";
    check(
        &named(&names),
        &[(4, "1_b.up.sql", "version 1 is claimed twice", help)],
    );
}

#[test]
fn two_up_scripts_of_one_stem_are_the_two_that_clash() {
    let files = named(&["V1__x.down.sql", "V1__x.sql", "V1__x.up.sql"]);
    let help = "delete one of the two, `V1__x.sql` or `V1__x.up.sql`";
    check(
        &files,
        &[(4, "V1__x.up.sql", "version 1 is claimed twice", help)],
    );
    let found = folder(&files).chains().expect_err("a duplicate");
    let notes: Vec<&str> = found[0].note_texts().collect();
    assert_eq!(notes, ["the other one is `m/V1__x.sql`"]);
}
