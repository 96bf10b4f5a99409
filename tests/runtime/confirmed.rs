//! A call that is bound to a plan: what was seen is what runs, or nothing is.

use std::thread;

use ingrain::{Code, Command, Declared, Environment, Migrator, Report, Target, Transactions};
use ingrain_end_to_end::testbed::{Session, Testbed, on_both, ran, to, version};

use crate::assert_says;

const LAST: Target = Target::Down(1);

fn migrator(bed: &Testbed) -> Migrator {
    changed(bed, "CREATE TABLE c (id integer)")
}

/// The same with another script in the last but one.
fn changed(bed: &Testbed, third: &str) -> Migrator {
    bed.chain(&[
        ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a"),
        ("2_b", "CREATE TABLE b (id integer)", "DROP TABLE b"),
        ("3_c", third, "DROP TABLE c"),
        ("4_d", "CREATE TABLE d (id integer)", "DROP TABLE d"),
    ])
    .migrator()
}

fn call(bed: &Testbed, migrator: &Migrator, command: Command) -> Result<Report, ingrain::Error> {
    match command {
        Command::Run => bed.run(migrator),
        Command::Up(target) => bed.up(migrator, target),
        Command::Down(target) => bed.down(migrator, target),
        Command::Redo(target) => bed.redo(migrator, target),
        Command::Baseline(version) => bed.baseline(migrator, version, "why"),
        Command::Repair => bed.repair(migrator, "why"),
        Command::RepairUnfinished(declared) => bed.repair_unfinished(migrator, declared, "why"),
        Command::Environment(_) => bed.environment(migrator, "staging"),
        command => unreachable!("{command:?} is none of this test"),
    }
}

/// The plan of `command` is seen, `meanwhile` happens, and nothing of the plan is done.
#[track_caller]
fn refused(
    bed: &Testbed,
    migrator: &Migrator,
    command: Command,
    meanwhile: impl FnOnce(),
    words: &[&str],
) {
    let plan = bed.plan(migrator, command).unwrap();
    meanwhile();
    let before = bed.dump();
    let error = call(bed, &migrator.clone().confirmed(&plan), command).unwrap_err();
    assert_says(&error, Code::NotAsConfirmed, words);
    assert!(error.refusal().is_some() && error.report().is_empty());
    assert_eq!(bed.dump(), before);
}

#[test]
fn what_is_as_it_was_is_done() {
    on_both(|bed| {
        for transactions in [Transactions::Each, Transactions::Together] {
            let migrator = migrator(bed).transactions(transactions);
            let done = |command, expected: &[u64]| {
                let plan = bed.plan(&migrator, command).unwrap();
                let report = call(bed, &migrator.clone().confirmed(&plan), command).unwrap();
                assert_eq!(ran(&report), expected, "{command:?}");
            };
            done(Command::Up(Target::Up(2)), &[1, 2]);
            done(Command::Run, &[3, 4]);
            done(Command::Run, &[]);
            done(Command::Redo(Target::Down(2)), &[4, 3, 3, 4]);
            done(Command::Repair, &[]);
            done(Command::Environment(Environment::Other), &[]);
            done(Command::Down(LAST), &[4]);
            done(Command::Down(Target::Base), &[3, 2, 1]);
        }
    });
}

#[test]
fn a_target_that_counts_does_not_mean_another_migration() {
    on_both(|bed| {
        let migrator = migrator(bed);
        bed.up(&migrator, to(3)).unwrap();
        let words = ["confirmed was to revert 3", "now it would revert 4"];
        let up = || drop(bed.run(&migrator).unwrap());
        refused(bed, &migrator, Command::Down(LAST), up, &words);
        let down = || drop(bed.down(&migrator, LAST).unwrap());
        let words = ["to revert 4, apply 4", "would revert 3, apply 3"];
        refused(bed, &migrator, Command::Redo(LAST), down, &words);
        let words = ["to apply 4", "now it would apply 3, apply 4"];
        refused(bed, &migrator, Command::Run, down, &words);
        let words = ["to apply 3", "now it would do nothing", "nothing was done"];
        let up = || drop(bed.up(&migrator, to(3)).unwrap());
        refused(bed, &migrator, Command::Up(to(3)), up, &words);
    });
}

#[test]
fn a_version_as_the_target_does_not_mean_more_migrations() {
    on_both(|bed| {
        let migrator = migrator(bed);
        bed.up(&migrator, to(2)).unwrap();
        let words = [
            "confirmed was to revert 2",
            "now it would revert 4, revert 3, revert 2",
        ];
        let up = || drop(bed.run(&migrator).unwrap());
        refused(bed, &migrator, Command::Down(to(1)), up, &words);
        let words = ["was to do nothing", "would revert 4"];
        bed.down(&migrator, LAST).unwrap();
        refused(bed, &migrator, Command::Down(to(3)), up, &words);
    });
}

/// Who saw a plan on a state may have judged by more of it than the plan shows.
#[test]
fn the_same_steps_on_another_history_are_another_plan() {
    on_both(|bed| {
        let migrator = migrator(bed);
        bed.run(&migrator).unwrap();
        let again = || drop(bed.redo(&migrator, LAST).unwrap());
        let words = ["would still revert 4", "row was 4, and is 6 now"];
        refused(bed, &migrator, Command::Down(LAST), again, &words);
    });
}

#[test]
fn what_only_records_is_bound_too() {
    on_both(|bed| {
        let migrator = migrator(bed);
        bed.up(&migrator, to(3)).unwrap();
        let edited = changed(bed, "CREATE TABLE c (id bigint)");
        let other = changed(bed, "CREATE TABLE c (id smallint)");
        let accept = || drop(bed.repair(&other, "why").unwrap());
        let words = ["would still repair 3", "on another history"];
        refused(bed, &edited, Command::Repair, accept, &words);

        let environment = Command::Environment(Environment::Other);
        let stamp = || drop(bed.environment(&migrator, "test").unwrap());
        let words = ["would still record the environment"];
        refused(bed, &migrator, environment, stamp, &words);
    });
    on_both(|bed| {
        let migrator = migrator(bed);
        bed.execute("CREATE TABLE a (id integer)");
        let plan = bed.plan(&migrator, Command::Baseline(version(1))).unwrap();
        let confirmed = migrator.clone().confirmed(&plan);
        let before = bed.dump();
        let error = bed.baseline(&confirmed, version(2), "why").unwrap_err();
        let words = ["was to baseline 1", "would baseline 1, baseline 2"];
        assert_says(&error, Code::NotAsConfirmed, &words);
        assert_eq!(bed.dump(), before);
        bed.baseline(&confirmed, version(1), "why").unwrap();
    });
}

/// What was declared of a script is not said of what it has done since.
#[test]
fn a_script_that_went_on_is_not_declared_undone() {
    on_both(|bed| {
        let stepwise = "-- ingrain: no-transaction\n\
                        CREATE TABLE c (id integer); INSERT INTO e VALUES (1); INSERT INTO f VALUES (1);";
        let migrator = changed(bed, stepwise);
        bed.run(&migrator).unwrap_err();
        let undone = Command::RepairUnfinished(Declared::Undone);
        let on = || {
            bed.execute("CREATE TABLE e (id integer)");
            bed.run(&migrator).unwrap_err();
        };
        refused(bed, &migrator, undone, on, &["would still repair 3"]);
    });
}

/// A script outside transactions stands between two messages: somebody comes in there.
#[test]
fn whoever_comes_in_between_ends_the_call() {
    on_both(|bed| {
        let stepwise = "-- ingrain: no-transaction\n";
        let (up, down) = (
            format!("{stepwise}CREATE TABLE c (id integer)"),
            format!("{stepwise}DROP TABLE c"),
        );
        let migrator = bed
            .chain(&[
                ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a"),
                ("2_c", &up, &down),
                ("3_d", "CREATE TABLE d (id integer)", "DROP TABLE d"),
            ])
            .migrator();
        bed.run(&migrator).unwrap();
        let plan = bed.plan(&migrator, Command::Down(Target::Base)).unwrap();
        let (place, other) = (bed.place(), migrator.clone());
        let confirmed = migrator.clone().confirmed(&plan).after_each(move |ran| {
            let (place, other) = (place.clone(), other.clone());
            assert_eq!(ran.version(), version(3));
            let up = thread::spawn(move || Session::open(&place).run(&other).map(drop));
            up.join().unwrap().unwrap();
        });
        let error = bed.down(&confirmed, Target::Base).unwrap_err();
        let words = [
            "begun, and the rest was not done",
            "was to revert 3, revert 2, revert 1",
            "version 3 was reverted before it, and stays so",
        ];
        assert_says(&error, Code::NotAsConfirmed, &words);
        assert!(error.refusal().is_none());
        assert_eq!(ran(error.report()), [3]);
        assert!(bed.status(&migrator).unwrap().is_current());
    });
}
