//! Down and up again.

use super::*;

const LAST: Command = Command::Redo(Target::Down(1));

#[test]
fn what_is_reverted_is_applied_again_in_the_order_of_versions() {
    let folder = plain(4);
    let history = applied(&folder, 1..=3);
    check(
        &folder,
        &history,
        LAST,
        Policy::default(),
        &["revert 3", "apply 3"],
    );
    let two = ["revert 3", "revert 2", "apply 2", "apply 3"];
    for target in [Target::Down(2), version(1)] {
        check(
            &folder,
            &history,
            Command::Redo(target),
            Policy::default(),
            &two,
        );
    }
    check(&folder, &applied(&folder, []), LAST, Policy::default(), &[]);
}

#[test]
fn what_could_not_be_applied_again_is_not_reverted() {
    let folder = plain(2);
    let history = applied(&plain(3), 1..=3);
    let title = "migration 3 is not embedded in this binary, which could not apply it again";
    refused(
        &folder,
        &history,
        LAST,
        Policy::default(),
        (110, &[3], title),
    );
}

#[test]
fn it_is_refused_where_a_revert_is() {
    let folder = plain(2);
    let mut history = applied(&folder, 1..=2);
    let title = "migration 2 is to be reverted, and this process only verifies";
    refused(&folder, &history, LAST, verify(), (105, &[2], title));
    let note = Some("production".to_owned());
    history
        .record(Event::Stamped, None, None, note)
        .expect("it can follow");
    let title = "migration 2 is to be reverted on a database stamped as production";
    refused(
        &folder,
        &history,
        LAST,
        Policy::default(),
        (108, &[2], title),
    );
    for target in [Target::Head, Target::Up(1)] {
        let redo = Command::Redo(target);
        let title = "does not lie downwards";
        refused(
            &folder,
            &history,
            redo,
            Policy::default(),
            (110, &[], title),
        );
    }
}

/// As a way down and a way up would, one after the other.
#[test]
fn what_is_pending_on_the_way_up_is_applied_with_it_and_what_is_beyond_is_said() {
    let folder = plain(4);
    let history = applied(&folder, [1, 3]);
    let steps = ["revert 3", "apply 2", "apply 3"];
    check(&folder, &history, LAST, Policy::default(), &steps);
    let plan = planned(&chain(&folder), &history, LAST, Policy::default());
    let beyond = Skipped {
        version: Version::embedded(4),
        because: SkippedBecause::BeyondTarget,
    };
    assert_eq!(plan.expect("a plan").skipped, [beyond]);
}

#[test]
fn what_would_be_refused_on_the_way_up_is_refused_before_the_way_down() {
    let stamped = |versions: &[u64]| folder(versions.iter().map(|it| (*it, "SELECT 'up';")));
    let (all, without) = (
        [10_000_001, 10_000_002, 10_000_003],
        [10_000_001, 10_000_003],
    );
    let history = applied(&stamped(&all), all);
    let title = "migration 10000002 is applied";
    refused(
        &stamped(&without),
        &history,
        LAST,
        Policy::default(),
        (102, &[10_000_002], title),
    );
}

#[test]
fn what_was_changed_is_reverted_as_it_was_and_applied_as_it_is() {
    let history = applied(&plain(3), 1..=3);
    let changed = mended([
        (1, "SELECT 'up';", ""),
        (2, "SELECT 'up';", ""),
        (3, "SELECT 'up, and more';", " SELECT 'and less';"),
    ]);
    let policy = Policy::default();
    let recorded = ["revert 3 from the history"];
    check(
        &changed,
        &history,
        Command::Down(Target::Down(1)),
        policy,
        &recorded,
    );
    check(&changed, &history, LAST, policy, &[recorded[0], "apply 3"]);
    let consent = [recorded[0], "revert 2", "apply 2", "apply 3"];
    check(
        &changed,
        &history,
        Command::Redo(version(1)),
        policy,
        &consent,
    );
    // The same down script to the byte is that of the folder, with its path.
    let up_only = folder([(1, "SELECT 'up';"), (2, "SELECT 'up';"), (3, "SELECT 1;")]);
    check(&up_only, &history, LAST, policy, &["revert 3", "apply 3"]);
}

#[test]
fn a_change_that_stays_refuses() {
    let history = applied(&plain(3), 1..=3);
    let changed = folder([(1, "SELECT 'up';"), (2, "SELECT 1;"), (3, "SELECT 'up';")]);
    let title = "migration 2 has changed after being applied";
    for command in [
        LAST,
        Command::Down(Target::Down(1)),
        Command::Down(version(2)),
    ] {
        refused(
            &changed,
            &history,
            command,
            Policy::default(),
            (101, &[2], title),
        );
    }
    let both = ["revert 3", "revert 2"];
    check(
        &changed,
        &history,
        Command::Down(version(1)),
        Policy::default(),
        &both,
    );
}

#[test]
fn a_change_of_what_has_no_recorded_way_back_is_irreversible() {
    let before = folder([(1, "-- ingrain: irreversible \"why\"\nSELECT 'up';")]);
    let history = applied(&before, [1]);
    let title = "version 1 cannot be reverted";
    let refusal = refused(
        &plain(1),
        &history,
        LAST,
        Policy::default(),
        (109, &[1], title),
    );
    let notes: Vec<_> = refusal.diagnostic().note_texts().collect();
    assert!(
        notes[0].contains("has changed since it was applied"),
        "{notes:?}"
    );
}
