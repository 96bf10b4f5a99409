//! What only adds rows: baseline, repair and the environment.

use super::*;

const REPAIR: Command = Command::Repair;
const ENVIRONMENT: Command = Command::Environment(Environment::Production);

fn baseline(number: u64) -> Command {
    Command::Baseline(Version::embedded(number))
}

/// The history after carrying out the plan.
fn done(folder: &Folder, mut history: History, command: Command) -> History {
    let chain = chain(folder);
    let plan = planned(&chain, &history, command, ALLOW).expect("a plan");
    for step in &plan.steps {
        record(&mut history, step);
    }
    history
}

/// The policy under which a baseline may stand for nothing.
const ALLOW: Policy = Policy {
    mode: Mode::Apply,
    order: Order::Strict,
    newer: Newer::Compatible,
    unmanaged: Unmanaged::Allow,
    consent: Consent::Withheld,
};

#[test]
fn a_baseline_stands_for_a_schema_that_is_there() {
    let folder = plain(2);
    let chain = chain(&folder);
    let nothing = History::default();
    let title = "the database is empty: there is no schema that a baseline could stand for";
    for policy in [Policy::default(), verify()] {
        refused(&folder, &nothing, baseline(1), policy, (107, &[], title));
    }
    check(&folder, &nothing, baseline(1), ALLOW, &["baseline 1"]);
    let strangers = &["notes".to_owned()];
    let situation = Situation {
        history: &nothing,
        strangers,
        tool: None,
        at_work: AtWork::Nobody,
    };
    let found = plan(&chain, situation, baseline(1), Policy::default()).expect("a plan");
    assert_eq!(found.steps.len(), 1);
}

#[test]
fn a_baseline_takes_all_up_to_a_version_for_applied() {
    let folder = plain(3);
    let history = History::default();
    check(
        &folder,
        &history,
        baseline(2),
        ALLOW,
        &["baseline 1", "baseline 2"],
    );
    let history = done(&folder, history, baseline(2));
    assert_eq!(history.digest(), applied(&folder, 1..=2).digest());
    check(
        &folder,
        &history,
        Command::Run,
        Policy::default(),
        &["apply 3"],
    );
    let title = "the database has a history already: migrations 1 and 2 are applied";
    refused(
        &folder,
        &history,
        baseline(3),
        Policy::default(),
        (110, &[1, 2], title),
    );
    let missing = (110, &[][..], "there is no version 9");
    refused(
        &folder,
        &History::default(),
        baseline(9),
        Policy::default(),
        missing,
    );
}

#[test]
fn a_baseline_may_follow_when_all_is_reverted_and_tables_are_there() {
    let folder = plain(2);
    let base = Command::Down(Target::Base);
    let reverted = done(&folder, applied(&folder, 1..=2), base);
    let stamped = done(&folder, History::default(), ENVIRONMENT);
    let consent = Policy {
        consent: Consent::Given,
        ..Policy::default()
    };
    for history in [&reverted, &stamped] {
        let title = "a baseline could stand for";
        refused(&folder, history, baseline(1), consent, (107, &[], title));
        let chain = chain(&folder);
        let situation = Situation {
            history,
            strangers: &["notes".to_owned()],
            tool: None,
            at_work: AtWork::Nobody,
        };
        let found = plan(&chain, situation, baseline(1), consent).expect("a plan");
        assert_eq!(found.steps.len(), 1);
    }
}

#[test]
fn repair_accepts_what_is_divergent_and_nothing_else() {
    let edited = folder([
        (1, "SELECT 'edited';"),
        (2, "SELECT 'up';"),
        (3, "SELECT 'up';"),
    ]);
    let history = applied(&plain(3), 1..=2);
    check(&edited, &history, REPAIR, Policy::default(), &["repair 1"]);
    let history = done(&edited, history, REPAIR);
    check(&edited, &history, REPAIR, Policy::default(), &[]);
    check(
        &edited,
        &history,
        Command::Run,
        Policy::default(),
        &["apply 3"],
    );
    check(
        &plain(3),
        &applied(&plain(3), 1..=2),
        REPAIR,
        Policy::default(),
        &[],
    );
    check(
        &plain(3),
        &History::default(),
        REPAIR,
        Policy::default(),
        &[],
    );
}

#[test]
fn repair_accepts_no_script_that_is_another_migration() {
    let one = |version: u64, description: &str, up: &str| {
        let up = format!("-- ingrain: irreversible \"why\"\n{up};").into_bytes();
        (format!("{version}_{description}.up.sql"), up)
    };
    let config = (
        "ingrain.toml".to_owned(),
        b"dialects = ['postgres']".to_vec(),
    );
    let named =
        |files: Vec<(String, Vec<u8>)>| Folder::new("m", files.into_iter().chain([config.clone()]));
    let (notes, tags, users) = ("SELECT 'notes'", "SELECT 'tags'", "SELECT 'users'");
    let was = named(vec![
        one(1, "notes", notes),
        one(2, "tags", tags),
        one(3, "jobs", "SELECT 1"),
    ]);
    let history = applied(&was, 1..=3);
    let jobs = || one(3, "jobs", "SELECT 'edited'");
    for (now, versions) in [
        (
            vec![one(1, "tags", tags), one(2, "notes", notes), jobs()],
            &[1, 2, 3][..],
        ),
        (
            vec![one(1, "notes", notes), one(2, "users", users), jobs()],
            &[2, 3],
        ),
        (
            vec![
                one(1, "users", users),
                one(2, "notes", notes),
                jobs(),
                one(4, "tags", tags),
            ],
            &[1, 2, 3],
        ),
    ] {
        let now = named(now);
        let expected = (101, versions, "changed after being applied");
        let refusal = refused(&now, &history, REPAIR, Policy::default(), expected);
        assert!(!refusal.to_string().contains("repair"), "{refusal}");
        let up = refused(&now, &history, Command::Run, Policy::default(), expected);
        assert_eq!(refusal, up);
        refused(&now, &history, REPAIR, verify(), expected);
    }
}

/// Two migrations, the second outside a transaction; and histories in which it is part-way, up and down.
fn part_way() -> (Folder, [History; 2]) {
    let stepwise = "-- ingrain: no-transaction\nSELECT 1; SELECT 2;";
    let folder = folder([(1, "SELECT 'up';"), (2, stepwise)]);
    let chain = chain(&folder);
    let part_way = |mut history: History, command| {
        let plan = planned(&chain, &history, command, Policy::default()).expect("a plan");
        begin(&mut history, &plan.steps[0], 1);
        history
    };
    let histories = [
        part_way(applied(&folder, [1]), Command::Run),
        part_way(applied(&folder, 1..=2), Command::Down(Target::Base)),
    ];
    (folder, histories)
}

/// Carries out the command, and expects these steps of it and of the one that comes then.
fn settled(
    history: History,
    declared: Declared,
    steps: &[&str],
    command: Command,
    then: &[&str],
) -> History {
    let (folder, _) = part_way();
    let repair = Command::RepairUnfinished(declared);
    check(&folder, &history, repair, Policy::default(), steps);
    let history = done(&folder, history, repair);
    check(&folder, &history, repair, Policy::default(), &[]);
    check(&folder, &history, command, Policy::default(), then);
    history
}

#[test]
fn a_script_that_was_undone_is_as_if_it_had_never_begun() {
    let (_, [up, down]) = part_way();
    let (run, undone) = (Command::Run, Declared::Undone);
    settled(up, undone, &["repair 2"], run, &["apply 2"]);
    settled(down, undone, &["repair 2"], run, &[]);
}

#[test]
fn a_script_that_was_finished_by_hand_counts_as_done() {
    let (folder, [up, down]) = part_way();
    let (run, done) = (Command::Run, Declared::Done);
    let up = settled(up, done, &["finish up 2"], run, &[]);
    assert_eq!(up.digest(), applied(&folder, 1..=2).digest());
    let down = settled(down, done, &["finish down 2"], run, &["apply 2"]);
    assert_eq!(down.digest(), applied(&folder, [1]).digest());
}

#[test]
fn a_script_that_was_finished_by_hand_is_recorded_as_it_is_embedded() {
    let (folder, [up, _]) = part_way();
    let done = |binary: &Folder| {
        let chain = chain(binary);
        let command = Command::RepairUnfinished(Declared::Done);
        let plan = planned(&chain, &up, command, Policy::default()).expect("a plan");
        match plan.steps.as_slice() {
            [Step::Finish { migration, .. }] => migration.clone(),
            steps => panic!("{steps:?}"),
        }
    };
    let begun = chain(&folder).migrations()[1];
    assert_eq!(done(&plain(1)), Recorded::of(&begun));
    let edited = plain(2);
    let edited_chain = chain(&edited);
    assert_eq!(done(&edited), Recorded::of(&edited_chain.migrations()[1]));
}

#[test]
fn nobody_accepts_a_divergence_while_a_script_is_part_way() {
    let (_, [up, down]) = part_way();
    let edited = folder([(1, "SELECT 'edited';")]);
    for (history, direction) in [(up, "up"), (down, "down")] {
        let title = format!("the {direction} script of version 2 stopped part-way");
        let expected = (106, &[2][..], title.as_str());
        refused(&edited, &history, REPAIR, Policy::default(), expected);
        let command = Command::RepairUnfinished(Declared::Undone);
        let history = done(&edited, history, command);
        check(&edited, &history, REPAIR, Policy::default(), &["repair 1"]);
    }
}

#[test]
fn the_environment_is_recorded() {
    let folder = plain(1);
    check(
        &folder,
        &History::default(),
        ENVIRONMENT,
        Policy::default(),
        &["environment"],
    );
    let history = done(&folder, applied(&folder, [1]), ENVIRONMENT);
    assert_eq!(history.environment(), Some("production"));
    check(&folder, &history, Command::Run, Policy::default(), &[]);
}

#[test]
fn a_process_that_only_verifies_records_nothing() {
    let folder = plain(2);
    let nothing = History::default();
    let title = "migrations 1 and 2 are to be recorded as applied, and this process only verifies";
    let allow = Policy {
        unmanaged: Unmanaged::Allow,
        ..verify()
    };
    refused(&folder, &nothing, baseline(2), allow, (105, &[1, 2], title));
    let title = "the environment is to be recorded, and this process only verifies";
    refused(&folder, &nothing, ENVIRONMENT, verify(), (105, &[], title));
    let edited = super::folder([(1, "SELECT 'edited';")]);
    let title = "migration 1 is to be repaired, and this process only verifies";
    refused(
        &edited,
        &applied(&folder, [1]),
        REPAIR,
        verify(),
        (105, &[1], title),
    );
    let (folder, histories) = part_way();
    let title = "migration 2 is to be repaired, and this process only verifies";
    for history in &histories {
        for declared in [Declared::Done, Declared::Undone] {
            let repair = Command::RepairUnfinished(declared);
            refused(&folder, history, repair, verify(), (105, &[2], title));
        }
    }
}
