//! Up and down to a target.

use ingrain::{Code, Direction, Migrations, SkippedBecause, Target};
use ingrain_end_to_end::testbed::{Testbed, on_both, ran, to, version};

use crate::assert_says;

fn letters(bed: &Testbed, letters: &str) -> Migrations {
    let scripts: Vec<(String, String, String)> = (1..)
        .zip(letters.chars())
        .map(|(number, letter)| {
            let up = format!("CREATE TABLE {letter} (id integer)");
            (
                format!("{number}_{letter}"),
                up,
                format!("DROP TABLE {letter}"),
            )
        })
        .collect();
    let scripts: Vec<(&str, &str, &str)> = scripts
        .iter()
        .map(|(name, up, down)| (name.as_str(), up.as_str(), down.as_str()))
        .collect();
    bed.chain(&scripts)
}

#[test]
fn up_stops_at_its_target() {
    on_both(|bed| {
        let migrator = letters(bed, "abcdef").migrator();
        let report = bed.up(&migrator, Target::Up(2)).unwrap();
        assert_eq!(ran(&report), [1, 2]);
        assert_eq!(report.current(), Some(version(2)));
        let skipped: Vec<u64> = report
            .skipped()
            .iter()
            .map(|one| one.version.number())
            .collect();
        assert_eq!(skipped, [3, 4, 5, 6]);
        assert_eq!(report.skipped()[0].because, SkippedBecause::BeyondTarget);
        assert_eq!(ran(&bed.up(&migrator, to(4)).unwrap()), [3, 4]);
        // What lies below is applied already.
        assert!(bed.up(&migrator, to(3)).unwrap().is_empty());
        assert!(bed.up(&migrator, Target::Up(0)).unwrap().is_empty());
        assert_eq!(ran(&bed.up(&migrator, Target::Head).unwrap()), [5, 6]);
        assert!(bed.up(&migrator, Target::Up(7)).unwrap().is_empty());
        assert!(bed.status(&migrator).unwrap().is_current());
    });
}

#[test]
fn down_stops_at_its_target_and_to_base_leaves_nothing_but_the_history() {
    on_both(|bed| {
        let migrator = letters(bed, "abcdef").migrator();
        let empty = bed.dump_without_history();
        bed.run(&migrator).unwrap();
        let report = bed.down(&migrator, Target::Down(1)).unwrap();
        assert_eq!(ran(&report), [6]);
        assert_eq!(report.ran()[0].direction(), Direction::Down);
        assert_eq!(report.current(), Some(version(5)));
        assert!(report.to_string().starts_with("reverted 6 f ("), "{report}");
        assert_eq!(ran(&bed.down(&migrator, to(3)).unwrap()), [5, 4]);
        assert!(bed.down(&migrator, to(5)).unwrap().is_empty());
        let report = bed.down(&migrator, Target::Base).unwrap();
        assert_eq!(ran(&report), [3, 2, 1]);
        assert_eq!(report.current(), None);
        assert!(
            report.to_string().ends_with("no migration is applied"),
            "{report}"
        );
        assert_eq!(bed.dump_without_history(), empty);
        assert!(bed.down(&migrator, Target::Base).unwrap().is_empty());
        // And all the way up again.
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [1, 2, 3, 4, 5, 6]);
    });
}

#[test]
fn a_target_that_is_not_there_is_refused() {
    on_both(|bed| {
        let migrator = letters(bed, "abc").migrator();
        bed.up(&migrator, to(2)).unwrap();
        let before = bed.dump();
        let words = [
            "there is no version 9",
            "this binary embeds the versions 1, 2 and 3",
        ];
        assert_says(
            &bed.up(&migrator, to(9)).unwrap_err(),
            Code::BadTarget,
            &words,
        );
        assert_says(
            &bed.down(&migrator, to(9)).unwrap_err(),
            Code::BadTarget,
            &words,
        );
        for target in [Target::Base, Target::Down(1)] {
            let error = bed.up(&migrator, target).unwrap_err();
            assert_says(
                &error,
                Code::BadTarget,
                &["does not lie upwards", "call `down`"],
            );
        }
        for target in [Target::Head, Target::Up(1)] {
            let error = bed.down(&migrator, target).unwrap_err();
            assert_says(
                &error,
                Code::BadTarget,
                &["does not lie downwards", "call `up`"],
            );
        }
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn an_irreversible_migration_refuses_before_anything_runs() {
    on_both(|bed| {
        let chain = bed.chain(&[
            ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a"),
            (
                "2_b",
                "-- ingrain: irreversible \"it's gone\"\nCREATE TABLE b (id integer)",
                "",
            ),
            ("3_c", "CREATE TABLE c (id integer)", "DROP TABLE c"),
        ]);
        bed.run(&chain.migrator()).unwrap();
        let before = bed.dump();
        let error = bed.down(&chain.migrator(), Target::Base).unwrap_err();
        let words = [
            "version 2 cannot be reverted",
            "migrations/2_b.up.sql",
            "it's gone",
        ];
        assert_says(&error, Code::Irreversible, &words);
        assert_eq!(bed.dump(), before);
        // As far as above it the way is free.
        assert_eq!(ran(&bed.down(&chain.migrator(), to(2)).unwrap()), [3]);
    });
}

#[test]
fn an_older_binary_reverts_what_it_does_not_know_with_the_downs_that_the_history_keeps() {
    on_both(|bed| {
        let (older, newer) = (letters(bed, "ab"), letters(bed, "abcd"));
        bed.run(&older.migrator()).unwrap();
        let low = bed.dump_without_history();
        bed.run(&newer.migrator()).unwrap();
        let report = bed.down(&older.migrator(), to(2)).unwrap();
        assert_eq!(ran(&report), [4, 3]);
        assert_eq!(bed.dump_without_history(), low);
        assert!(bed.run(&older.migrator()).unwrap().is_empty());
        // A version that only the history knows is a target too.
        bed.run(&newer.migrator()).unwrap();
        assert_eq!(ran(&bed.down(&older.migrator(), to(3)).unwrap()), [4]);
    });
}

#[test]
fn a_stored_down_that_fails_is_shown_with_the_historys_text() {
    on_both(|bed| {
        let newer = bed.chain(&[
            ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a"),
            (
                "2_b",
                "CREATE TABLE b (id integer)",
                "-- é\nDROP TABLE b;\nDROP TABLE absent;",
            ),
        ]);
        bed.run(&newer.migrator()).unwrap();
        let before = bed.dump();
        let error = bed.down(&letters(bed, "a").migrator(), to(1)).unwrap_err();
        let words = [
            "the down script of version 2 (b) failed",
            "the history's down script of version 2:3:",
            "3 | DROP TABLE absent",
        ];
        assert_says(&error, Code::StatementFailed, &words);
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn a_stored_down_that_was_changed_by_hand_is_not_run() {
    on_both(|bed| {
        bed.run(&letters(bed, "ab").migrator()).unwrap();
        bed.execute("UPDATE ingrain_history SET down_sql = 'DROP TABLE a' WHERE version = 2");
        let before = bed.dump();
        let error = bed.down(&letters(bed, "a").migrator(), to(1)).unwrap_err();
        assert_says(&error, Code::Irreversible, &["has been changed there"]);
        assert_eq!(bed.dump(), before);
    });
}
