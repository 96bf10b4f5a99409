//! Refusals on the way down.

use super::*;

const BASE: Command = Command::Down(Target::Base);

fn irreversible() -> Folder {
    let second = "-- ingrain: irreversible \"deletes the duplicates\"\nSELECT 'up';";
    folder([(1, "SELECT 'up';"), (2, second), (3, "SELECT 'up';")])
}

#[test]
fn one_that_is_irreversible_refuses_all() {
    let folder = irreversible();
    let history = applied(&folder, 1..=3);
    let expected = (109, &[2][..], "version 2 cannot be reverted");
    let refusal = refused(&folder, &history, BASE, Policy::default(), expected);
    let notes: Vec<_> = refusal.diagnostic().note_texts().collect();
    assert_eq!(
        notes,
        ["its up script says `irreversible \"deletes the duplicates\"`"]
    );
    assert_eq!(refusal.diagnostic().path(), Some("m/2_x.up.sql"));
    check(
        &folder,
        &history,
        Command::Down(version(2)),
        Policy::default(),
        &["revert 3"],
    );
}

#[test]
fn production_is_not_reverted_without_consent() {
    let folder = plain(2);
    let stamped = |environment: &str| {
        let mut history = applied(&folder, 1..=2);
        let note = Some(environment.to_owned());
        history
            .record(Event::Stamped, None, None, note)
            .expect("it can follow");
        history
    };
    let consent = Policy {
        consent: Consent::Given,
        ..Policy::default()
    };
    let title = "migrations 2 and 1 are to be reverted on a database stamped as production";
    let expected = (108, &[1, 2][..], title);
    for production in ["production", " Production", "PROD", "prod-eu"] {
        let history = stamped(production);
        refused(&folder, &history, BASE, Policy::default(), expected);
    }
    let both = ["revert 2", "revert 1"];
    check(&folder, &stamped("production"), BASE, consent, &both);
    check(&folder, &stamped("staging"), BASE, Policy::default(), &both);
    let nothing = Command::Down(Target::Down(0));
    check(
        &folder,
        &stamped("production"),
        nothing,
        Policy::default(),
        &[],
    );
    check(
        &folder,
        &stamped("production"),
        Command::Run,
        Policy::default(),
        &[],
    );
}

#[test]
fn a_process_that_only_verifies_reverts_nothing() {
    let folder = plain(2);
    let title = "migration 2 is to be reverted, and this process only verifies";
    let down = Command::Down(Target::Down(1));
    refused(
        &folder,
        &applied(&folder, 1..=2),
        down,
        verify(),
        (105, &[2], title),
    );
    check(&folder, &applied(&folder, []), BASE, verify(), &[]);
}

#[test]
fn late_ones_are_reverted_by_version_not_by_time() {
    let folder = plain(3);
    let history = applied(&folder, [1, 3, 2]);
    check(
        &folder,
        &history,
        Command::Down(Target::Down(1)),
        Policy::default(),
        &["revert 3"],
    );
}
