//! Faults on SQLite, each on a fresh file.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::thread;
use std::time::Duration;

use ingrain_end_to_end::testbed::Testbed;
use ingrain_end_to_end::victim::{HELD, Order};

use crate::fault::{Blow, Fault, Kind};
use crate::process::{Ended, How, Victim};
use crate::remedy::{is_told, is_true};
use crate::stage::{Restart, Scene, Stage};
use crate::tally::{Became, Outcome};

/// Plays one case: nothing if the victim ended before the fault was reached.
pub(crate) fn play(stage: &mut Stage, fault: Fault) -> Result<Option<Outcome>, String> {
    let scene = stage.scene();
    let Some(ended) = disturb(&scene, fault) else {
        return Ok(None);
    };
    let victim = match ended.how {
        How::Hung => return Err("it hung".to_owned()),
        How::Signal(_) => Became::Ended,
        How::Well => Became::Survived,
        How::Failed => {
            is_told(&ended.said)?;
            Became::Failed
        }
    };
    let hot = is_hot(&scene.bed.path());
    // A look at the file itself would take the journal back that the restart is to meet.
    let copy = copied(&scene.bed);
    let ledger = stage.agrees(&copy)?;
    is_true(&ended.said, &stage.begun, &ledger)?;
    let when = match fault.moment.is_multiple_of(50) {
        true => Restart::AtOnce,
        false => Restart::Later,
    };
    let remedies = stage.restart(&scene, when)?;
    stage.is_finished(&scene)?;
    Ok(Some(Outcome {
        victim,
        hot,
        remedies,
    }))
}

fn disturb(scene: &Scene, fault: Fault) -> Option<Ended> {
    let place = scene.bed.place();
    match fault.kind {
        Kind::File(name) => {
            let fault = format!("{name} {}", fault.moment);
            let ended = Victim::start_with(&place, &scene.order, &fault).end();
            ended.said.contains("struck").then_some(ended)
        }
        Kind::Statement => {
            let order = Order {
                hold: Some(fault.moment),
                ..scene.order.clone()
            };
            let mut victim = Victim::start(&place, &order);
            let lines = BufReader::new(victim.output()).lines();
            let held = lines.map_while(Result::ok).any(|line| line == HELD);
            victim.kill();
            held.then(|| victim.end())
        }
        Kind::Time(blow) => {
            let mut victim = Victim::start(&place, &scene.order);
            thread::sleep(Duration::from_micros(fault.moment));
            if victim.has_ended() {
                return None;
            }
            match blow {
                Blow::Term => victim.terminate(),
                _ => victim.kill(),
            }
            Some(victim.end())
        }
        Kind::Before(_) | Kind::Unanswered(_) | Kind::During(_) => None,
    }
}

/// The database with what belongs to it.
fn copied(bed: &Testbed) -> Testbed {
    let copy = bed.another();
    for part in ["", "-journal", "-wal"] {
        let path = |bed: &Testbed| format!("{}{part}", bed.place());
        if Path::new(&path(bed)).exists() {
            fs::copy(path(bed), path(&copy)).unwrap();
        }
    }
    copy
}

/// Whether something lies beside the file that the next process has to read.
fn is_hot(file: &Path) -> bool {
    ["-journal", "-wal"].iter().any(|part| {
        let beside = fs::metadata(format!("{}{part}", file.display()));
        beside.is_ok_and(|beside| beside.len() > 0)
    })
}
