//! An index that is being built concurrently waits for a transaction of somebody else's when the fault comes,
//! and the restart comes while the server may still be building.

use std::thread;
use std::time::Duration;

use ingrain_end_to_end::postgres::Passage;
use ingrain_end_to_end::testbed::{Testbed, on_own_postgres};
use ingrain_end_to_end::victim::{Call, Embedded};

use crate::fault::Blow;
use crate::on_postgres::{strike, wait_for_quiet};
use crate::process::Victim;
use crate::scenario::{Before, Scenario};
use crate::stage::{Restart, Stage};

#[test]
fn an_index_that_waits_is_cut_off_by_anything() {
    on_own_postgres(|bed| {
        for (call, at) in [(Call::Run, 1), (Call::Down(1), 2)] {
            let mut scenarios = Scenario::all(bed.dialect()).into_iter();
            let scenario = scenarios.find(|one| one.embedded == Embedded::Stepwise);
            let scenario = Scenario {
                call,
                before: Before::At(Embedded::Stepwise, at),
                ..scenario.unwrap()
            };
            let mut stage = Stage::set(scenario, bed).unwrap();
            for blow in Blow::ALL {
                play(&mut stage, blow).unwrap_or_else(|wrong| panic!("{blow:?}: {wrong}"));
            }
        }
    });
}

fn play(stage: &mut Stage, blow: Blow) -> Result<(), String> {
    let scene = stage.scene();
    let other = scene.bed.session();
    other.execute("BEGIN; LOCK TABLE notes IN ROW EXCLUSIVE MODE");
    let gate = scene.bed.postgres().gate(u64::MAX, Passage::Before);
    let mut victim = Victim::start(gate.url(), &scene.order);
    while !waits(&scene.bed) {
        if victim.has_ended() {
            return Err(format!("it did not wait: {}", victim.end().said));
        }
        thread::sleep(Duration::from_millis(5));
    }
    strike(&scene.bed, &gate, &mut victim, blow);
    victim.end();
    thread::scope(|scope| {
        scope.spawn(move || {
            thread::sleep(Duration::from_millis(400));
            // It ends with its session, or has ended with the server.
            drop(other);
        });
        stage.restart(&scene, Restart::AtOnce).map(drop)
    })?;
    wait_for_quiet(&scene.bed)?;
    stage.is_finished(&scene)
}

/// Whether the victim's statement waits for the other's transaction.
fn waits(bed: &Testbed) -> bool {
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
         AND wait_event_type = 'Lock' AND query LIKE '%INDEX CONCURRENTLY%' AND pid <> pg_backend_pid()";
    bed.rows(waiting) != ["0"]
}
