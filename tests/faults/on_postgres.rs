//! Faults on Postgres, each on a fresh database.

use std::thread;
use std::time::{Duration, Instant};

use ingrain_end_to_end::postgres::{Gate, Passage};
use ingrain_end_to_end::testbed::{Testbed, runtime};
use tokio_postgres::NoTls;

use crate::fault::{Blow, Fault, Kind};
use crate::process::{Ended, How, Victim, signal};
use crate::remedy::{is_told, is_true};
use crate::stage::{Restart, Scene, Stage};
use crate::tally::{Became, Outcome};

/// How long the server may take until it has recovered, or has seen that a client is gone.
const LIMIT: Duration = Duration::from_secs(60);

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
    // Every other time the restart comes while the server may still be at work for the victim.
    if fault.moment.is_multiple_of(2) {
        wait_for_quiet(&scene.bed)?;
        let ledger = stage.agrees(&scene.bed)?;
        is_true(&ended.said, &stage.begun, &ledger)?;
    }
    let remedies = stage.restart(&scene, Restart::AtOnce)?;
    wait_for_quiet(&scene.bed)?;
    stage.is_finished(&scene)?;
    Ok(Some(Outcome {
        victim,
        hot: false,
        remedies,
    }))
}

fn disturb(scene: &Scene, fault: Fault) -> Option<Ended> {
    // Nothing of the answer arrives, or its beginning.
    let answers = usize::try_from(fault.moment % 9).unwrap_or(0);
    let (passage, blow) = match fault.kind {
        Kind::Before(blow) => (Some(Passage::Before), blow),
        Kind::Unanswered(blow) => (Some(Passage::Done(answers)), blow),
        Kind::During(blow) => (Some(Passage::Underway), blow),
        Kind::Time(blow) => (None, blow),
        Kind::File(_) | Kind::Statement => return None,
    };
    let at = passage.map_or(u64::MAX, |_| fault.moment);
    let gate = scene
        .bed
        .postgres()
        .gate(at, passage.unwrap_or(Passage::Before));
    let mut victim = Victim::start(gate.url(), &scene.order);
    if passage.is_none() {
        thread::sleep(Duration::from_micros(fault.moment));
    }
    while passage.is_some() && !gate.is_reached() {
        if victim.has_ended() {
            break;
        }
        thread::sleep(Duration::from_micros(200));
    }
    if victim.has_ended() && !gate.is_reached() {
        return None;
    }
    if passage == Some(Passage::Underway) {
        thread::sleep(Duration::from_millis(fault.moment % 5));
    }
    strike(&scene.bed, &gate, &mut victim, blow);
    Some(victim.end())
}

pub(crate) fn strike(bed: &Testbed, gate: &Gate, victim: &mut Victim, blow: Blow) {
    match blow {
        Blow::Kill => victim.kill(),
        Blow::Term => victim.terminate(),
        Blow::Cut => gate.cut(),
        Blow::Terminate => bed.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        ),
        Blow::Crash => crash(bed),
    }
}

/// One process of the server is killed: it ends all others at once, throws its memory away, and recovers
/// from its log.
pub(crate) fn crash(bed: &Testbed) {
    let session = bed.session();
    let process = session.rows("SELECT pg_backend_pid()").concat();
    signal("-KILL", process.parse().unwrap());
    // It takes a moment until the server has noticed.
    thread::sleep(Duration::from_millis(20));
    let began = Instant::now();
    while !answers(&bed.place()) {
        assert!(began.elapsed() < LIMIT, "the server does not come back");
        thread::sleep(Duration::from_millis(20));
    }
}

fn answers(url: &str) -> bool {
    runtime().block_on(async {
        let Ok((client, connection)) = tokio_postgres::connect(url, NoTls).await else {
            return false;
        };
        tokio::spawn(connection);
        client.simple_query("SELECT 1").await.is_ok()
    })
}

/// Waits until the server does nothing for the victim any more.
pub(crate) fn wait_for_quiet(bed: &Testbed) -> Result<(), String> {
    let began = Instant::now();
    let session = bed.session();
    loop {
        let others = session.rows(
            "SELECT pid, state, query FROM pg_stat_activity WHERE datname = current_database() \
             AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
        );
        if others.is_empty() {
            return Ok(());
        }
        if began.elapsed() > LIMIT {
            return Err(format!("the server still works for it: {others:?}"));
        }
        thread::sleep(Duration::from_millis(2));
    }
}
