//! After Ctrl-C: what stays, what is left, and what to type to go on.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use ingrain::{Action, Code, Diagnostic, Direction, History, Migrator, State, Target, Version};
use ingrain_core::{Voice, listed};

use crate::session::{Change, was_cancelled};
use crate::{Error, Exit, Session};

/// How long somebody who wants to go waits at the most to hear what is left.
const LIMIT: Duration = Duration::from_secs(3);

/// What goes on with a command. A target that counts from where the database is means another one once part
/// is done, and so it is the one that was meant at first.
pub(super) enum GoOn {
    /// Up to there.
    Up(Target),
    /// Down to there.
    Down(Target),
    /// What was reverted is applied again, up to there.
    Redo(Option<Version>),
    /// There is nothing to count.
    Same,
}

impl GoOn {
    /// What would go on with `change`; the database is looked at where that depends on it.
    pub(super) fn with(session: &mut Session, migrator: &Migrator, change: &Change) -> GoOn {
        match change {
            Change::Up(target @ Target::Up(_)) => {
                let plan = session.plan(migrator, change.command()).ok();
                let last = plan.and_then(|plan| plan.steps().last()?.version());
                GoOn::Up(last.map_or(*target, Target::Version))
            }
            Change::Up(target) => GoOn::Up(*target),
            Change::Down(target @ Target::Down(_)) => {
                let plan = session.plan(migrator, change.command()).ok();
                let reverted = plan.and_then(|plan| {
                    let steps = plan.steps().iter();
                    let reverted = steps.filter(|step| step.action() == Action::Revert);
                    reverted.filter_map(|step| step.version()).min()
                });
                let history = session.history(migrator).ok();
                let below = reverted.zip(history).map(|(lowest, it)| below(&it, lowest));
                GoOn::Down(below.unwrap_or(*target))
            }
            Change::Down(target) => GoOn::Down(*target),
            Change::Redo(_) => {
                let history = session.history(migrator).ok();
                GoOn::Redo(history.and_then(|it| it.status().current()))
            }
            _ => GoOn::Same,
        }
    }

    fn help(&self, anything_ran: bool, part: Option<Part>) -> String {
        match (self, part) {
            (GoOn::Up(Target::Head), _) => "run `up`: it goes on from there".to_owned(),
            (GoOn::Up(target), _) => format!("run `up {target}`: it goes on from there"),
            (GoOn::Down(target), _) => format!("run `down {target}`: it goes on from there"),
            (
                GoOn::Redo(Some(last)),
                Some(Part {
                    direction: Direction::Down,
                    below,
                    ..
                }),
            ) => format!(
                "run `down {below}`: it goes on from there; then `up {last}` applies again what was reverted"
            ),
            (GoOn::Redo(Some(last)), part) if anything_ran || part.is_some() => {
                format!("run `up {last}`: it applies again what was reverted")
            }
            (GoOn::Redo(_) | GoOn::Same, _) => "run the same command again".to_owned(),
        }
    }
}

/// The last applied version below this one, as a target.
fn below(history: &History, version: Version) -> Target {
    let migrations = history.migrations().iter();
    let applied = migrations.filter(|it| it.event().is_some() && it.version() < version);
    let last = applied.map(|it| it.version()).max();
    last.map_or(Target::Base, Target::Version)
}

/// A script that stopped part-way.
#[derive(Clone, Copy)]
struct Part {
    version: Version,
    direction: Direction,
    /// Where its version is reverted down to.
    below: Target,
}

impl Part {
    fn of(history: &History) -> Option<Part> {
        let mut migrations = history.migrations().iter();
        let part = migrations.find(|it| it.state() == State::Unfinished)?;
        Some(Part {
            version: part.version(),
            // What is being applied is not applied yet, what is being reverted still is.
            direction: match part.event() {
                None => Direction::Up,
                Some(_) => Direction::Down,
            },
            below: below(history, part.version()),
        })
    }
}

/// What stays of a call that Ctrl-C ended, and what is left.
pub(super) fn interrupted(
    session: &mut Session,
    migrator: &Migrator,
    error: &ingrain::Error,
    go_on: &GoOn,
) -> Error {
    let left = left(session, migrator);
    let part = left.as_ref().ok().and_then(Part::of);
    let title = match (&left, part) {
        (Err(_), _) => "interrupted; what is left could not be read".to_owned(),
        (Ok(_), None) => {
            "interrupted; what ran was taken back, and nothing is half done".to_owned()
        }
        (Ok(_), Some(part)) => format!(
            "interrupted; the {} script of version {} stopped part-way",
            part.direction, part.version
        ),
    };
    let mut diagnostic = Diagnostic::new(Code::Interrupted, title);
    let ran = error.report().ran();
    let done: Vec<_> = ran
        .iter()
        .map(|ran| format!("{} {}", ran.direction(), ran.version()))
        .collect();
    if !done.is_empty() {
        let done = done.join(", ");
        diagnostic = diagnostic.note(format!("done before it, and staying so: {done}"));
    }
    if part.is_some() {
        diagnostic = diagnostic
            .note("it runs outside a transaction: what it has done stays, and is recorded");
    }
    diagnostic = match &left {
        Err(cause) => diagnostic
            .note(format!("the history: {}", cause.diagnostic().title()))
            .help("`status` says how the database stands, once it can be read"),
        Ok(history) => match history.status().pending() {
            [] => diagnostic,
            pending => diagnostic.note(format!("still pending: {}", listed(pending))),
        },
    };
    let diagnostic = diagnostic.help(go_on.help(!ran.is_empty(), part));
    let interrupted = Error::new(Exit::Interrupted, diagnostic);
    match is_of_the_interrupt(error) {
        true => interrupted,
        false => interrupted.and(error.diagnostic().clone().said_by(Voice::Program)),
    }
}

/// The history, unless it takes too long: nobody heeds Ctrl-C any more.
fn left(session: &mut Session, migrator: &Migrator) -> Result<History, ingrain::Error> {
    let (over, ended) = mpsc::channel::<()>();
    let cancel = session.cancel();
    let watch = move || {
        while ended.recv_timeout(LIMIT) == Err(mpsc::RecvTimeoutError::Timeout) {
            cancel();
        }
    };
    let began = Instant::now();
    let hurried = migrator
        .clone()
        .wait(LIMIT)
        .stop_when(move || began.elapsed() > LIMIT);
    // Without the thread it may take longer.
    let _watcher = thread::Builder::new().name("hurry".to_owned()).spawn(watch);
    let history = session.history(&hurried);
    drop(over);
    history
}

/// Whether it failed because of Ctrl-C, and not of itself.
fn is_of_the_interrupt(error: &ingrain::Error) -> bool {
    let cause = error
        .driver_error()
        .map(|cause| cause as &(dyn std::error::Error + 'static));
    let mut causes = std::iter::successors(cause, |cause| cause.source());
    error.code() == Code::Stopped || causes.any(was_cancelled)
}
