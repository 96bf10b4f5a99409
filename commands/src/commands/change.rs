//! Whatever changes a database: confirmed where it has to be, watched, and stopped by Ctrl-C.

use std::sync::atomic::Ordering;

use ingrain::{Code, Diagnostic, Migrator, Report, State};
use ingrain_core::listed;
use serde::Serialize;

use super::Context;
use crate::confirm::confirm;
use crate::connect::Access;
use crate::interrupt::Interrupt;
use crate::progress::Progress;
use crate::session::Change;
use crate::{Answer, Confirmation, Console, Error, Exit, Session};

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

pub(super) fn change(
    context: Context,
    change: Change,
    asked: Option<Asked>,
) -> Result<Answer, Error> {
    let mut session = context.session(access(&change))?;
    let Context {
        migrator, console, ..
    } = context;
    let migrator = match asked {
        None => migrator,
        Some(Asked {
            command,
            confirmation,
        }) => {
            let migrator = migrator.consent(confirmation.consent());
            let plan = session.plan(&migrator, change.command())?;
            if !plan.is_empty() {
                confirm(command, &plan, confirmation, console)?;
            }
            migrator
        }
    };
    let report = watched(&mut session, migrator, &change, console)?;
    match &change {
        Change::Environment(environment) => Answer::new(
            format_args!("the database belongs to the environment `{environment}`"),
            &Environment { environment },
        ),
        _ => Answer::new(&report, &report),
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

fn watched(
    session: &mut Session,
    migrator: Migrator,
    change: &Change,
    console: Console,
) -> Result<Report, Error> {
    let progress = Progress::new(console);
    let (talk, cancel) = (progress.clone(), session.cancel());
    let first = move || talk.say("interrupted: taking back what runs; Ctrl-C again ends at once");
    let interrupt = Interrupt::heed(first, move || cancel()).map_err(|cause| {
        let title = format!("the system does not let Ctrl-C be heeded: {cause}");
        let help = "look at the limits of this process, such as `ulimit -u`";
        Error::new(
            Exit::Failed,
            Diagnostic::new(Code::Settings, title).help(help),
        )
    })?;
    let asked = interrupt.asked();
    let heeding = progress.watch(migrator.clone());
    let heeding = heeding.stop_when(move || asked.load(Ordering::Relaxed));
    let result = session.change(&heeding, change);
    progress.end();
    let was_asked = interrupt.asked().load(Ordering::Relaxed);
    // From here on nobody cancels what is asked of the database.
    drop(interrupt);
    match result {
        Err(error) if was_asked => Err(interrupted(session, &migrator, &error)),
        result => Ok(result?),
    }
}

/// What stays of a call that Ctrl-C ended, and what is left.
fn interrupted(session: &mut Session, migrator: &Migrator, error: &ingrain::Error) -> Error {
    let title = "interrupted; what ran was taken back, and nothing is half done";
    let mut diagnostic = Diagnostic::new(Code::Interrupted, title);
    let ran = error.report().ran().iter();
    let done: Vec<_> = ran
        .map(|ran| format!("{} {}", ran.direction(), ran.version()))
        .collect();
    if !done.is_empty() {
        diagnostic = diagnostic.note(format!(
            "done before it, and staying so: {}",
            done.join(", ")
        ));
    }
    // A connection that is gone does not tell what is left.
    if let Ok(history) = session.history(migrator) {
        let pending = history.status().pending();
        diagnostic = match pending {
            [] => diagnostic,
            pending => diagnostic.note(format!("still pending: {}", listed(pending))),
        };
        let mut migrations = history.migrations().iter();
        if let Some(part) = migrations.find(|it| it.state() == State::Unfinished) {
            diagnostic = diagnostic.note(format!(
                "version {} runs outside transactions: it goes on with the statement that was interrupted",
                part.version()
            ));
        }
    }
    let diagnostic = diagnostic.help("run the same command again: it goes on from there");
    Error::new(Exit::Interrupted, diagnostic)
}
