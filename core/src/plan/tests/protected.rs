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
    let allowing = |policy| Policy {
        unmanaged: Unmanaged::Allow,
        ..policy
    };
    let (withheld, given) = (allowing(Policy::default()), allowing(consent()));
    refused(&folder, &history, baseline, withheld, expected);
    check(&folder, &history, baseline, given, &["baseline 1"]);
}

#[test]
fn leaving_production_has_to_be_meant() {
    let folder = plain(1);
    let to = Command::Environment;
    let expected = (108, &[][..], "would not be protected any more");
    let steps = ["environment"];
    for history in [History::default(), applied(&folder, [1])] {
        let production = stamped(history.clone(), "production");
        let policy = Policy::default();
        refused(
            &folder,
            &production,
            to(Environment::Other),
            policy,
            expected,
        );
        check(
            &folder,
            &production,
            to(Environment::Other),
            consent(),
            &steps,
        );
        // Still, or at last: nothing is lost.
        check(
            &folder,
            &production,
            to(Environment::Production),
            policy,
            &steps,
        );
        for other in [history.clone(), stamped(history, "staging")] {
            check(&folder, &other, to(Environment::Production), policy, &steps);
            check(&folder, &other, to(Environment::Other), policy, &steps);
        }
    }
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

#[test]
fn losing_data_on_the_way_has() {
    let folder = folder([
        (1, "SELECT 'up';"),
        (2, "DROP TABLE old;"),
        (3, "SELECT 'up';"),
        (4, "DELETE FROM notes;"),
    ]);
    let expected = (
        108,
        &[2, 4][..],
        "2 and 4 lose data on a database stamped as production",
    );
    let production = stamped(applied(&folder, [1]), " PROD-eu");
    let all = ["apply 2", "apply 3", "apply 4"];
    let policy = Policy::default();
    for command in [Command::Run, Command::Up(Target::Head)] {
        refused(&folder, &production, command, policy, expected);
        check(&folder, &production, command, consent(), &all);
        let staging = stamped(applied(&folder, [1]), "staging");
        check(&folder, &staging, command, policy, &all);
    }
    // What lies beyond the target is not asked about.
    let production = stamped(applied(&folder, [1, 2]), "production");
    let to = Command::Up(version(3));
    check(&folder, &production, to, policy, &["apply 3"]);
    // Who only verifies hears that they are pending.
    let pending = (105, &[3, 4][..], "pending");
    refused(&folder, &production, Command::Run, verify(), pending);
}

#[test]
fn what_was_meant_when_it_was_written_need_not_be_meant_again() {
    let saying = |directives: &str| format!("{directives}DROP TABLE old;");
    for (directives, is_consent) in [
        ("", false),
        ("-- ingrain: allow ban-drop-table \"empty\"\n", true),
        ("-- ingrain: allow ban-drop-column \"empty\"\n", true),
        ("-- ingrain: allow renaming-table \"unused\"\n", false),
        ("-- ban-drop-table is for another day\n", false),
    ] {
        let up = saying(directives);
        let folder = folder([(1, up.as_str())]);
        let production = stamped(History::default(), "production");
        match is_consent {
            true => check(
                &folder,
                &production,
                Command::Run,
                Policy::default(),
                &["apply 1"],
            ),
            false => {
                let expected = (108, &[1][..], "pending migration 1 loses data");
                let policy = Policy::default();
                refused(&folder, &production, Command::Run, policy, expected);
            }
        }
    }
}

#[test]
fn of_a_script_that_is_part_way_the_rest_counts() {
    let up = "-- ingrain: no-transaction\nDROP TABLE old; SELECT 1;";
    let folder = folder([(1, up)]);
    let chain = chain(&folder);
    let mut history = stamped(History::default(), "production");
    let plan = planned(&chain, &history, Command::Run, consent()).expect("a plan");
    begin(&mut history, &plan.steps[0], 1);
    let resumed = ["resume 1 at 1"];
    check(&folder, &history, Command::Run, Policy::default(), &resumed);
}
