//! A database that is ahead of the binary.

use super::*;

const COMPATIBLE: &str = "-- ingrain: compatible \"a new table\"\nSELECT 'up';";
const BREAKING: &str = "-- ingrain: breaking\nSELECT 'up';";
const RUN: Command = Command::Run;

/// A history of four migrations, the last two of which the binary of `plain(2)` does not embed.
fn ahead(third: &str, fourth: &str) -> History {
    let ups = [
        (1, "SELECT 'up';"),
        (2, "SELECT 'up';"),
        (3, third),
        (4, fourth),
    ];
    applied(&folder(ups), 1..=4)
}

fn policy(newer: Newer) -> Policy {
    Policy {
        newer,
        ..Policy::default()
    }
}

#[test]
fn it_starts_if_all_that_is_newer_is_compatible() {
    let old = plain(2);
    check(
        &old,
        &ahead(COMPATIBLE, COMPATIBLE),
        RUN,
        policy(Newer::Compatible),
        &[],
    );
    check(&old, &ahead(COMPATIBLE, COMPATIBLE), RUN, verify(), &[]);
    let title = "the database is ahead of this binary, which ends at version 2";
    let one = (103, &[4][..], title);
    refused(
        &old,
        &ahead(COMPATIBLE, BREAKING),
        RUN,
        policy(Newer::Compatible),
        one,
    );
    let both = (103, &[3, 4][..], title);
    refused(
        &old,
        &ahead("SELECT 'up';", BREAKING),
        RUN,
        policy(Newer::Compatible),
        both,
    );
    refused(&old, &ahead("SELECT 'up';", BREAKING), RUN, verify(), both);
}

#[test]
fn policy_can_force_either() {
    let old = plain(2);
    check(
        &old,
        &ahead(BREAKING, BREAKING),
        RUN,
        policy(Newer::Allow),
        &[],
    );
    let expected = (103, &[3, 4][..], "ahead of this binary");
    refused(
        &old,
        &ahead(COMPATIBLE, COMPATIBLE),
        RUN,
        policy(Newer::Refuse),
        expected,
    );
}

#[test]
fn what_is_newer_is_skipped_and_said() {
    let folder = plain(2);
    let chain = chain(&folder);
    let history = ahead(COMPATIBLE, COMPATIBLE);
    let plan = planned(&chain, &history, RUN, Policy::default()).expect("a plan");
    let skipped = |number| Skipped {
        version: Version::embedded(number),
        because: SkippedBecause::NotEmbedded,
    };
    assert_eq!(plan.skipped, [skipped(3), skipped(4)]);
}

#[test]
fn it_is_reverted_with_the_down_scripts_that_the_history_keeps() {
    let folder = plain(2);
    let history = ahead(BREAKING, COMPATIBLE);
    let stored = ["revert 4 from the history", "revert 3 from the history"];
    let down = Command::Down(version(2));
    check(&folder, &history, down, Policy::default(), &stored);
    let all = [&stored[..], &["revert 2", "revert 1"]].concat();
    check(
        &folder,
        &history,
        Command::Down(Target::Base),
        Policy::default(),
        &all,
    );
    check(
        &folder,
        &history,
        Command::Down(version(3)),
        Policy::default(),
        &stored[..1],
    );
    let chain = chain(&folder);
    let plan = planned(&chain, &history, down, Policy::default()).expect("a plan");
    let Step::Revert { sql, path, .. } = &plan.steps[0] else {
        panic!("{:?}", plan.steps)
    };
    assert_eq!((sql.as_ref(), *path), ("SELECT 'down 4';", None));
}

#[test]
fn a_stored_down_script_that_was_changed_does_not_run() {
    let change = |down: Option<StoredDown>| {
        let history = ahead(BREAKING, BREAKING);
        let mut copy = History::default();
        let rows = history.applied().iter().map(|applied| {
            let mut migration = applied.migration.clone();
            if migration.version.number() == 3 {
                migration.down.clone_from(&down);
            }
            row(&mut copy, Event::Applied, migration, None)
        });
        History::fold(rows).expect("the chain does not hold down scripts")
    };
    let note = |history: &History| {
        let expected = (109, &[3][..], "version 3 cannot be reverted");
        let down = Command::Down(Target::Base);
        let refusal = refused(&plain(2), history, down, Policy::default(), expected);
        let note = refusal.diagnostic().note_texts().next();
        note.unwrap_or_default().to_owned()
    };
    let tampered = StoredDown {
        sql: "DROP TABLE users;".to_owned(),
        checksum: Checksum::of("SELECT 'down 3';"),
    };
    let kept = "the down script that the history keeps has been changed there";
    assert_eq!(note(&change(Some(tampered))), kept);
    let none = "this binary does not embed it, and the history keeps no down script of it";
    assert_eq!(note(&change(None)), none);
}
