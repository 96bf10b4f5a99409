//! Situations, and what is planned in them.

mod adopt;
mod beyond;
mod down;
mod newer;
mod properties;
mod protected;
mod record;
mod redo;
mod refresh;
mod rust;
mod standing;
mod targets;
mod unfinished;
mod up;

use super::*;
use crate::record::{Event, Record, Recorded, StoredDown};
use crate::{Checksum, Consent, Declared, Dialect, Environment, Folder, Newer, Order};

/// A folder of one dialect: for each version what its up script says, and the description `x`.
fn folder<'t>(ups: impl IntoIterator<Item = (u64, &'t str)>) -> Folder {
    mended(ups.into_iter().map(|(version, up)| (version, up, "")))
}

/// The same; the down scripts end with these words.
fn mended<'t>(ups: impl IntoIterator<Item = (u64, &'t str, &'t str)>) -> Folder {
    let mut files = vec![(
        "ingrain.toml".to_owned(),
        b"dialects = ['postgres']".to_vec(),
    )];
    for (version, up, words) in ups {
        files.push((format!("{version}_x.up.sql"), up.as_bytes().to_vec()));
        if !up.contains("irreversible") {
            let step = if up.contains("no-transaction") {
                "-- ingrain: no-transaction\n"
            } else {
                ""
            };
            let down = format!("{step}SELECT 'down {version}';{words}");
            files.push((format!("{version}_x.down.sql"), down.into_bytes()));
        }
    }
    Folder::new("m", files)
}

/// A folder of versions 1 to `last`.
fn plain(last: u64) -> Folder {
    folder((1..=last).map(|version| (version, "SELECT 'up';")))
}

fn chain(folder: &Folder) -> Chain<'_> {
    let mut chains = folder.chains().expect("a valid folder");
    chains.pop().expect("one dialect")
}

/// The history of a database in which these versions of `folder` were applied, in this order.
fn applied(folder: &Folder, versions: impl IntoIterator<Item = u64>) -> History {
    let chain = chain(folder);
    let mut rows = Vec::new();
    let mut history = History::default();
    for version in versions {
        let migration = chain.get(Version::embedded(version)).expect("embedded");
        let recorded = Recorded::of(migration);
        rows.push(row(&mut history, Event::Applied, recorded, None));
    }
    History::fold(rows).expect("rows that follow from each other")
}

fn row(history: &mut History, event: Event, migration: Recorded, done: Option<u64>) -> Record {
    let entry = history.record(event, Some(migration), done, None);
    Record {
        entry: entry.expect("it can follow"),
        duration_ms: None,
        applied_at: "2026-11-20T10:15:00.000Z".to_owned(),
        applied_by: "journal 0.1.0 (pid 4711 on web-3)".to_owned(),
    }
}

fn planned<'a>(
    chain: &Chain<'a>,
    history: &History,
    command: Command,
    policy: Policy,
) -> Result<Plan<'a>, Box<Refusal>> {
    let strangers = &[];
    let situation = Situation {
        history,
        strangers,
        tool: None,
        at_work: AtWork::Nobody,
    };
    plan(chain, situation, command, policy)
}

/// Plans, and compares the steps in words: `apply 2`, `resume 2 at 3`, `revert 2 from the history`.
#[track_caller]
fn check(folder: &Folder, history: &History, command: Command, policy: Policy, expected: &[&str]) {
    let chain = chain(folder);
    match planned(&chain, history, command, policy) {
        Ok(plan) => {
            let steps: Vec<String> = plan.steps.iter().map(words).collect();
            assert_eq!(steps, expected, "{command:?}");
        }
        Err(refusal) => panic!("{command:?}: {refusal}"),
    }
}

/// Plans, and expects a refusal of this code, about these versions, with this in its title.
#[track_caller]
fn refused(
    folder: &Folder,
    history: &History,
    command: Command,
    policy: Policy,
    (code, versions, title): (u16, &[u64], &str),
) -> Refusal {
    let chain = chain(folder);
    match planned(&chain, history, command, policy) {
        Ok(plan) => panic!("{command:?}: {:?}", plan.steps),
        Err(refusal) => {
            let found = refusal.versions().iter().map(|version| version.number());
            assert_eq!(refusal.code().number(), code, "{refusal}");
            assert_eq!(found.collect::<Vec<_>>(), versions, "{refusal}");
            assert!(refusal.title().contains(title), "{title}: {refusal}");
            *refusal
        }
    }
}

fn words(step: &Step<'_>) -> String {
    let version = step.version().map_or(0, Version::number);
    match step {
        Step::Apply { done: 0, .. } => format!("apply {version}"),
        Step::Apply { done, .. } => format!("resume {version} at {done}"),
        Step::Revert {
            path: None,
            done: 0,
            ..
        } => format!("revert {version} from the history"),
        Step::Revert { done: 0, .. } => format!("revert {version}"),
        Step::Revert { done, .. } => format!("resume reverting {version} at {done}"),
        Step::Baseline(_) => format!("baseline {version}"),
        Step::Adopt { .. } => format!("adopt {version}"),
        Step::Repair(_) => format!("repair {version}"),
        Step::Finish { direction, .. } => format!("finish {direction} {version}"),
        Step::Refresh(_) => format!("refresh {version}"),
        Step::Environment(_) => "environment".to_owned(),
    }
}

/// Records a step as the engine does when it has carried it out.
fn record(history: &mut History, step: &Step<'_>) {
    let (event, migration) = step.recorded();
    let note = Some("production".to_owned());
    let entry = history.record(event, migration, None, note);
    entry.expect("a plan follows from the history");
}

/// Records that a step began, with the very down script if it reverts, and did some statements.
fn begin(history: &mut History, step: &Step<'_>, statements: u64) {
    let migration = match step {
        Step::Apply { migration, .. } => Recorded::of(migration),
        Step::Revert { migration, sql, .. } => {
            let down = StoredDown {
                sql: sql.to_string(),
                checksum: Checksum::of(sql),
            };
            Recorded {
                down: Some(down),
                ..migration.clone()
            }
        }
        _ => panic!("{step:?} runs no script"),
    };
    if history.unfinished().is_none() {
        row(history, Event::Started, migration.clone(), None);
    }
    let done = history
        .unfinished()
        .map_or(0, |unfinished| unfinished.statements);
    for statements in done + 1..=done + statements {
        row(
            history,
            Event::Progressed,
            migration.brief(),
            Some(statements),
        );
    }
}

fn version(number: u64) -> Target {
    Target::Version(Version::embedded(number))
}

fn verify() -> Policy {
    Policy {
        mode: Mode::Verify,
        ..Policy::default()
    }
}
