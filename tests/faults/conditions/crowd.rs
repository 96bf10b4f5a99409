//! Sixty-four processes at once, some of which are killed at any moment: the others do what they would have
//! done, and in the end all is there once.

use std::thread;
use std::time::Duration;

use ingrain::Dialect;
use ingrain_end_to_end::testbed::{Testbed, on_own_postgres, on_sqlite};
use ingrain_end_to_end::victim::Embedded;

use crate::campaign::Chance;
use crate::process::{How, Victim};
use crate::scenario::Scenario;
use crate::stage::{Restart, Stage};

const PROCESSES: usize = 64;

#[test]
fn sixty_four_processes_with_kills_on_sqlite() {
    on_sqlite(|bed| crowds(bed, Embedded::Transactional));
    on_sqlite(|bed| crowds(bed, Embedded::Stepwise));
}

#[test]
fn sixty_four_processes_with_kills_on_postgres() {
    on_own_postgres(|bed| crowds(bed, Embedded::Transactional));
    on_own_postgres(|bed| crowds(bed, Embedded::Stepwise));
}

fn crowds(bed: &Testbed, embedded: Embedded) {
    let mut scenarios = Scenario::all(bed.dialect()).into_iter();
    let scenario = scenarios.find(|one| one.embedded == embedded).unwrap();
    let mut stage = Stage::set(scenario, bed).unwrap();
    let mut chance = Chance::new(64);
    for _ in 0..3 {
        let scene = stage.scene();
        let start = |_| Victim::start(&scene.bed.place(), &scene.order);
        let mut crowd: Vec<Victim> = (0..PROCESSES).map(start).collect();
        for _ in 0..PROCESSES / 2 {
            thread::sleep(Duration::from_millis(chance.below(10)));
            crowd[chance.below(PROCESSES as u64) as usize].kill();
        }
        for victim in crowd {
            let ended = victim.end();
            let is_fine = matches!(ended.how, How::Well | How::Signal(9));
            assert!(is_fine, "{:?}: {}", ended.how, ended.said);
        }
        assert_eq!(stage.restart(&scene, Restart::AtOnce).unwrap(), 0);
        if bed.dialect() == Dialect::Postgres {
            crate::on_postgres::wait_for_quiet(&scene.bed).unwrap();
        }
        stage.is_finished(&scene).unwrap();
    }
}
