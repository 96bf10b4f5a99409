//! Databases that refinery, sqlx and diesel have migrated, each by itself, are taken over, with the folders
//! that they did it with.
//!
//! Every tool is built from a package of its own here, with its own lock file: they link different versions
//! of SQLite. That takes minutes and the network the first time, and is for `.ci/run`, or for
//! `cargo test --test adopt -- --ignored`.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops there with the reason as its message"
)]

mod followed;
mod switch;

use ingrain::{Diagnostic, Dialect, Migrations, Style, Tool};
use ingrain_build::prove;
use ingrain_core::render;
use ingrain_end_to_end::chain::chain;
use ingrain_end_to_end::testbed::{on_both, on_sqlite};

use self::followed::Followed;
use self::switch::{Folder, Switch};

static REFINERY: Migrations = ingrain::embed!("tests/adopt/refinery/migrations", unwatched);
static SQLX: Migrations = ingrain::embed!("tests/adopt/sqlx/migrations", unwatched);
static DIESEL: Migrations = ingrain::embed!("tests/adopt/diesel/migrations", unwatched);

#[test]
#[ignore = "builds refinery"]
fn a_project_of_refinery_switches_over() {
    let switch = Switch {
        tool: Tool::Refinery,
        embedded: REFINERY,
        versions: &[1, 2, 4, 5],
        next: ("V6__ours.sql", "V6__ours.down.sql", 6),
        note: "its checksum was verified",
    };
    on_both(|bed| switch.goes_through(bed));
    on_both(|bed| switch.is_refused_where_it_does_not_fit(bed, "V2__create_tags.sql", 2));
    on_sqlite(|bed| switch.does_not_mind_other_line_ends(bed));
}

#[test]
#[ignore = "builds refinery"]
fn a_history_of_refinery_with_wide_versions_is_taken_over() {
    let project = tempfile::tempdir().unwrap();
    let files = [
        (
            "V20260101120000__create_notes.sql",
            "CREATE TABLE notes (id INTEGER PRIMARY KEY);",
        ),
        (
            "V20260102120000__create_tags.sql",
            "CREATE TABLE tags (id INTEGER PRIMARY KEY);",
        ),
        (
            "ingrain.toml",
            "adopted = { from = 'refinery', up-to = 20260102120000 }",
        ),
    ];
    for (name, text) in files {
        std::fs::write(project.path().join(name), text).unwrap();
    }
    let theirs = Folder::at(project.path().to_owned(), Tool::Refinery);
    let migrator = chain(&files).migrator();
    on_both(|bed| {
        theirs.apply_with(&["int8-versions"], &bed.place());
        let report = bed.adopt(&migrator, Tool::Refinery).unwrap();
        let taken = report.recorded().iter().map(|version| version.number());
        assert!(taken.eq([20260101120000, 20260102120000]), "{report}");
        assert!(bed.run(&migrator).unwrap().is_empty());
        let notes = bed.history("note");
        let verified = |note: &String| note.ends_with("its checksum was verified");
        assert!(notes.iter().all(verified), "{notes:?}");
    });
}

#[test]
#[ignore = "builds sqlx"]
fn a_project_of_sqlx_switches_over() {
    let switch = Switch {
        tool: Tool::Sqlx,
        embedded: SQLX,
        versions: &[1, 3, 4, 10, 11],
        next: ("0012_ours.up.sql", "0012_ours.down.sql", 12),
        note: "its checksum was verified",
    };
    on_both(|bed| switch.goes_through(bed));
    on_both(|bed| switch.is_refused_where_it_does_not_fit(bed, "0003_create_tags.sql", 3));
    on_sqlite(|bed| switch.does_not_mind_other_line_ends(bed));
}

#[test]
#[ignore = "builds diesel"]
fn a_project_of_diesel_switches_over() {
    let day = |day: u64| 202_601_000_000_000_000 + day * 10_000_000_000;
    let versions = [day(1), day(2), day(3), day(4)];
    let directory = "2026-01-05-000000-0000_ours";
    let (up, down) = (
        format!("{directory}/up.sql"),
        format!("{directory}/down.sql"),
    );
    let switch = Switch {
        tool: Tool::Diesel,
        embedded: DIESEL,
        versions: &versions,
        next: (&up, &down, day(5)),
        note: "diesel keeps no checksum to verify",
    };
    // diesel's driver for Postgres is libpq, which not every machine has.
    on_sqlite(|bed| switch.goes_through(bed));
}

#[test]
#[ignore = "builds refinery, and Ingrain beside it"]
fn the_page_is_followed_in_a_project_of_refinery() {
    let followed = Followed {
        tool: Tool::Refinery,
        applied: 4,
        next: [
            "migrations/V6__add_author.sql",
            "migrations/V6__add_author.down.sql",
        ],
        back: (&["-1"], "-1"),
    };
    let mut reader = followed.to_the_end();
    on_both(|bed| followed.takes_over(&mut reader, bed));
    followed.takes_over_by_itself(&mut reader);
}

#[test]
#[ignore = "builds sqlx, and Ingrain beside it"]
fn the_page_is_followed_in_a_project_of_sqlx() {
    let followed = Followed {
        tool: Tool::Sqlx,
        applied: 5,
        next: [
            "migrations/0012_add_author.up.sql",
            "migrations/0012_add_author.down.sql",
        ],
        back: (&["-1", "-1"], "-1"),
    };
    let mut reader = followed.to_the_end();
    on_both(|bed| followed.takes_over(&mut reader, bed));
    followed.takes_over_by_itself(&mut reader);
}

#[test]
#[ignore = "builds diesel, and Ingrain beside it"]
fn the_page_is_followed_in_a_project_of_diesel() {
    let directory = "migrations/20…-0000_add_author";
    let [up, down] = ["up", "down"].map(|script| format!("{directory}/{script}.sql"));
    let followed = Followed {
        tool: Tool::Diesel,
        applied: 4,
        next: [&up, &down],
        // As far as the one whose down script holds nothing.
        back: (&["-2"], "-1"),
    };
    let mut reader = followed.to_the_end();
    on_sqlite(|bed| followed.takes_over(&mut reader, bed));
    followed.takes_over_by_itself(&mut reader);
}

/// The folders are their tools' own: but for one line in `ingrain.toml`, nothing in them is Ingrain's.
#[test]
fn nothing_in_these_folders_is_said_to_ingrain() {
    for tool in [Tool::Refinery, Tool::Sqlx, Tool::Diesel] {
        for (name, text) in Folder::of(tool).files() {
            match name.as_str() {
                "ingrain.toml" => assert_eq!(text.lines().count(), 1, "{tool}"),
                _ => assert!(!text.contains("ingrain"), "{tool}: {name}"),
            }
        }
    }
}

/// They run forwards and, as far as they can, backwards, on tables with rows.
#[test]
fn the_build_script_finds_nothing_wrong_with_them() {
    for tool in [Tool::Refinery, Tool::Sqlx, Tool::Diesel] {
        let outcome = prove(&Folder::of(tool).as_it_is(), None);
        let texts: Vec<String> = outcome
            .errors()
            .iter()
            .chain(&outcome.warned)
            .map(text)
            .collect();
        assert!(texts.is_empty(), "{tool}: {}", texts.join("\n"));
        assert_eq!(outcome.proven, Dialect::ALL, "{tool}");
    }
}

fn text(diagnostic: &Diagnostic) -> String {
    render(diagnostic, Style::Plain)
}

/// What diesel says beside a script, and sqlx at its top, is what the script is run by.
#[test]
fn what_runs_outside_transactions_there_does_so_here() {
    let alone = |migrations: &Migrations| -> Vec<u64> {
        let chain = migrations.chain(Dialect::Sqlite).unwrap();
        let migrations = chain.migrations().iter();
        let alone = migrations.filter(|migration| {
            let directives = migration.up().directives(Dialect::Sqlite);
            directives.transaction == ingrain::Transaction::None
        });
        alone
            .map(|migration| migration.version().number())
            .collect()
    };
    assert_eq!(alone(&REFINERY), []);
    assert_eq!(alone(&SQLX), [4]);
    assert_eq!(alone(&DIESEL), [202_601_040_000_000_000]);
}
