//! What is refused by default, and the way round each refusal.

mod production;
mod unmanaged;

use ingrain::{Code, Migrations, Newer, Order, SkippedBecause, Target};
use ingrain_end_to_end::testbed::{Testbed, on_both, ran, to, version};

use crate::assert_says;

/// Timestamps, which may leave gaps: of `a` to `d` those that are named.
fn some(bed: &Testbed, letters: &str) -> Migrations {
    let files = letters.chars().flat_map(|letter| {
        let name = format!(
            "2026010{}000000_{letter}",
            u32::from(letter) - u32::from('a') + 1
        );
        [
            (
                format!("{name}.up.sql"),
                format!("CREATE TABLE {letter} (id integer)"),
            ),
            (format!("{name}.down.sql"), format!("DROP TABLE {letter}")),
        ]
    });
    let files: Vec<(String, String)> = files.collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, sql)| (name.as_str(), sql.as_str()))
        .collect();
    bed.files(&files)
}

fn stamp(letter: char) -> u64 {
    20_260_100_000_000 + u64::from(u32::from(letter) - u32::from('a') + 1) * 1_000_000
}

#[test]
fn out_of_order_is_refused_or_applied_late() {
    on_both(|bed| {
        bed.run(&some(bed, "ac").migrator()).unwrap();
        let all = some(bed, "abcd");
        let before = bed.dump();
        let error = bed.run(&all.migrator()).unwrap_err();
        let late = format!(
            "migration {} is pending, below version {}",
            stamp('b'),
            stamp('c')
        );
        let words = [late.as_str(), "_b.up.sql", "`migrator().order(Order::Any)`"];
        assert_says(&error, Code::OutOfOrder, &words);
        assert_eq!(bed.dump(), before);
        let status = bed.status(&all.migrator()).unwrap();
        assert_eq!(status.pending(), [version(stamp('b')), version(stamp('d'))]);
        assert_eq!(status.refusal().unwrap().code(), Code::OutOfOrder);

        let lenient = all.migrator().order(Order::Any);
        assert_eq!(ran(&bed.run(&lenient).unwrap()), [stamp('b'), stamp('d')]);
        // In which order they came makes no difference to what is applied.
        assert!(bed.status(&all.migrator()).unwrap().is_current());
        let down = bed.down(&all.migrator(), Target::Base).unwrap();
        assert_eq!(ran(&down), [stamp('d'), stamp('c'), stamp('b'), stamp('a')]);
    });
}

#[test]
fn missing_is_refused() {
    on_both(|bed| {
        bed.run(&some(bed, "abc").migrator()).unwrap();
        let before = bed.dump();
        let error = bed.run(&some(bed, "acd").migrator()).unwrap_err();
        let missing = format!("migration {} is applied, but not embedded", stamp('b'));
        let words = [missing.as_str(), "(b) was applied at 2", "version control"];
        assert_says(&error, Code::Missing, &words);
        assert_eq!(bed.dump(), before);
    });
}

fn with_newer(bed: &Testbed, directive: &str) -> Migrations {
    let newer = format!("{directive}\nCREATE TABLE b (id integer)");
    bed.chain(&[
        ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a"),
        ("2_b", &newer, "DROP TABLE b"),
    ])
}

fn older(bed: &Testbed) -> Migrations {
    bed.chain(&[("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a")])
}

#[test]
fn newer_and_compatible_is_run_over() {
    on_both(|bed| {
        let newer = with_newer(bed, "-- ingrain: compatible \"nobody reads it\"");
        bed.run(&newer.migrator()).unwrap();
        let before = bed.dump();
        let older = older(bed);
        let report = bed.run(&older.migrator()).unwrap();
        assert!(report.is_empty());
        assert_eq!(report.current(), Some(version(2)));
        assert_eq!(report.skipped()[0].version, version(2));
        assert_eq!(report.skipped()[0].because, SkippedBecause::NotEmbedded);
        let status = bed.status(&older.migrator()).unwrap();
        assert!(status.is_current());
        assert_eq!(
            (status.current(), status.head()),
            (Some(version(2)), Some(version(1)))
        );

        let strict = older.migrator().newer(Newer::Refuse);
        assert_says(
            &bed.run(&strict).unwrap_err(),
            Code::Newer,
            &["(b) was applied at"],
        );
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn newer_and_breaking_is_refused_unless_allowed() {
    on_both(|bed| {
        for directive in ["-- ingrain: breaking", "-- nothing said"] {
            bed.run(&with_newer(bed, directive).migrator()).unwrap();
            let before = bed.dump();
            let older = older(bed);
            let error = bed.run(&older.migrator()).unwrap_err();
            let words = [
                "the database is ahead of this binary, which ends at version 1",
                "version 2 (b) was applied at",
                "start a binary that embeds version 2",
                "Newer::Allow",
            ];
            assert_says(&error, Code::Newer, &words);
            assert!(!bed.status(&older.migrator()).unwrap().is_current());
            let lenient = older.migrator().newer(Newer::Allow);
            assert!(bed.run(&lenient).unwrap().is_empty());
            assert_eq!(bed.dump(), before);
            // The other way that the text names.
            assert_eq!(ran(&bed.down(&older.migrator(), to(1)).unwrap()), [2]);
            assert!(bed.run(&older.migrator()).unwrap().is_empty());
        }
    });
}
