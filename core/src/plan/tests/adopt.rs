//! Taking over what another tool has applied.

use super::*;
use crate::Tool;
use crate::adopt::{Outcome, ToolRow};

const ADOPT: Command = Command::Adopt(Tool::Diesel);

/// diesel's table with these versions.
fn diesel(versions: &[&str]) -> ToolHistory {
    let row = |version: &&str| ToolRow {
        version: (*version).to_owned(),
        applied_at: Some("2026-11-20 10:15:00".to_owned()),
        ..ToolRow::default()
    };
    ToolHistory {
        tool: Tool::Diesel,
        rows: versions.iter().map(row).collect(),
    }
}

/// Plans, and gives the steps in words, or the code and the text of the refusal.
fn adopt(
    folder: &Folder,
    history: &History,
    tool: Option<&ToolHistory>,
) -> Result<Vec<String>, (u16, String)> {
    let situation = Situation {
        history,
        strangers: &["__diesel_schema_migrations".to_owned()],
        tool,
        at_work: AtWork::Nobody,
    };
    let chain = chain(folder);
    match plan(&chain, situation, ADOPT, Policy::default()) {
        Ok(plan) => Ok(plan.steps.iter().map(words).collect()),
        Err(refusal) => Err((refusal.code().number(), refusal.to_string())),
    }
}

#[track_caller]
fn refused(result: Result<Vec<String>, (u16, String)>, code: u16, says: &[&str]) {
    let (found, text) = result.expect_err("a refusal");
    assert_eq!(found, code, "{text}");
    for words in says {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn every_row_becomes_a_row_and_the_rest_stays_pending() {
    let folder = plain(3);
    let steps = adopt(&folder, &History::default(), Some(&diesel(&["2", "0001"])));
    assert_eq!(steps, Ok(vec!["adopt 1".to_owned(), "adopt 2".to_owned()]));
}

#[test]
fn the_note_says_what_was_verified() {
    let folder = plain(1);
    let table = diesel(&["1"]);
    let history = History::default();
    let situation = Situation {
        history: &history,
        strangers: &[],
        tool: Some(&table),
        at_work: AtWork::Nobody,
    };
    let chain = chain(&folder);
    let plan = plan(&chain, situation, ADOPT, Policy::default()).expect("a plan");
    let [Step::Adopt { note, .. }] = plan.steps.as_slice() else {
        panic!("{:?}", plan.steps)
    };
    let expected =
        "from diesel, which applied it at 2026-11-20 10:15:00; diesel keeps no checksum to verify";
    assert_eq!(note, expected);
}

#[test]
fn a_row_that_is_not_embedded_or_twice_there_or_failed_is_refused() {
    let (folder, nothing) = (plain(3), History::default());
    let unknown = adopt(&folder, &nothing, Some(&diesel(&["1", "9", "x"])));
    let says = [
        "2 rows of `__diesel_schema_migrations`",
        "applied by diesel: 9, x",
        "the versions 1, 2 and 3",
    ];
    refused(unknown, 111, &says);
    let twice = adopt(&folder, &nothing, Some(&diesel(&["1", "01"])));
    refused(twice, 111, &["a row of `__diesel_schema_migrations`", "01"]);
    let mut failed = diesel(&["1", "2"]);
    failed.rows[1].outcome = Outcome::Failed;
    refused(
        adopt(&folder, &nothing, Some(&failed)),
        111,
        &["failed in diesel: 2"],
    );
}

#[test]
fn a_table_that_is_missing_or_empty_is_refused() {
    let (folder, nothing) = (plain(3), History::default());
    refused(
        adopt(&folder, &nothing, None),
        111,
        &["there is no `__diesel_schema_migrations`"],
    );
    refused(
        adopt(&folder, &nothing, Some(&diesel(&[]))),
        111,
        &["holds no row"],
    );
}

#[test]
fn what_was_taken_over_before_is_left_alone() {
    let folder = plain(3);
    let table = diesel(&["1", "2"]);
    assert_eq!(
        adopt(&folder, &applied(&folder, 1..=2), Some(&table)),
        Ok(Vec::new())
    );
    assert_eq!(
        adopt(&folder, &applied(&folder, 1..=3), Some(&table)),
        Ok(Vec::new())
    );
    let other = adopt(&folder, &applied(&folder, 1..=1), Some(&table));
    refused(other, 110, &["has a history already"]);
}

#[test]
fn who_only_verifies_takes_nothing_over() {
    let (folder, history) = (plain(1), History::default());
    let table = diesel(&["1"]);
    let situation = Situation {
        history: &history,
        strangers: &[],
        tool: Some(&table),
        at_work: AtWork::Nobody,
    };
    let refusal = plan(&chain(&folder), situation, ADOPT, verify()).expect_err("a refusal");
    assert_eq!(refusal.code().number(), 105);
}

#[test]
fn a_row_is_read_by_the_names_of_its_columns() {
    let row = |cells: [Option<&str>; 5]| ToolRow::parse(&cells.map(|cell| cell.map(str::to_owned)));
    let done = row([Some("7"), Some("notes"), Some("ab"), Some("1"), Some("now")]);
    assert_eq!(
        done,
        ToolRow {
            version: "7".to_owned(),
            description: Some("notes".to_owned()),
            checksum: Some("ab".to_owned()),
            outcome: Outcome::Done,
            applied_at: Some("now".to_owned()),
        }
    );
    let failed = row([Some("7"), None, None, Some("0"), None]);
    assert_eq!(failed.outcome, Outcome::Failed);
    // refinery and diesel have no such column: what failed has no row.
    assert_eq!(row([None; 5]), ToolRow::default());
}
