//! What the application does around its migrations: hooks and backups.

use std::fmt::Write as _;
use std::sync::Arc;

use ingrain_core::{Checksum, Direction, Event, History, Step, Version};

use super::compose::Written;
use super::look::Found;
use super::{Engine, Stop, reading};
use crate::driver::Driver;
use crate::hooks::State;
use crate::log::Log;
use crate::{Error, Planned, Report, Upcoming};

impl<D: Driver> Engine<'_, D> {
    /// What the application is to be told before `steps`, and `ahead`, what the same call does after them;
    /// nothing if it need not be told, or has been.
    pub(super) fn upcoming(
        &self,
        found: &Found,
        steps: &[Step<'_>],
        ahead: &[Step<'_>],
    ) -> Option<Upcoming> {
        if self.prepared || !self.settings.hooks.prepare() || !run_scripts(steps) {
            return None;
        }
        let history = &found.history;
        let steps: Vec<&Step<'_>> = steps.iter().chain(ahead).collect();
        Some(Upcoming {
            database: None,
            schema: self.settings.schema.clone(),
            from: history.current(),
            to: current_after(history, &steps),
            migrations: steps.iter().filter_map(|step| planned(step)).collect(),
            state: State {
                identity: identity(history, &steps),
                holds_data: found.holds_data(),
                is_part_way: history.unfinished().is_some(),
            },
        })
    }

    /// What happens before the first migration of a call, once it is certain that it is this process
    /// that migrates. A call that begins again has done it.
    pub(super) async fn prepare(
        &mut self,
        written: &mut Written<'_>,
        steps: &[Step<'_>],
        upcoming: Option<Upcoming>,
    ) -> Result<(), Stop> {
        if let Some(upcoming) = upcoming {
            let upcoming = self.located(written, upcoming).await?;
            self.ask(&upcoming).await?;
            self.save(&upcoming).await?;
            // It may have taken longer than anybody should wait for a lock.
            self.patience.renew();
        } else if self.inside && !self.settings.hooks.before_each.is_empty() {
            self.linger(&written.log).await?;
        }
        self.prepared |= run_scripts(steps);
        let note = self.saved.as_ref().map(|saved| saved.note.clone());
        let is_noted = self.wrote.iter().any(|entry| entry.note == note);
        written.note = note.filter(|_| !is_noted);
        Ok(())
    }

    async fn ask(&mut self, upcoming: &Arc<Upcoming>) -> Result<(), Stop> {
        for hook in &self.settings.hooks.before_run {
            let (hook, upcoming) = (Arc::clone(hook), Arc::clone(upcoming));
            let answer = self.driver.block(move || hook(&upcoming)).await;
            answer.ok_or_else(shutting_down)?.map_err(Error::stopped)?;
        }
        Ok(())
    }

    async fn save(&mut self, upcoming: &Arc<Upcoming>) -> Result<(), Stop> {
        if let Some(backup) = self.settings.hooks.backup(D::DIALECT) {
            let (backup, upcoming) = (backup.clone(), Arc::clone(upcoming));
            let made = self.driver.block(move || backup.make(&upcoming)).await;
            self.saved = made.ok_or_else(shutting_down)??;
        }
        Ok(())
    }

    async fn located(
        &mut self,
        written: &Written<'_>,
        upcoming: Upcoming,
    ) -> Result<Arc<Upcoming>, Stop> {
        let place = self.driver.query(written.log.place()).await;
        let place = place.map_err(reading)?;
        self.linger(&written.log).await?;
        Ok(Arc::new(Upcoming {
            database: place.into_iter().flatten().flatten().next(),
            ..upcoming
        }))
    }

    /// Lets the transaction at hand be idle for as long as a hook takes.
    async fn linger(&mut self, log: &Log) -> Result<(), Stop> {
        if let Some(linger) = log.linger() {
            self.driver.query(linger).await.map_err(reading)?;
        }
        Ok(())
    }

    /// Tells what is about to be sent.
    pub(super) fn tell_before<'s>(&self, steps: impl IntoIterator<Item = &'s Step<'s>>) {
        let hooks = &self.settings.hooks.before_each;
        if hooks.is_empty() {
            return;
        }
        for planned in steps.into_iter().filter_map(planned) {
            hooks.iter().for_each(|hook| hook(&planned));
        }
    }

    /// Tells which migrations are committed, from this one on of the rows that this call wrote.
    pub(super) async fn tell_after(&mut self, log: &Log, first: usize) {
        let hooks = &self.settings.hooks.after_each;
        let new = self.wrote.get(first..).unwrap_or_default().to_vec();
        let ran = |event| matches!(event, Event::Applied | Event::Reverted);
        let Some(before) = new.first().map(|entry| entry.seq - 1) else {
            return;
        };
        if hooks.is_empty() || !new.iter().any(|entry| ran(entry.event)) {
            return;
        }
        let durations = self.durations(log, before).await;
        let mut report = Report::default();
        for entry in new {
            let duration_ms = durations.get(&entry.seq).copied().unwrap_or(0);
            report.add(entry, duration_ms);
        }
        for ran in &report.ran {
            hooks.iter().for_each(|hook| hook(ran));
        }
    }

    /// Tells how a call ended that had begun.
    pub(super) fn tell_end(&self, result: &Result<Report, Error>) {
        let hooks = &self.settings.hooks.after_run;
        if self.prepared {
            hooks.iter().for_each(|hook| hook(result.as_ref()));
        }
    }
}

fn run_scripts(steps: &[Step<'_>]) -> bool {
    steps.iter().any(|step| step.direction().is_some())
}

/// A step without a script is no migration.
fn planned(step: &Step<'_>) -> Option<Planned> {
    let direction = step.direction()?;
    let migration = step.recorded().1?;
    Some(Planned {
        version: migration.version,
        class: migration.class(),
        description: migration.description,
        direction,
    })
}

/// The last applied version once `steps` are done.
fn current_after(history: &History, steps: &[&Step<'_>]) -> Option<Version> {
    let going = |direction| {
        let steps = steps.iter();
        steps
            .filter(move |step| step.direction() == Some(direction))
            .filter_map(|step| step.version())
    };
    let applied = history.applied().iter();
    applied
        .map(|applied| applied.migration.version)
        .filter(|version| going(Direction::Down).all(|reverted| reverted != *version))
        .chain(going(Direction::Up))
        .max()
}

/// What tells this moment from any other at which a backup was made: what is applied, since when, and what
/// is to run. The rows of a script that is part-way are left out: they are written by every attempt.
fn identity(history: &History, steps: &[&Step<'_>]) -> Checksum {
    // One row says that it began, and one more for each statement that is done.
    let rows_of_part = history.unfinished().map_or(0, |part| part.statements + 1);
    let mut text = format!("row {}\n", history.last_seq().saturating_sub(rows_of_part));
    for applied in history.applied() {
        let (recorded, at) = (&applied.migration, &applied.applied_at);
        let _ = writeln!(
            text,
            "applied {} {} {at}",
            recorded.version, recorded.checksum
        );
    }
    for step in steps {
        let (event, recorded) = step.recorded();
        if let Some(recorded) = recorded {
            let _ = writeln!(
                text,
                "to be {event} {} {}",
                recorded.version, recorded.checksum
            );
        }
    }
    Checksum::of(&text)
}

fn shutting_down() -> Error {
    Error::internal("the runtime shut down before the first migration")
}
