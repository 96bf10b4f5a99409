//! Whatever changes a database: confirmed where it has to be, watched, and stopped by Ctrl-C.

use std::sync::atomic::Ordering;

use ingrain::{Code, Consent, Direction, Migrator, Report, Version};
use ingrain_core::printable;
use serde::Serialize;

use super::interrupted::{GoOn, interrupted};
use super::{Context, outline, words};
use crate::confirm::confirm;
use crate::connect::Access;
use crate::interrupt::Interrupt;
use crate::progress::Progress;
use crate::session::Change;
use crate::{Answer, Confirmation, Console, Error, Session};

/// A command that has to be confirmed.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    command: &'static str,
    confirmation: Confirmation,
}

impl Asked {
    pub(super) fn new(command: &'static str, confirmation: Confirmation) -> Asked {
        Asked {
            command,
            confirmation,
        }
    }
}

/// Carries out `change`; where it is `asked` about, what was shown, and nothing else.
pub(super) fn carry_out(
    context: Context,
    change: &Change,
    asked: Option<Asked>,
) -> Result<Answer, Error> {
    let mut session = context.session(access(change))?;
    let Context {
        migrator,
        console,
        options,
    } = context;
    let migrator = match asked {
        None => migrator,
        Some(asked) => asked.confirmed(&mut session, migrator, change, console)?,
    };
    let report = watched(&mut session, migrator, change, console)?;
    match change {
        Change::Environment(environment) => Answer::new(
            format_args!("the database belongs to the environment `{environment}`"),
            &Environment { environment },
        ),
        _ => {
            let text = printable(&report.said_by(options.voice)).into_owned();
            match report.is_empty() {
                true => Answer::new(nothing(change, report.current(), text), &report),
                false => Answer::new(text, &report),
            }
        }
    }
}

/// What is said where nothing was to be done: what there is not, or what leads where this does not.
fn nothing(change: &Change, current: Option<Version>, text: String) -> String {
    match change {
        Change::Repair(_) => {
            "nothing to do: no applied migration differs from its recorded scripts".to_owned()
        }
        Change::RepairUnfinished(..) => "nothing to do: no script stopped part-way".to_owned(),
        Change::Up(target) => text + &words::other_way(Direction::Up, *target, current),
        Change::Down(target) | Change::Redo(target) => {
            text + &words::other_way(Direction::Down, *target, current)
        }
        Change::Baseline(..) | Change::Adopt(_) | Change::Environment(_) => text,
    }
}

impl Asked {
    /// The migrator that does what is confirmed here and nothing else, whatever others do meanwhile.
    fn confirmed(
        self,
        session: &mut Session,
        migrator: Migrator,
        change: &Change,
        console: Console,
    ) -> Result<Migrator, Error> {
        let Asked {
            command,
            confirmation,
        } = self;
        let unmeant = migrator.clone().consent(Consent::Withheld);
        let migrator = migrator.consent(confirmation.consent());
        let plan = session.plan(&migrator, change.command())?;
        let what = match change {
            Change::Environment(name) => match session.plan(&unmeant, change.command()) {
                // Without consent it still ends no protection, should there be one by then.
                Ok(_) => return Ok(unmeant),
                Err(error) if error.code() == Code::Protected => format!(
                    "  stamp the database as `{name}`, so that it is protected as production no longer"
                ),
                Err(error) => return Err(error.into()),
            },
            _ => outline(&plan),
        };
        if !plan.is_empty() {
            confirm(command, &what, confirmation, console)?;
        }
        Ok(migrator.confirmed(&plan))
    }
}

/// The JSON of `environment`, whose row is about no migration.
#[derive(Serialize)]
struct Environment<'a> {
    environment: &'a str,
}

/// Only `up` makes a database out of nothing.
fn access(change: &Change) -> Access {
    match change {
        Change::Up(_) => Access::Create,
        _ => Access::Write,
    }
}

/// What is written down, if that is all.
fn recorded(change: &Change) -> Option<String> {
    Some(match change {
        Change::Up(_) | Change::Down(_) | Change::Redo(_) => return None,
        Change::Baseline(version, _) => format!("recording all up to {version} as applied"),
        Change::Adopt(tool) => format!("recording what {tool} has applied"),
        Change::Repair(_) | Change::RepairUnfinished(..) => "recording the repair".to_owned(),
        Change::Environment(_) => "recording the environment".to_owned(),
    })
}

fn watched(
    session: &mut Session,
    migrator: Migrator,
    change: &Change,
    console: Console,
) -> Result<Report, Error> {
    let go_on = GoOn::with(session, &migrator, change);
    let progress = Progress::new(console);
    let (talk, cancel) = (progress.clone(), session.cancel());
    let first = move || talk.say("interrupted: stopping what runs; Ctrl-C again ends at once");
    let interrupt = Interrupt::heed(first, move || cancel()).map_err(|cause| {
        let title = format!("the system does not let Ctrl-C be heeded: {cause}");
        let help = "look at the limits of this process, such as `ulimit -u`";
        Error::of_the_command(title, help).note("nothing was done")
    })?;
    let asked = interrupt.asked();
    if let Some(what) = recorded(change) {
        progress.record(what);
    }
    let heeding = progress.watch(migrator.clone());
    let heeding = heeding.stop_when(move || asked.load(Ordering::Relaxed));
    let result = session.change(&heeding, change);
    progress.end();
    let was_asked = interrupt.asked().load(Ordering::Relaxed);
    // From here on nobody cancels what is asked of the database.
    drop(interrupt);
    match result {
        Err(error) if was_asked => Err(interrupted(session, &migrator, &error, &go_on)),
        result => Ok(result?),
    }
}
