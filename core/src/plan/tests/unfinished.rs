//! Scripts that stopped part-way.

use super::*;

const STEPWISE: &str = "-- ingrain: no-transaction\nSELECT 1; SELECT 2; SELECT 3;";
const RUN: Command = Command::Run;
const BASE: Command = Command::Down(Target::Base);

fn stepwise() -> Folder {
    folder([(1, "SELECT 'up';"), (2, STEPWISE), (3, "SELECT 'up';")])
}

/// A history in which the first step of `command` began, and did some of its statements.
fn begun(folder: &Folder, mut history: History, command: Command, statements: u64) -> History {
    let chain = chain(folder);
    let plan = planned(&chain, &history, command, Policy::default()).expect("a plan");
    begin(&mut history, &plan.steps[0], statements);
    history
}

fn part_way_up(folder: &Folder) -> History {
    begun(folder, applied(folder, [1]), RUN, 2)
}

fn part_way_down(folder: &Folder) -> History {
    begun(folder, applied(folder, 1..=2), BASE, 1)
}

const UP: (u16, &[u64], &str) = (
    106,
    &[2],
    "the up script of version 2 stopped part-way, after 2 of its statements",
);
const DOWN: (u16, &[u64], &str) = (
    106,
    &[2],
    "the down script of version 2 stopped part-way, after its first statement",
);

#[test]
fn the_same_up_script_goes_on_where_it_stopped() {
    let folder = stepwise();
    let history = part_way_up(&folder);
    check(
        &folder,
        &history,
        RUN,
        Policy::default(),
        &["resume 2 at 2", "apply 3"],
    );
    check(
        &folder,
        &history,
        Command::Up(version(2)),
        Policy::default(),
        &["resume 2 at 2"],
    );
    let started = begun(&folder, applied(&folder, [1]), RUN, 0);
    check(
        &folder,
        &started,
        RUN,
        Policy::default(),
        &["apply 2", "apply 3"],
    );
}

#[test]
fn nothing_else_is_done_before() {
    let folder = stepwise();
    let history = part_way_up(&folder);
    let others = [
        Command::Up(Target::Up(0)),
        Command::Up(version(1)),
        BASE,
        Command::Down(Target::Down(0)),
        Command::Environment(Environment::Other),
    ];
    for command in others {
        refused(&folder, &history, command, Policy::default(), UP);
    }
}

#[test]
fn who_only_verifies_is_told_that_it_is_part_way_and_what_goes_on_with_it() {
    let folder = stepwise();
    let history = part_way_up(&folder);
    for (at_work, title, helps) in [
        (
            AtWork::Nobody,
            "the up script of version 2 stopped part-way, after 2 of its statements; this process only verifies",
            &[
                "go on with it, after the last statement done",
                "INGRAIN_POLICY=apply",
                "Mode::Apply",
            ][..],
        ),
        (
            AtWork::Somebody,
            "the up script of version 2 is part-way, after 2 of its statements; a process is at work on it, \
             and this one only verifies",
            &["let it finish"],
        ),
    ] {
        let situation = Situation {
            history: &history,
            strangers: &[],
            tool: None,
            at_work,
        };
        let chain = chain(&folder);
        let refusal = plan(&chain, situation, RUN, verify()).expect_err("it writes nothing");
        assert_eq!((refusal.code().number(), refusal.title()), (105, title));
        assert!(
            !refusal.is_passing(),
            "it writes nothing, however long it waits"
        );
        assert_eq!(refusal.versions().len(), 2);
        let found: Vec<_> = refusal.diagnostic().help_texts().collect();
        assert_eq!(found.len(), helps.len(), "{refusal}");
        assert!(
            found
                .iter()
                .zip(helps)
                .all(|(help, words)| help.contains(words)),
            "{refusal}"
        );
    }
    // Nothing of it is known to be done, and yet it has begun.
    let begun = begun(&folder, applied(&folder, [1]), RUN, 0);
    let title = "stopped part-way, and none of its statements is known to be done; this process";
    refused(&folder, &begun, RUN, verify(), (105, &[2, 3], title));
    let settled = "to be repaired, and this process only verifies";
    let repair = Command::RepairUnfinished(Declared::Done);
    refused(&folder, &history, repair, verify(), (105, &[2], settled));
}

#[test]
fn another_up_script_does_not_go_on() {
    let history = part_way_up(&stepwise());
    let edited = STEPWISE.replace('3', "4");
    let edited = folder([(1, "SELECT 'up';"), (2, &edited), (3, "SELECT 'up';")]);
    refused(&edited, &history, RUN, Policy::default(), UP);
    refused(&plain(1), &history, RUN, Policy::default(), UP);
}

#[test]
fn a_script_that_runs_in_a_transaction_cannot_go_on() {
    let folder = plain(2);
    let history = begun(&folder, applied(&folder, [1]), RUN, 2);
    refused(&folder, &history, RUN, Policy::default(), UP);
    let history = begun(&folder, applied(&folder, 1..=2), BASE, 1);
    refused(&folder, &history, BASE, Policy::default(), DOWN);
}

#[test]
fn the_same_down_script_goes_on_where_it_stopped() {
    let folder = stepwise();
    let history = part_way_down(&folder);
    let rest = ["resume reverting 2 at 1", "revert 1"];
    check(&folder, &history, BASE, Policy::default(), &rest);
    check(
        &folder,
        &history,
        Command::Down(version(1)),
        Policy::default(),
        &rest[..1],
    );
    let environment = Command::Environment(Environment::Other);
    for command in [RUN, Command::Down(Target::Down(0)), environment] {
        refused(&folder, &history, command, Policy::default(), DOWN);
    }
    let baseline = Command::Baseline(Version::embedded(2));
    refused(
        &folder,
        &history,
        baseline,
        Policy::default(),
        (110, &[1, 2], "a history already"),
    );
}

#[test]
fn another_down_script_does_not_go_on() {
    let history = part_way_down(&stepwise());
    let [up, down] = [
        "-- ingrain: no-transaction\nSELECT 1; SELECT 2; SELECT 3;",
        "SELECT 'fixed';",
    ];
    let texts = [
        ("1_x.up.sql", "SELECT 'up';".to_owned()),
        ("1_x.down.sql", "SELECT 'down 1';".to_owned()),
        ("2_x.up.sql", up.to_owned()),
        (
            "2_x.down.sql",
            format!("-- ingrain: no-transaction\n{down}"),
        ),
    ];
    let fixed = Folder::new(
        "m",
        texts.map(|(name, text)| (name.to_owned(), text.into_bytes())),
    );
    refused(&fixed, &history, BASE, Policy::default(), DOWN);
}

#[test]
fn a_stored_down_script_goes_on_in_a_binary_that_does_not_embed_it() {
    let history = part_way_down(&stepwise());
    let rest = ["resume reverting 2 at 1", "revert 1"];
    check(&plain(1), &history, BASE, Policy::default(), &rest);
}

#[test]
fn a_first_migration_that_stopped_part_way_takes_no_baseline() {
    let folder = folder([(1, STEPWISE), (2, "SELECT 'up';")]);
    let history = begun(&folder, History::default(), RUN, 2);
    let baseline = Command::Baseline(Version::embedded(2));
    let expected = (106, &[1][..], "the up script of version 1 stopped part-way");
    refused(&folder, &history, baseline, Policy::default(), expected);
}

#[test]
fn whoever_is_at_work_is_waited_for() {
    let folder = stepwise();
    let history = part_way_up(&folder);
    let planned = |at_work, command| {
        let situation = Situation {
            history: &history,
            strangers: &[],
            tool: None,
            at_work,
        };
        let planned = plan(&chain(&folder), situation, command, Policy::default());
        planned.map(|_| ()).map_err(|refusal| refusal.is_passing())
    };
    let other = Command::Environment(Environment::Other);
    assert_eq!(planned(AtWork::Somebody, other), Err(true));
    assert_eq!(planned(AtWork::Nobody, other), Err(false));
    assert_eq!(planned(AtWork::Nobody, RUN), Ok(()));
}
