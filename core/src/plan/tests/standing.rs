//! How each migration is said to stand, and that the planner sees the same.

use super::*;
use crate::{Code, State, standings};

/// Compares what is said of `history` beside `folder`, in words: `2 out of order`.
#[track_caller]
fn check(folder: &Folder, history: &History, expected: &[&str]) {
    let chain = chain(folder);
    let standings = standings(&chain, history);
    let words = standings
        .iter()
        .map(|it| format!("{} {}", it.version, it.state));
    assert_eq!(words.collect::<Vec<_>>(), expected);
    // What the planner refuses first is among them.
    let refused = match planned(&chain, history, Command::Run, Policy::default()) {
        Ok(_) => None,
        Err(refusal) => match refusal.code() {
            Code::Divergent => Some(State::Divergent),
            Code::Missing => Some(State::Missing),
            Code::Newer => Some(State::Newer),
            Code::OutOfOrder => Some(State::OutOfOrder),
            Code::Unfinished => Some(State::Unfinished),
            code => panic!("{code}"),
        },
    };
    let troubled = [
        State::Divergent,
        State::Missing,
        State::Newer,
        State::OutOfOrder,
    ];
    match refused {
        Some(state) => assert!(standings.iter().any(|it| it.state == state), "{state}"),
        None => assert!(standings.iter().all(|it| !troubled.contains(&it.state))),
    }
}

#[test]
fn each_migration_stands_somewhere() {
    let three = plain(3);
    check(
        &three,
        &History::default(),
        &["1 pending", "2 pending", "3 pending"],
    );
    check(
        &three,
        &applied(&three, [1, 2]),
        &["1 applied", "2 applied", "3 pending"],
    );
    check(
        &plain(2),
        &applied(&three, 1..=3),
        &["1 applied", "2 applied", "3 newer"],
    );
    let edited = folder([
        (1, "SELECT 'up';"),
        (2, "SELECT 'edited';"),
        (3, "SELECT 'up';"),
    ]);
    check(
        &edited,
        &applied(&three, [1, 2]),
        &["1 applied", "2 divergent", "3 pending"],
    );
}

#[test]
fn a_gap_is_late_on_one_side_and_missing_on_the_other() {
    let up = "SELECT 'up';";
    let without = folder([(20_261_101, up), (20_261_103, up)]);
    let with = folder([(20_261_101, up), (20_261_102, up), (20_261_103, up)]);
    let history = applied(&without, [20_261_101, 20_261_103]);
    let late = [
        "20261101 applied",
        "20261102 out of order",
        "20261103 applied",
    ];
    check(&with, &history, &late);
    let history = applied(&with, 20_261_101..=20_261_103);
    let missing = ["20261101 applied", "20261102 missing", "20261103 applied"];
    check(&without, &history, &missing);
}

#[test]
fn a_script_that_is_part_way_is_unfinished_in_either_direction() {
    let stepwise = folder([(1, "-- ingrain: no-transaction\nSELECT 1; SELECT 2;")]);
    let chain = chain(&stepwise);
    let mut up = History::default();
    let plan = planned(&chain, &up, Command::Run, Policy::default()).expect("a plan");
    begin(&mut up, &plan.steps[0], 1);
    check(&stepwise, &up, &["1 unfinished"]);
    let found = standings(&chain, &up);
    assert!(found[0].recorded.is_some() && found[0].applied.is_none());

    let mut down = applied(&stepwise, [1]);
    let plan = planned(
        &chain,
        &down,
        Command::Down(Target::Base),
        Policy::default(),
    );
    begin(&mut down, &plan.expect("a plan").steps[0], 0);
    let found = standings(&chain, &down);
    assert_eq!(found[0].state, State::Unfinished);
    assert!(found[0].applied.is_some());
}

#[test]
fn a_mended_down_script_is_told() {
    let (before, after) = (plain(1), mended([(1, "SELECT 'up';", " -- mended")]));
    let history = applied(&before, [1]);
    let differs = |folder: &Folder| standings(&chain(folder), &history)[0].down_differs();
    assert_eq!(differs(&before), Some(false));
    assert_eq!(differs(&after), Some(true));
    let pending = standings(&chain(&before), &History::default())[0].down_differs();
    assert_eq!(pending, None);
}
