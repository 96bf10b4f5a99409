//! What a database that is stamped as production is protected from.

use super::*;

const TITLE: &str = "on a database stamped as production";

fn stamped(mut history: History, environment: &str) -> History {
    let note = Some(environment.to_owned());
    let stamp = history.record(Event::Stamped, None, None, note);
    stamp.expect("it can follow");
    history
}

fn consent() -> Policy {
    Policy {
        consent: Consent::Given,
        ..Policy::default()
    }
}

#[test]
fn a_repair_has_to_be_meant() {
    let (before, edited) = (
        plain(2),
        folder([(1, "SELECT 'edited';"), (2, "SELECT 'up';")]),
    );
    let production = stamped(applied(&before, 1..=2), "production");
    let expected = (108, &[1][..], TITLE);
    refused(
        &edited,
        &production,
        Command::Repair,
        Policy::default(),
        expected,
    );
    check(
        &edited,
        &production,
        Command::Repair,
        consent(),
        &["repair 1"],
    );
    let staging = stamped(applied(&before, 1..=2), "staging");
    check(
        &edited,
        &staging,
        Command::Repair,
        Policy::default(),
        &["repair 1"],
    );
    // With nothing to repair there is nothing to mean.
    check(
        &before,
        &production,
        Command::Repair,
        Policy::default(),
        &[],
    );
}

#[test]
fn how_an_unfinished_script_ended_has_to_be_meant() {
    let stepwise = folder([(1, "-- ingrain: no-transaction\nSELECT 1; SELECT 2;")]);
    let chain = chain(&stepwise);
    let mut history = stamped(History::default(), "production");
    let plan = planned(&chain, &history, Command::Run, Policy::default()).expect("a plan");
    begin(&mut history, &plan.steps[0], 1);
    let done = Command::RepairUnfinished(Declared::Done);
    let expected = (108, &[1][..], TITLE);
    refused(&stepwise, &history, done, Policy::default(), expected);
    check(&stepwise, &history, done, consent(), &["finish up 1"]);
}

#[test]
fn a_baseline_has_to_be_meant() {
    let folder = plain(2);
    let history = stamped(History::default(), "production");
    let baseline = Command::Baseline(Version::embedded(1));
    let expected = (108, &[1][..], TITLE);
    refused(&folder, &history, baseline, Policy::default(), expected);
    check(&folder, &history, baseline, consent(), &["baseline 1"]);
}

#[test]
fn going_forward_has_not() {
    let folder = plain(2);
    let history = stamped(applied(&folder, [1]), "production");
    check(
        &folder,
        &history,
        Command::Run,
        Policy::default(),
        &["apply 2"],
    );
}
