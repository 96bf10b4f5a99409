//! Which faults are played, and how many: the short form of every build, and the full campaign.

use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

use ingrain::Dialect;
use ingrain_end_to_end::testbed::{Testbed, on_own_postgres, on_sqlite};

use crate::fault::{Blow, FILES, Fault, Kind};
use crate::scenario::{Backup, Scenario};
use crate::stage::Stage;
use crate::tally::{Outcome, Tally};
use crate::{on_postgres, on_sqlite};

/// Decides what is left to chance.
const SEED: &str = "INGRAIN_FAULTS_SEED";
/// One case to be repeated, as a violation shows it.
const CASE: &str = "INGRAIN_FAULTS_CASE";

/// `sqlite` or `postgres`, for one half of the campaign.
const ONLY: &str = "INGRAIN_FAULTS_ONLY";

/// How much is played.
#[derive(Clone, Copy)]
struct Extent {
    /// Of this many moments one is played on SQLite, and on Postgres.
    strides: [u64; 2],
    /// How many random moments, in all scenarios of one kind of database together.
    random: u64,
}

const SHORT: Extent = Extent {
    strides: [97, 53],
    random: 40,
};
const FULL: Extent = Extent {
    strides: [1, 1],
    random: 1_000,
};

#[test]
fn sqlite_in_short() {
    let mut tally = Tally::new(seed());
    on_sqlite(|bed| play_all(bed, SHORT, &mut tally));
    tally.close();
}

#[test]
fn postgres_in_short() {
    let mut tally = Tally::new(seed());
    on_own_postgres(|bed| play_all(bed, SHORT, &mut tally));
    tally.close();
}

#[test]
#[ignore = "takes long; `--nocapture` shows its figures"]
fn full_form() {
    let mut tally = Tally::new(seed());
    let only = env::var(ONLY).unwrap_or_default();
    if only != "postgres" {
        on_sqlite(|bed| play_all(bed, FULL, &mut tally));
    }
    if only != "sqlite" {
        on_own_postgres(|bed| play_all(bed, FULL, &mut tally));
    }
    tally.close();
}

#[test]
#[ignore = "repeats the case that INGRAIN_FAULTS_CASE names"]
fn one_case() {
    let case = env::var(CASE).unwrap();
    let (name, fault) = case.split_once(' ').unwrap();
    let fault = Fault::parse(fault).unwrap();
    let mut tally = Tally::new(seed());
    let mut repeat = |bed: &Testbed| {
        let mut scenarios = Scenario::all(bed.dialect()).into_iter();
        let Some(scenario) = scenarios.find(|one| one.to_string() == name) else {
            return;
        };
        let mut stage = Stage::set(scenario, bed).unwrap();
        let outcome = play(&mut stage, fault);
        println!("{outcome:?}");
        if let Some(outcome) = outcome.transpose() {
            tally.count(name, fault, outcome);
        }
    };
    match name.starts_with("sqlite") {
        true => on_sqlite(&mut repeat),
        false => on_own_postgres(&mut repeat),
    }
    tally.close();
}

fn seed() -> u64 {
    let given = env::var(SEED).ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        now.as_secs()
    })
}

/// What is done at counted moments, and at how many of them one is.
fn counted(dialect: Dialect) -> Vec<(Kind, u64)> {
    use Blow::{Crash, Cut, Kill, Term, Terminate};
    match dialect {
        Dialect::Sqlite => {
            let files = FILES.map(|(name, among)| (Kind::File(name), among));
            files.into_iter().chain([(Kind::Statement, 1)]).collect()
        }
        Dialect::Postgres => vec![
            (Kind::Before(Kill), 1),
            (Kind::Before(Cut), 4),
            (Kind::Before(Terminate), 4),
            (Kind::Before(Term), 12),
            (Kind::Before(Crash), 12),
            (Kind::Unanswered(Kill), 5),
            (Kind::Unanswered(Cut), 5),
            (Kind::Unanswered(Crash), 20),
            (Kind::During(Kill), 5),
            (Kind::During(Terminate), 5),
            (Kind::During(Crash), 20),
        ],
    }
}

/// What is done at random moments; what stands here twice, twice as often.
fn random(dialect: Dialect) -> &'static [Blow] {
    match dialect {
        Dialect::Sqlite => &[Blow::Kill],
        Dialect::Postgres => &[
            Blow::Kill,
            Blow::Kill,
            Blow::Kill,
            Blow::Cut,
            Blow::Terminate,
        ],
    }
}

fn play(stage: &mut Stage, fault: Fault) -> Result<Option<Outcome>, String> {
    match stage.scenario.dialect {
        Dialect::Sqlite => on_sqlite::play(stage, fault),
        Dialect::Postgres => on_postgres::play(stage, fault),
    }
}

fn play_all(bed: &Testbed, extent: Extent, tally: &mut Tally) {
    let mut chance = Chance(tally.seed());
    let scenarios = Scenario::all(bed.dialect());
    let each = extent.random.div_ceil(scenarios.len() as u64);
    for scenario in scenarios {
        match Stage::set(scenario, bed) {
            Ok(mut stage) => play_scenario(&mut stage, extent, each, &mut chance, tally),
            Err(violation) => tally.count_other(&scenario.to_string(), Err(violation)),
        }
    }
}

fn play_scenario(
    stage: &mut Stage,
    extent: Extent,
    each: u64,
    chance: &mut Chance,
    tally: &mut Tally,
) {
    let Scenario {
        dialect, backup, ..
    } = stage.scenario;
    let name = stage.scenario.to_string();
    let took = stage.took.as_micros() as u64;
    let mut play = |fault: Fault| {
        let outcome = play(stage, fault).transpose();
        let reached = outcome.is_some();
        let outcome = outcome.into_iter();
        outcome.for_each(|outcome| tally.count(&name, fault, outcome));
        reached
    };
    for (kind, among) in counted(dialect) {
        let stride = match (dialect, backup) {
            (Dialect::Sqlite, _) => among * extent.strides[0],
            (Dialect::Postgres, Backup::Off) => among * extent.strides[1],
            // Dumping and restoring take a hundred times as long as the migrations.
            (Dialect::Postgres, Backup::On) => among * extent.strides[1] * 9,
        };
        let mut moment = 1 + chance.below(stride);
        while play(Fault { kind, moment }) {
            moment += stride;
        }
    }
    let mut reached = 0;
    // Some come too late: now the victim is quicker than it was undisturbed.
    for _ in 0..4 * each {
        if reached == each {
            break;
        }
        let blows = random(dialect);
        let blow = blows[chance.below(blows.len() as u64) as usize];
        let kind = Kind::Time(blow);
        let moment = chance.below(took);
        reached += u64::from(play(Fault { kind, moment }));
    }
    let figures = tally.total();
    println!("{name}: {figures} so far");
}

/// Numbers that are the same for the same seed: splitmix64, <https://prng.di.unimi.it/splitmix64.c>.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    /// From 0 up to this, itself left out.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }
}
