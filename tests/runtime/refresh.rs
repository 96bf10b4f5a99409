//! Down scripts that were mended after their migration was applied.

use ingrain::{Action, Command, Migrations, Mode, Target};
use ingrain_end_to_end::testbed::{Testbed, on_both, ran, to, version};

/// The first of two or three migrations goes back as its down script says.
fn chain(bed: &Testbed, down: &str, length: usize) -> Migrations {
    let scripts = [
        ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a"),
        ("2_b", "CREATE TABLE b (id integer)", down),
        ("3_c", "CREATE TABLE c (id integer)", "DROP TABLE c"),
    ];
    bed.chain(&scripts[..length])
}

const BROKEN: &str = "DROP TABLE absent";
const MENDED: &str = "DROP TABLE b";

#[test]
fn a_run_that_applies_something_replaces_the_stored_script() {
    on_both(|bed| {
        bed.run(&chain(bed, BROKEN, 2).migrator()).unwrap();
        let before = bed.dump();
        let same = chain(bed, MENDED, 2).migrator();
        assert!(bed.run(&same).unwrap().is_empty());
        assert!(
            bed.run(&same.clone().mode(Mode::Verify))
                .unwrap()
                .is_empty()
        );
        assert!(bed.status(&same).unwrap().is_current());
        assert_eq!(
            bed.dump(),
            before,
            "a start with nothing pending writes nothing"
        );

        let longer = chain(bed, MENDED, 3).migrator();
        let plan = bed.plan(&longer, Command::Run).unwrap();
        let steps = plan.steps().iter();
        let steps: Vec<_> = steps.map(|step| (step.action(), step.version())).collect();
        let expected = [
            (Action::Apply, Some(version(3))),
            (Action::Refresh, Some(version(2))),
        ];
        assert_eq!(steps, expected);
        let report = bed.up(&longer, Target::Up(1)).unwrap();
        assert_eq!(ran(&report), [3]);
        assert_eq!(report.recorded(), [version(2)]);
        let rows = bed.history("event, version, down_sql, note").split_off(2);
        let note = "the down script has changed since it was recorded";
        let repaired = format!("repaired | 2 | {MENDED} | {note}");
        assert_eq!(rows, ["applied | 3 | DROP TABLE c | null", &repaired]);
        assert!(bed.run(&longer).unwrap().is_empty());
        // A binary that does not embed it reverts it with the better script.
        let oldest = chain(bed, MENDED, 1).migrator();
        assert_eq!(ran(&bed.down(&oldest, to(1)).unwrap()), [3, 2]);
    });
}

#[test]
fn a_repair_replaces_it_too() {
    on_both(|bed| {
        bed.run(&chain(bed, BROKEN, 2).migrator()).unwrap();
        let mended = chain(bed, MENDED, 2).migrator();
        let report = bed.repair(&mended, "the down script was wrong").unwrap();
        assert_eq!(report.recorded(), [version(2)]);
        let last = bed.history("event, version, down_sql, note").pop().unwrap();
        assert_eq!(
            last,
            format!("repaired | 2 | {MENDED} | the down script was wrong")
        );
        assert!(bed.repair(&mended, "again").unwrap().is_empty());
    });
}

#[test]
fn what_is_embedded_is_reverted_with_the_embedded_script() {
    on_both(|bed| {
        bed.run(&chain(bed, BROKEN, 2).migrator()).unwrap();
        let mended = chain(bed, MENDED, 2).migrator();
        assert_eq!(ran(&bed.down(&mended, to(1)).unwrap()), [2]);
        // And what is not, with the stored one.
        bed.run(&chain(bed, MENDED, 3).migrator()).unwrap();
        let oldest = chain(bed, BROKEN, 1).migrator();
        assert_eq!(ran(&bed.down(&oldest, to(1)).unwrap()), [3, 2]);
    });
}
