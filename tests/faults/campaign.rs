//! Which faults are played, and how many: the short form of every build, and the full campaign.

use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

use ingrain::Dialect;
use ingrain_end_to_end::testbed::{Testbed, on_sqlite};

use crate::fault::{Blow, FILES, Fault, Kind};
use crate::on_sqlite;
use crate::scenario::Scenario;
use crate::stage::Stage;
use crate::tally::Tally;

/// Decides what is left to chance.
const SEED: &str = "INGRAIN_FAULTS_SEED";
/// One case to be repeated, as a violation shows it.
const CASE: &str = "INGRAIN_FAULTS_CASE";

/// How much is played.
#[derive(Clone, Copy)]
struct Extent {
    /// Of this many moments one is played.
    stride: u64,
    /// How many random moments, in all scenarios together.
    random: u64,
}

const SHORT: Extent = Extent {
    stride: 23,
    random: 40,
};
const FULL: Extent = Extent {
    stride: 1,
    random: 1_000,
};

#[test]
fn sqlite_in_short() {
    let mut tally = Tally::new(seed());
    on_sqlite(|bed| sqlite(bed, SHORT, &mut tally));
    tally.close();
}

#[test]
#[ignore = "takes long; `--nocapture` shows its figures"]
fn campaign() {
    let mut tally = Tally::new(seed());
    on_sqlite(|bed| sqlite(bed, FULL, &mut tally));
    tally.close();
}

#[test]
#[ignore = "repeats the case that INGRAIN_FAULTS_CASE names"]
fn one_case() {
    let case = env::var(CASE).unwrap();
    let (name, fault) = case.split_once(' ').unwrap();
    let fault = Fault::parse(fault).unwrap();
    let mut tally = Tally::new(seed());
    on_sqlite(|bed| {
        let mut scenarios = Scenario::all(Dialect::Sqlite).into_iter();
        let Some(scenario) = scenarios.find(|one| one.to_string() == name) else {
            return;
        };
        let mut stage = Stage::set(scenario, bed).unwrap();
        let outcome = on_sqlite::play(&mut stage, fault);
        println!("{outcome:?}");
        if let Some(outcome) = outcome.transpose() {
            tally.count(name, fault, outcome);
        }
    });
    tally.close();
}

fn seed() -> u64 {
    let given = env::var(SEED).ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        now.as_secs()
    })
}

fn sqlite(bed: &Testbed, extent: Extent, tally: &mut Tally) {
    let mut chance = Chance(tally.seed());
    let scenarios = Scenario::all(Dialect::Sqlite);
    let each = extent.random.div_ceil(scenarios.len() as u64);
    for scenario in scenarios {
        let name = scenario.to_string();
        let mut stage = match Stage::set(scenario, bed) {
            Ok(stage) => stage,
            Err(violation) => {
                tally.count_other(&name, Err(violation));
                continue;
            }
        };
        let took = stage.took.as_micros() as u64;
        let mut play = |fault: Fault| {
            let outcome = on_sqlite::play(&mut stage, fault).transpose();
            let reached = outcome.is_some();
            outcome.into_iter().for_each(|outcome| tally.count(&name, fault, outcome));
            reached
        };
        let files = FILES.map(Kind::File);
        for kind in files.into_iter().chain([Kind::Statement]) {
            let mut moment = 1 + chance.below(extent.stride);
            while play(Fault { kind, moment }) {
                moment += extent.stride;
            }
        }
        for _ in 0..each {
            let moment = chance.below(took);
            let kind = Kind::Time(Blow::Kill);
            play(Fault { kind, moment });
        }
    }
}

/// Numbers that are the same for the same seed: splitmix64, <https://prng.di.unimi.it/splitmix64.c>.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }
}
