//! The names that come next in a folder.

use crate::Folder;
use crate::name::next::Moment;

const NOW: Moment<'_> = Moment {
    calendar: "20261120101500",
    milliseconds: 1_795_169_700_123,
};

fn folder(names: &[&str]) -> Folder {
    let files = names.iter().map(|name| ((*name).to_owned(), Vec::new()));
    Folder::new("m", files)
}

#[track_caller]
fn check(names: &[&str], expected: &[&str]) {
    let next = folder(names).next_migration("add_email", NOW);
    let next = next.expect("a next one");
    let files: Vec<&str> = next.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(files, expected, "after {names:?}");
}

#[test]
fn counting_goes_on_with_as_many_zeros() {
    check(&[], &["0001_add_email.up.sql", "0001_add_email.down.sql"]);
    check(
        &["1_a.up.sql", "1_a.down.sql", "9_b.up.sql"],
        &["10_add_email.up.sql", "10_add_email.down.sql"],
    );
    check(
        &["001_a.up.sql", "002_b.up.sql"],
        &["003_add_email.up.sql", "003_add_email.down.sql"],
    );
    check(
        &["V1__a.sql", "V1__a.down.sql"],
        &["V2__add_email.sql", "V2__add_email.down.sql"],
    );
    check(
        &["0001_a/up.sql", "0001_a/down.sql"],
        &["0002_add_email/up.sql", "0002_add_email/down.sql"],
    );
}

#[test]
fn a_misnamed_file_claims_its_version() {
    check(
        &["0001_a.up.sql", "0002-b.sql"],
        &["0003_add_email.up.sql", "0003_add_email.down.sql"],
    );
}

#[test]
fn timestamps_keep_their_form() {
    for (last, next) in [
        ("20260101000000", "20261120101500"),
        ("20260101", "20261120"),
        ("2026-01-01-000000", "2026-11-20-101500"),
        ("2026-01-01-000000-0000", "2026-11-20-101500-0000"),
        // Since 1970: seconds, milliseconds, microseconds.
        ("1700000000", "1795169700"),
        ("1700000000000", "1795169700123"),
        ("1700000000000000", "1795169700123000"),
        // 2033 is not the year 2000.
        ("2000000000000", "2000000000001"),
        ("202601010000", "202611201015"),
        ("20260101000000000", "20261120101500000"),
        // From a clock that is ahead, or of this very second.
        ("20270101000000", "20270101000001"),
        ("20261120", "20261121"),
    ] {
        check(
            &[&format!("{last}_a/up.sql"), &format!("{last}_a/down.sql")],
            &[
                &format!("{next}_add_email/up.sql"),
                &format!("{next}_add_email/down.sql"),
            ],
        );
    }
}

#[test]
fn diesels_own_setup_is_no_beginning_to_count_from() {
    let setup = [
        "00000000000000_diesel_initial_setup/up.sql",
        "00000000000000_diesel_initial_setup/down.sql",
    ];
    let first = [
        "2026-11-20-101500_add_email/up.sql",
        "2026-11-20-101500_add_email/down.sql",
    ];
    check(&setup, &first);
    let counted = ["0000_a/up.sql", "0000_a/down.sql"];
    check(
        &counted,
        &["0001_add_email/up.sql", "0001_add_email/down.sql"],
    );
    // Without hyphens, as whoever wrote the next one has it.
    let later = ["20260101000000_a/up.sql", "20260101000000_a/down.sql"];
    check(
        &[setup, later].concat(),
        &[
            "20261120101500_add_email/up.sql",
            "20261120101500_add_email/down.sql",
        ],
    );
}

#[test]
fn the_highest_version_counts_however_its_file_is_named() {
    check(
        &[
            "2026-01-01-000000_a/up.sql",
            "2026-01-01-000000_a/down.sql",
            "2027-01-01-000000_b/forward.sql",
        ],
        &[
            "2027-01-01-000001_add_email/up.sql",
            "2027-01-01-000001_add_email/down.sql",
        ],
    );
    // From counting to timestamps: the last one tells.
    check(
        &["0001_a.up.sql", "20260101000000_b.up.sql"],
        &[
            "20261120101500_add_email.up.sql",
            "20261120101500_add_email.down.sql",
        ],
    );
}

#[test]
fn scripts_are_for_the_databases_that_most_are_for() {
    let up = ["0001_a.postgres.up.sql", "0001_a.sqlite.up.sql"];
    let shared = ["0002_b.up.sql", "0002_b.down.sql"];
    let each = [
        "0002_add_email.sqlite.up.sql",
        "0002_add_email.postgres.up.sql",
    ];
    check(
        &[&up[..], &["0001_a.down.sql"]].concat(),
        &[&each[..], &["0002_add_email.down.sql"]].concat(),
    );
    // As many do one as the other: as the last one does.
    check(
        &[&up[..], &["0001_a.down.sql"], &shared].concat(),
        &["0003_add_email.up.sql", "0003_add_email.down.sql"],
    );
}

#[test]
fn what_another_tool_wrote_is_gone_on_with_in_our_names() {
    let files = [
        ("ingrain.toml", "adopted = { from = 'sqlx', up-to = 4 }"),
        ("0001_a.sql", ""),
        ("0004_b.sql", ""),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    let next = Folder::new("m", files).next_migration("c", NOW).expect("5");
    assert_eq!(next.files[0].name, "0005_c.up.sql");
    assert_eq!(next.files[1].name, "0005_c.down.sql");
}

#[test]
fn what_cannot_be_named_is_not() {
    for description in ["", "a.b", "a/b", "a\n"] {
        assert_eq!(folder(&[]).next_migration(description, NOW), None);
    }
    let last = "9223372036854775807_a.up.sql";
    assert_eq!(folder(&[last]).next_migration("b", NOW), None);
}
