//! Down scripts that were mended after their migration was applied.

use super::*;

const BETTER: &str = " SELECT 'better';";

/// Versions 1 to `last`, the down script of 1 being another one.
fn better(last: u64) -> Folder {
    let words = |version| if version == 1 { BETTER } else { "" };
    mended((1..=last).map(|version| (version, "SELECT 'up';", words(version))))
}

#[test]
fn a_run_that_applies_something_refreshes_and_one_that_does_not_leaves_alone() {
    let history = applied(&plain(2), 1..=2);
    let (same, longer) = (better(2), better(3));
    let policy = Policy::default();
    check(&same, &history, Command::Run, policy, &[]);
    check(&same, &history, Command::Run, verify(), &[]);
    let steps = ["apply 3", "refresh 1"];
    check(&longer, &history, Command::Run, policy, &steps);
    check(
        &longer,
        &history,
        Command::Up(Target::Up(1)),
        policy,
        &steps,
    );
    check(&same, &history, Command::Repair, policy, &["refresh 1"]);
    let title = "migration 3 is pending, and this process only verifies";
    refused(
        &longer,
        &history,
        Command::Run,
        verify(),
        (105, &[3], title),
    );
}

#[test]
fn what_is_refreshed_is_so_for_good_and_leaves_the_past_as_it_is() {
    let mut history = applied(&plain(2), 1..=2);
    let digest = history.digest();
    let folder = better(2);
    let chain = chain(&folder);
    let plan = planned(&chain, &history, Command::Repair, Policy::default()).expect("a plan");
    plan.steps
        .iter()
        .for_each(|step| record(&mut history, step));
    assert_eq!(history.digest(), digest);
    let stored = history.applied()[0].migration.down.as_ref();
    assert_eq!(
        stored.map(|down| down.sql.as_str()),
        Some("SELECT 'down 1'; SELECT 'better';")
    );
    check(&folder, &history, Command::Repair, Policy::default(), &[]);
}

#[test]
fn a_target_that_counts_is_settled_by_what_is_applied() {
    let history = applied(&plain(2), 1..=2);
    let folder = better(4);
    let chain = chain(&folder);
    let command = Command::Up(Target::Up(1));
    let plan = planned(&chain, &history, command, Policy::default()).expect("a plan");
    assert_eq!(command.settled(&plan, &history), Command::Up(version(3)));
}

#[test]
fn a_stored_script_that_was_changed_by_hand_is_put_right() {
    let folder = plain(2);
    let mut records = Vec::new();
    let mut history = History::default();
    for migration in chain(&folder).migrations() {
        let mut recorded = Recorded::of(migration);
        if let Some(down) = &mut recorded.down {
            down.sql = "DROP TABLE all_of_it".to_owned();
        }
        records.push(row(&mut history, Event::Applied, recorded, None));
    }
    let history = History::fold(records).expect("rows that follow from each other");
    let steps = ["refresh 1", "refresh 2"];
    check(
        &folder,
        &history,
        Command::Repair,
        Policy::default(),
        &steps,
    );
}

/// diesel has in a file beside the script what the log keeps in front of it.
#[test]
fn what_another_tool_wrote_is_kept_as_it_tells_of_itself_and_not_refreshed() {
    let folder = |down: &str| {
        let directory = |file| format!("2026-01-01_index/{file}");
        let files = [
            (directory("up.sql"), "CREATE INDEX CONCURRENTLY a ON b (c);"),
            (directory("down.sql"), down),
            (directory("metadata.toml"), "run_in_transaction = false"),
            (
                "ingrain.toml".to_owned(),
                "dialects = ['postgres']\nadopted = { from = 'diesel', up-to = 20260101 }",
            ),
        ];
        let files = files.map(|(name, text)| (name, text.as_bytes().to_vec()));
        Folder::new("m", files)
    };
    let same = folder("DROP INDEX CONCURRENTLY a;");
    let history = applied(&same, [20260101]);
    check(&same, &history, Command::Repair, Policy::default(), &[]);
    let steps = ["refresh 20260101"];
    let other = folder("DROP INDEX CONCURRENTLY IF EXISTS a;");
    check(&other, &history, Command::Repair, Policy::default(), &steps);
}
