//! Refusals on the way up, and the policies around them.

use super::*;

const RUN: Command = Command::Run;

#[test]
fn an_edited_migration_is_divergent() {
    let history = applied(&plain(3), 1..=3);
    let edited = folder([
        (1, "SELECT 'edited';"),
        (2, "SELECT 'up';"),
        (3, "SELECT 'edited';"),
    ]);
    let expected = (
        101,
        &[1, 3][..],
        "migrations 1 and 3 have changed after being applied",
    );
    for command in [
        RUN,
        Command::Up(Target::Up(1)),
        Command::Down(Target::Down(0)),
    ] {
        refused(&edited, &history, command, Policy::default(), expected);
        refused(&edited, &history, command, verify(), expected);
    }
}

#[test]
fn a_changed_down_script_or_name_is_no_divergence() {
    let history = applied(&plain(1), [1]);
    let files = [
        ("1_renamed.up.sql", "SELECT 'up';"),
        ("1_renamed.down.sql", "SELECT 'fixed';"),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    check(
        &Folder::new("m", files),
        &history,
        RUN,
        Policy::default(),
        &[],
    );
}

#[test]
fn an_applied_migration_below_the_head_must_be_embedded() {
    let of = |versions: &[u64]| folder(versions.iter().map(|&version| (version, "SELECT 'up';")));
    let [first, second, third] = [20_261_101, 20_261_102, 20_261_103];
    let history = applied(&of(&[first, second]), [first, second]);
    let title = "migration 20261102 is applied, but not embedded";
    let expected = (102, &[second][..], title);
    refused(
        &of(&[first, third]),
        &history,
        RUN,
        Policy::default(),
        expected,
    );
    refused(&of(&[first, third]), &history, RUN, verify(), expected);
}

#[test]
fn pending_below_what_is_applied_is_out_of_order() {
    let folder = plain(4);
    let history = applied(&folder, [1, 3]);
    let any = Policy {
        order: Order::Any,
        ..Policy::default()
    };
    let expected = (
        104,
        &[2][..],
        "migration 2 is pending, below version 3, which is applied",
    );
    refused(&folder, &history, RUN, Policy::default(), expected);
    refused(
        &folder,
        &history,
        Command::Up(version(2)),
        Policy::default(),
        expected,
    );
    check(&folder, &history, RUN, any, &["apply 2", "apply 4"]);
    check(
        &folder,
        &history,
        Command::Up(Target::Up(0)),
        Policy::default(),
        &[],
    );
    check(
        &folder,
        &history,
        Command::Up(version(1)),
        Policy::default(),
        &[],
    );
    let expected = (
        104,
        &[1, 2][..],
        "migrations 1 and 2 are pending, below version 3",
    );
    refused(
        &folder,
        &applied(&folder, [3]),
        RUN,
        Policy::default(),
        expected,
    );
}

#[test]
fn a_process_that_only_verifies_applies_nothing() {
    let folder = plain(3);
    let expected = (
        105,
        &[2, 3][..],
        "migrations 2 and 3 are pending, and this process only verifies",
    );
    let refusal = refused(&folder, &applied(&folder, [1]), RUN, verify(), expected);
    assert_eq!(refusal.diagnostic().path(), Some("m/2_x.up.sql"));
    let expected = (105, &[2][..], "migration 2 is pending");
    refused(
        &folder,
        &applied(&folder, [1]),
        Command::Up(Target::Up(1)),
        verify(),
        expected,
    );
    check(&folder, &applied(&folder, 1..=3), RUN, verify(), &[]);
}

#[test]
fn tables_without_a_history_are_refused() {
    let folder = plain(2);
    let chain = chain(&folder);
    let history = History::default();
    let strangers = ["notes".to_owned(), "tags".to_owned()];
    let situation = Situation {
        history: &history,
        strangers: &strangers,
        tool: None,
        at_work: AtWork::Nobody,
    };
    let planned = |command, policy| plan(&chain, situation, command, policy);
    let allow = Policy {
        unmanaged: Unmanaged::Allow,
        ..Policy::default()
    };
    let environment = Command::Environment(Environment::Production);
    for command in [RUN, Command::Up(Target::Up(1)), environment] {
        let refusal = planned(command, Policy::default()).expect_err("unmanaged");
        assert_eq!(refusal.code().number(), 107, "{command:?}");
        let notes: Vec<_> = refusal.diagnostic().note_texts().collect();
        assert_eq!(notes, ["it has `notes`, `tags`"]);
        assert!(planned(command, allow).is_ok_and(|plan| !plan.steps.is_empty()));
    }
    assert!(planned(Command::Baseline(Version::embedded(1)), Policy::default()).is_ok());
    let nothing = planned(Command::Up(Target::Up(0)), Policy::default());
    assert!(nothing.is_ok_and(|plan| plan.steps.is_empty()));
}

#[test]
fn a_history_that_only_names_the_environment_is_none() {
    let folder = plain(2);
    let chain = chain(&folder);
    let mut history = History::default();
    for name in ["staging", "production"] {
        let stamp = history.record(Event::Stamped, None, None, Some(name.to_owned()));
        stamp.expect("it can follow");
    }
    let situation = |strangers| Situation {
        history: &history,
        strangers,
        tool: None,
        at_work: AtWork::Nobody,
    };
    let strangers = ["notes".to_owned()];
    let environment = Command::Environment(Environment::Production);
    for command in [RUN, Command::Up(Target::Up(1)), environment] {
        let found = plan(&chain, situation(&strangers), command, Policy::default());
        let refusal = found.expect_err("unmanaged");
        assert_eq!(refusal.code().number(), 107, "{command:?}");
        let found = plan(&chain, situation(&[]), command, Policy::default());
        assert!(found.is_ok_and(|plan| !plan.steps.is_empty()));
    }
}

#[test]
fn a_history_from_which_all_is_reverted_is_a_history() {
    let folder = plain(2);
    let chain = chain(&folder);
    let mut history = applied(&folder, 1..=2);
    let down = Command::Down(Target::Base);
    let plan = planned(&chain, &history, down, Policy::default()).expect("a plan");
    plan.steps
        .iter()
        .for_each(|step| record(&mut history, step));
    let strangers = ["notes".to_owned()];
    let situation = Situation {
        history: &history,
        strangers: &strangers,
        tool: None,
        at_work: AtWork::Nobody,
    };
    let plan = super::plan(&chain, situation, RUN, Policy::default()).expect("a plan");
    assert_eq!(plan.steps.len(), 2);
}
