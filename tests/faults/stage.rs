//! One scenario, ready to be disturbed again and again: a prepared database for each time, what it is to
//! hold at every moment, and the way back to work.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, Instant};

use ingrain::Dialect;
use ingrain_end_to_end::testbed::{Testbed, to};
use ingrain_end_to_end::victim::{Call, Order};
use tempfile::TempDir;

use crate::catalog;
use crate::ledger::Ledger;
use crate::process::{Ended, How, Victim};
use crate::remedy::{Next, next};
use crate::replay::{Replay, make_by_hand};
use crate::scenario::{Backup, Before, Scenario};
use crate::scripts::Scripts;

/// A scenario with all that is known of it.
pub(crate) struct Stage {
    pub(crate) scenario: Scenario,
    /// Prepared once; on SQLite its file is copied.
    origin: Testbed,
    /// On Postgres, where a new database takes longer than all that is done to it: the same one each time.
    cleared: Option<Rc<Testbed>>,
    replay: Replay,
    /// Versions and checksums that are applied at the end.
    end: BTreeMap<u64, String>,
    /// What the database holds then.
    finished: String,
    /// How long the call takes undisturbed.
    pub(crate) took: Duration,
    /// What the database holds before.
    begins: String,
    /// The history before.
    pub(crate) begun: Ledger,
}

/// A database that is about to be disturbed.
pub(crate) struct Scene {
    pub(crate) bed: Rc<Testbed>,
    pub(crate) order: Order,
    folder: TempDir,
}

/// When the victim is started again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Restart {
    AtOnce,
    /// Each start is a minute later than the one before, by the clock that the victim sees, which is
    /// SQLite's too: there a log that has just grown means that somebody is at work, and is waited for.
    Later,
}

impl Stage {
    /// Plays the scenario once without a fault.
    ///
    /// `bed` is of the scenario's kind.
    pub(crate) fn set(scenario: Scenario, bed: &Testbed) -> Result<Stage, String> {
        let scripts = Scripts::of(scenario.embedded, scenario.dialect);
        let by_hand = match scenario.before {
            Before::ByHand(version) => version,
            _ => 0,
        };
        let head = scenario.end(scripts.head());
        let end = (1..=head).filter_map(|version| Some((version, scripts.checksum(version)?)));
        let origin = bed.another();
        prepare(&origin, scenario, &scripts);
        let mut stage = Stage {
            scenario,
            begins: catalog::dump(&origin),
            begun: Ledger::read(&origin)?,
            cleared: match scenario.dialect {
                Dialect::Sqlite => None,
                Dialect::Postgres => Some(Rc::new(bed.another())),
            },
            origin,
            end: end.collect(),
            replay: Replay::new(scripts, by_hand),
            finished: String::new(),
            took: Duration::ZERO,
        };
        let scene = stage.scene();
        let began = Instant::now();
        let ended = Victim::start(&scene.bed.place(), &scene.order).end();
        stage.took = began.elapsed();
        if ended.how != How::Well {
            return Err(format!("without a fault it fails: {}", ended.said));
        }
        // What comes after a baseline or a repair belongs to it.
        stage.restart(&scene, Restart::AtOnce)?;
        stage.finished = catalog::dump(&scene.bed);
        stage.is_finished(&scene)?;
        Ok(stage)
    }

    /// A fresh database, as the scenario begins.
    pub(crate) fn scene(&self) -> Scene {
        let bed = match &self.cleared {
            Some(bed) => {
                clear(bed);
                prepare(bed, self.scenario, self.replay.scripts());
                Rc::clone(bed)
            }
            None => {
                let bed = self.origin.another();
                if self.origin.path().exists() {
                    fs::copy(self.origin.path(), bed.path()).unwrap();
                }
                Rc::new(bed)
            }
        };
        let folder = tempfile::tempdir().unwrap();
        let mut order = self.scenario.order(self.scenario.call);
        if self.scenario.backup == Backup::On {
            order.backup = Some(folder.path().to_owned());
        }
        Scene { bed, order, folder }
    }

    /// Right after the fault: schema and history agree. It gives the history.
    pub(crate) fn agrees(&mut self, bed: &Testbed) -> Result<Ledger, String> {
        let ledger = Ledger::read(bed)?;
        let found = catalog::dump(bed);
        let expected = self.replay.expected(bed, &ledger);
        let valid = catalog::without_invalid(&found);
        if found == expected || valid == expected && ledger.unfinished.is_some() {
            return Ok(ledger);
        }
        if self
            .replay
            .tolerated(bed, &ledger)
            .is_some_and(|more| more == found)
        {
            return Ok(ledger);
        }
        let story = ledger.story();
        let difference = catalog::difference(&expected, &found);
        Err(format!("the history says: {story}\n{difference}"))
    }

    /// Starts it again, without a fault, until it has done all. It gives how many remedies were followed.
    pub(crate) fn restart(&self, scene: &Scene, when: Restart) -> Result<u64, String> {
        let mut minutes = 0;
        let mut start = |order: &Order| {
            minutes += u32::from(when == Restart::Later);
            let clock = format!("clock {}", 60 * minutes);
            Victim::start_with(&scene.bed.place(), order, &clock).end()
        };
        let mut remedies = 0;
        for call in self.scenario.restarts() {
            let order = Order {
                call,
                ..scene.order.clone()
            };
            remedies += until_done(&order, &mut start)?;
        }
        Ok(remedies)
    }

    /// At the end: everything is applied once, and the database holds what it holds without a fault.
    pub(crate) fn is_finished(&mut self, scene: &Scene) -> Result<(), String> {
        let ledger = self.agrees(&scene.bed)?;
        if ledger.applied != self.end || ledger.unfinished.is_some() {
            return Err(format!("in the end there is: {}", ledger.story()));
        }
        let found = catalog::dump(&scene.bed);
        if found != self.finished {
            let difference = catalog::difference(&self.finished, &found);
            return Err(format!(
                "in the end it is not what it is undisturbed\n{difference}"
            ));
        }
        match self.scenario.backup {
            Backup::On => self.backups_are_whole(scene),
            Backup::Off => Ok(()),
        }
    }

    /// What has the name of a backup is one: in it, too, schema and history agree; and one of them holds
    /// what was there before the call.
    fn backups_are_whole(&mut self, scene: &Scene) -> Result<(), String> {
        let (mut held, mut stories) = (Vec::new(), Vec::new());
        for name in scene.backups() {
            let copy = self.origin.another();
            match self.scenario.dialect {
                Dialect::Sqlite => {
                    fs::copy(&name, copy.path()).unwrap();
                }
                Dialect::Postgres => copy.postgres().restore(&name),
            }
            let agrees = self.agrees(&copy);
            let ledger =
                agrees.map_err(|wrong| format!("in the backup {}: {wrong}", name.display()))?;
            stories.push(format!("{}: {}", name.display(), ledger.story()));
            held.push(catalog::dump(&copy));
        }
        match held.contains(&self.begins) {
            true => Ok(()),
            false => Err(format!("no backup is of before: {stories:#?}")),
        }
    }
}

/// Starts it until it has done what it is to do, and follows its remedies. It gives how many those were.
fn until_done(order: &Order, start: &mut impl FnMut(&Order) -> Ended) -> Result<u64, String> {
    let mut remedies = 0;
    let mut said = String::new();
    for _ in 0..8 {
        let ended = start(order);
        if ended.how == How::Well {
            return Ok(remedies);
        }
        said = ended.said;
        match next(&said) {
            Some(Next::Again) => {}
            Some(Next::Enough) => return Ok(remedies + 1),
            Some(Next::First(remedy)) => {
                let order = Order {
                    call: remedy,
                    ..order.clone()
                };
                let ended = start(&order);
                if ended.how != How::Well {
                    return Err(format!("its remedy, {remedy:?}, fails: {}", ended.said));
                }
                remedies += 1;
            }
            None => return Err(format!("{:?} fails for good: {said}", order.call)),
        }
    }
    Err(format!("{:?} never ends well: {said}", order.call))
}

impl Scene {
    /// The files that have the name of a backup.
    fn backups(&self) -> Vec<PathBuf> {
        let names = fs::read_dir(self.folder.path()).unwrap();
        let names = names.map(|entry| entry.unwrap().path());
        let is_backup = |path: &PathBuf| {
            let extension = path.extension().and_then(|extension| extension.to_str());
            matches!(extension, Some("bak" | "dump"))
        };
        names.filter(is_backup).collect()
    }
}

/// Makes a Postgres database empty again.
fn clear(bed: &Testbed) {
    bed.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid();
         DROP SCHEMA public CASCADE; CREATE SCHEMA public",
    );
}

fn prepare(bed: &Testbed, scenario: Scenario, scripts: &Scripts) {
    if scenario.journal == "wal" {
        bed.execute("PRAGMA journal_mode = WAL");
    }
    match scenario.before {
        Before::Empty => {}
        Before::ByHand(version) => make_by_hand(&bed.session(), scripts, version),
        Before::At(embedded, version) => {
            let migrator = Order::new(embedded, Call::Run).migrator("");
            bed.up(&migrator, to(version)).unwrap();
        }
    }
}
