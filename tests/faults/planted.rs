//! The campaign notices what it is there for: each of these is a violation.

use ingrain::Target;
use ingrain_end_to_end::testbed::{Testbed, on_both, to};
use ingrain_end_to_end::victim::Embedded;

use crate::scenario::Scenario;
use crate::stage::{Restart, Stage};

fn stage(bed: &Testbed, embedded: Embedded) -> Stage {
    let mut scenarios = Scenario::all(bed.dialect()).into_iter();
    let scenario = scenarios.find(|one| one.embedded == embedded);
    Stage::set(scenario.unwrap(), bed).unwrap()
}

#[test]
fn what_was_done_twice_or_not_or_half_is_noticed() {
    on_both(|bed| {
        let mut stage = stage(bed, Embedded::Transactional);
        for plant in [
            "UPDATE accounts SET balance = balance + 7",
            "DELETE FROM entries WHERE memo = 'interest'",
            "INSERT INTO entries SELECT * FROM entries WHERE memo = 'interest'",
            "DROP INDEX entries_amount",
            "CREATE TABLE left_over (id integer)",
            "ALTER TABLE accounts DROP COLUMN note",
            "DELETE FROM ingrain_history WHERE seq = 5",
            "DELETE FROM ingrain_history WHERE seq = 2",
            "UPDATE ingrain_history SET checksum = chain WHERE seq = 5",
            "UPDATE ingrain_history SET event = 'reverted' WHERE seq = 5",
        ] {
            let scene = stage.scene();
            stage.restart(&scene, Restart::AtOnce).unwrap();
            stage.is_finished(&scene).unwrap();
            scene.bed.execute(plant);
            stage.agrees(&scene.bed).expect_err(plant);
            stage.is_finished(&scene).expect_err(plant);
        }
    });
}

#[test]
fn what_is_only_half_way_is_not_the_end() {
    on_both(|bed| {
        let mut stage = stage(bed, Embedded::Stepwise);
        let scene = stage.scene();
        let migrator = scene.order.migrator("");
        scene.bed.up(&migrator, to(2)).unwrap();
        stage.agrees(&scene.bed).unwrap();
        stage.is_finished(&scene).unwrap_err();
        scene.bed.down(&migrator, Target::Down(1)).unwrap();
        stage.agrees(&scene.bed).unwrap();
        // A statement outside transactions that is done and not recorded, though it could have been.
        scene.bed.execute("UPDATE notes SET n = n * 2");
        stage.agrees(&scene.bed).unwrap_err();
    });
}
