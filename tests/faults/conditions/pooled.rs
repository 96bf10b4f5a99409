//! Kills behind a PgBouncer that hands out sessions by the transaction: none of them strands a lock, or a
//! session with half a transaction in it.

use std::thread;
use std::time::Duration;

use ingrain_end_to_end::testbed::on_postgres;
use ingrain_end_to_end::victim::{Call, Embedded};

use crate::campaign::Chance;
use crate::process::{How, Victim};
use crate::scenario::Scenario;
use crate::stage::Stage;

#[test]
fn whoever_is_killed_behind_pgbouncer_leaves_nothing_half_done() {
    on_postgres(|bed| {
        let scenarios = Scenario::all(bed.dialect()).into_iter();
        let transactional = scenarios.filter(|one| {
            one.embedded == Embedded::Transactional && matches!(one.call, Call::Run | Call::Down(_))
        });
        for scenario in transactional.take(2) {
            let mut stage = Stage::set(scenario, bed).unwrap();
            let scene = stage.scene();
            let settings = [("pool_mode", "transaction"), ("default_pool_size", "2")];
            let Some(bouncer) = scene.bed.postgres().pgbouncer(&settings) else {
                return;
            };
            drop(scene);
            let mut chance = Chance::new(6432);
            for _ in 0..12 {
                let scene = stage.scene();
                let mut victim = Victim::start(bouncer.url(), &scene.order);
                thread::sleep(Duration::from_micros(chance.below(60_000)));
                victim.kill();
                drop(victim);
                let ended = Victim::start(bouncer.url(), &scene.order).end();
                assert_eq!(ended.how, How::Well, "{}", ended.said);
                stage.is_finished(&scene).unwrap();
            }
        }
    });
}
