//! Every target, in both directions.

use super::*;

/// Five migrations, the first two applied.
#[track_caller]
fn planned_as(command: Command, expected: &[&str]) {
    let folder = plain(5);
    check(
        &folder,
        &applied(&folder, 1..=2),
        command,
        Policy::default(),
        expected,
    );
}

#[track_caller]
fn bad(command: Command, title: &str) {
    let folder = plain(5);
    let history = applied(&folder, 1..=2);
    refused(
        &folder,
        &history,
        command,
        Policy::default(),
        (110, &[], title),
    );
}

#[test]
fn upwards() {
    let rest = ["apply 3", "apply 4", "apply 5"];
    planned_as(Command::Run, &rest);
    planned_as(Command::Up(Target::Head), &rest);
    planned_as(Command::Up(version(5)), &rest);
    planned_as(Command::Up(version(4)), &rest[..2]);
    planned_as(Command::Up(version(2)), &[]);
    planned_as(Command::Up(version(1)), &[]);
    planned_as(Command::Up(Target::Up(0)), &[]);
    planned_as(Command::Up(Target::Up(2)), &rest[..2]);
    planned_as(Command::Up(Target::Up(3)), &rest);
    planned_as(Command::Up(Target::Up(usize::MAX)), &rest);
    bad(Command::Up(version(9)), "there is no version 9");
    bad(
        Command::Up(Target::Base),
        "the target `base` does not lie upwards",
    );
    bad(
        Command::Up(Target::Down(1)),
        "the target `-1` does not lie upwards",
    );
}

#[test]
fn downwards() {
    let all = ["revert 2", "revert 1"];
    planned_as(Command::Down(Target::Base), &all);
    planned_as(Command::Down(version(1)), &all[..1]);
    planned_as(Command::Down(version(2)), &[]);
    planned_as(Command::Down(version(4)), &[]);
    planned_as(Command::Down(Target::Down(0)), &[]);
    planned_as(Command::Down(Target::Down(1)), &all[..1]);
    planned_as(Command::Down(Target::Down(2)), &all);
    planned_as(Command::Down(Target::Down(usize::MAX)), &all);
    bad(Command::Down(version(9)), "there is no version 9");
    bad(
        Command::Down(Target::Head),
        "the target `head` does not lie downwards",
    );
    bad(
        Command::Down(Target::Up(1)),
        "the target `+1` does not lie downwards",
    );
}

#[test]
fn before_the_first_is_not_zero() {
    let folder = plain(2);
    let refusal = Refusal::no_such_target(version(0), &chain(&folder));
    let help: Vec<&str> = refusal.diagnostic().help_texts().collect();
    let base = "before the first migration is `base`";
    assert_eq!(help, ["this binary embeds the versions 1 and 2", base]);
    let folder = plain(1);
    let refusal = Refusal::no_such_target(version(3), &chain(&folder));
    let help: Vec<&str> = refusal.diagnostic().help_texts().collect();
    assert_eq!(help, ["this binary embeds version 1"]);
}

#[test]
fn what_lies_beyond_the_target_is_skipped_and_said() {
    let folder = plain(5);
    let chain = chain(&folder);
    let history = applied(&folder, 1..=2);
    let plan = planned(&chain, &history, Command::Up(version(3)), Policy::default());
    let skipped = plan.expect("a plan").skipped;
    let beyond = |number| Skipped {
        version: Version::embedded(number),
        because: SkippedBecause::BeyondTarget,
    };
    assert_eq!(skipped, [beyond(4), beyond(5)]);
}
