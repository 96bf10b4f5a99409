//! Sixteen processes start at once on an empty database: all come up, each migration is applied once.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use ingrain::Migrator;
use ingrain_end_to_end::crew::{Crew, HISTORY, Work};
use ingrain_end_to_end::testbed::{Testbed, on_postgres, on_sqlite};

const PROCESSES: usize = 16;
const ROUNDS: usize = 20;

#[test]
fn sixteen_processes_at_once_on_sqlite() {
    play(ROUNDS, Work::Demo, |round| on_sqlite(round));
}

#[test]
fn sixteen_processes_at_once_on_postgres() {
    play(ROUNDS, Work::Demo, |round| on_postgres(round));
}

/// Between two looks of one process the others make tables, of which its history did not tell yet.
#[test]
fn sixteen_processes_at_once_on_a_database_that_is_only_stamped() {
    play(5, Work::Demo, |round| {
        on_postgres(|bed| {
            bed.environment(&Work::Demo.migrator(), "staging").unwrap();
            round(bed);
        });
    });
}

/// Outside a transaction no key protects a statement from being run twice.
#[test]
fn sixteen_processes_at_once_with_no_transaction_on_sqlite() {
    play(5, Work::Stepwise, |round| on_sqlite(round));
}

#[test]
fn sixteen_processes_at_once_with_no_transaction_on_postgres() {
    play(5, Work::Stepwise, |round| on_postgres(round));
}

/// Plays a scenario on a fresh database.
type OnFresh = fn(&mut dyn FnMut(&Testbed));

/// Plays rounds, each on a fresh database that `on` makes, and prints how long they took.
fn play(rounds: usize, work: Work, on: OnFresh) {
    let mut crew = Crew::start(env!("CARGO_BIN_EXE_crew"), PROCESSES, work);
    let migrator = work.migrator();
    let mut took = Vec::new();
    let mut violations = None;
    for _ in 0..rounds {
        on(&mut |bed| {
            let violations = violations.get_or_insert_with(|| Violations::begin(bed));
            took.push(round(bed, &mut crew, &migrator));
            violations.count(bed);
        });
    }
    took.sort_unstable();
    if let [shortest, .., longest] = took[..] {
        let median = took[took.len() / 2];
        println!(
            "{work:?}: {rounds} rounds of {PROCESSES}, {shortest:?} to {longest:?}, median {median:?}"
        );
    }
    if let Some(Violations {
        found: Some(found), ..
    }) = violations
    {
        println!("{work:?}: {found} unique violations in the server's log");
    }
}

fn round(bed: &Testbed, crew: &mut Crew, migrator: &Migrator) -> Duration {
    let began = Instant::now();
    let answers = crew.round(&bed.place());
    let took = began.elapsed();
    let status = bed.status(migrator).unwrap();
    assert!(status.is_current());
    let head = status.head().unwrap().number();
    let up = answers
        .iter()
        .filter(|answer| answer.starts_with(&format!("at {head}, ran [")));
    assert_eq!(up.count(), PROCESSES, "{answers:#?}");
    let applied = bed.rows(&format!(
        "SELECT version FROM {HISTORY} WHERE event = 'applied' ORDER BY seq"
    ));
    let all: Vec<String> = (1..=head).map(|version| version.to_string()).collect();
    assert_eq!(applied, all);
    // Together the processes say of each version once that it ran.
    let said = answers.iter().flat_map(|answer| {
        let (_, list) = answer.split_once('[').unwrap();
        list.trim_end_matches(']')
            .split(", ")
            .filter(|version| !version.is_empty())
    });
    let mut said: Vec<u64> = said.map(|version| version.parse().unwrap()).collect();
    said.sort_unstable();
    assert_eq!(said, (1..=head).collect::<Vec<_>>());
    took
}

/// Unique violations of the history's key, as the log of a server that the tests started tells.
struct Violations {
    before: usize,
    found: Option<usize>,
}

impl Violations {
    fn begin(bed: &Testbed) -> Violations {
        let before = Violations::in_log(bed).unwrap_or_default();
        Violations {
            before,
            found: None,
        }
    }

    fn count(&mut self, bed: &Testbed) {
        self.found = Violations::in_log(bed).map(|found| found - self.before);
    }

    fn in_log(bed: &Testbed) -> Option<usize> {
        let Testbed::Postgres(_) = bed else {
            return None;
        };
        let data = bed.rows("SHOW data_directory").pop()?;
        let log = fs::read(Path::new(&data).parent()?.join("log")).ok()?;
        let violation = format!("violates unique constraint \"{HISTORY}_pkey\"");
        Some(String::from_utf8_lossy(&log).matches(&violation).count())
    }
}
