//! A script for psql or sqlite3 that does what a run would do, history rows included.
//!
//! The planner plans it, on the history that a database has which came to where it begins; the statements
//! are those that the engine sends. What the engine would look at, the script demands.

mod script;
mod writer;

use ingrain_core::{
    AtWork, Chain, Code, Command, Diagnostic, Dialect, Direction, History, Plan, Policy, Remedy,
    Situation, Step, Target, Text, Version, plan,
};

use self::script::Script;
use self::writer::Writer;
use super::Stop;
use super::compose::Written;
use super::work::carried_out;
use crate::log::Log;
use crate::{Consent, Error, Migrator, Mode};

/// Where a history is on Postgres, unless it is said.
const SCHEMA: &str = "public";

/// The script that takes a database from one version to another.
pub(crate) fn offline(
    migrator: &Migrator,
    dialect: Dialect,
    from: Target,
    to: Target,
) -> Result<String, Error> {
    let Migrator {
        migrations,
        settings,
    } = migrator;
    settings.check(None, dialect)?;
    let chain = migrations.chain(dialect);
    let chain = chain.ok_or_else(|| Error::not_embedded(dialect, migrations.path()))?;
    // What is before the script has run, by whatever binary; what is in it cannot be a function.
    let chain = chain.with_all_functions();
    let history = history(&chain, from)?;
    let direction = way(&history, to);
    let command = match direction {
        Direction::Up => Command::Up(to),
        Direction::Down => Command::Down(to),
    };
    let Plan { steps, .. } = planned(&chain, &history, command, settings.policy)?;
    if let Some(step) = steps.iter().find(|step| step.rust(dialect).is_some()) {
        return Err(is_rust(step));
    }
    let end = carried_out(history.clone(), &steps)?;
    let schema = settings.schema.as_deref().unwrap_or(SCHEMA);
    let schema = (dialect == Dialect::Postgres).then_some(schema);
    let log = Log::new(dialect, schema, &settings.table).unseen();
    let mut writer = Writer {
        script: Script::new(dialect),
        from: named(history.current()),
        consent: consent(&steps, dialect, settings.policy),
        opened: false,
        written: Written {
            log,
            exists: true,
            history,
            rows: Vec::new(),
            note: None,
            begun: false,
            settings,
            applied_by: format!("{} (offline)", settings.application),
        },
    };
    let path = migrations.path();
    let (from, to) = (&writer.from, named(end.current()));
    writer.script.head(&format!("{path} from {from} to {to}"));
    match writer.write(&steps) {
        Ok(()) => Ok(writer.script.text()),
        Err(Stop::Failed(error)) => Err(error),
        Err(Stop::Again | Stop::Later(_)) => Err(Error::internal("nothing waits for a script")),
    }
}

/// What the planner would ask of a database stamped as production, which it has not seen.
fn consent(steps: &[Step<'_>], dialect: Dialect, policy: Policy) -> Consent {
    let is_guarded = |step: &Step<'_>| {
        step.direction() == Some(Direction::Down) || step.loses_data_unasked(dialect)
    };
    match steps.iter().any(is_guarded) {
        true => policy.consent,
        false => Consent::Given,
    }
}

fn is_rust(step: &Step<'_>) -> Error {
    let version = step.version().map(|version| version.to_string());
    let version = version.unwrap_or_default();
    let title =
        format!("version {version} is Rust, which a script for another program cannot hold");
    let (itself, remedy) = match step.direction() {
        Some(Direction::Down) => (
            format!(
                "make one script down to {version}, let the application revert {version} itself"
            ),
            Remedy::Down(Target::Down(1)),
        ),
        _ => (
            format!(
                "make one script up to the version before {version}, let the application apply {version} itself"
            ),
            Remedy::Up(Target::Up(1)),
        ),
    };
    let help = Text::from(itself) + ", with " + remedy + ", and make another script from there on";
    Error::failed(Diagnostic::new(Code::RustAbsent, title).help(help))
}

/// The history of a database that has just come to `from`.
fn history(chain: &Chain<'_>, from: Target) -> Result<History, Error> {
    let history = History::default();
    if from == Target::Base {
        return Ok(history);
    }
    let Plan { steps, .. } = planned(chain, &history, Command::Up(from), Policy::default())?;
    carried_out(history, &steps)
}

fn named(version: Option<Version>) -> String {
    version.map_or("base".to_owned(), |version| format!("version {version}"))
}

fn way(history: &History, to: Target) -> Direction {
    match to {
        Target::Head | Target::Up(_) => Direction::Up,
        Target::Base | Target::Down(_) => Direction::Down,
        Target::Version(version) if Some(version) < history.current() => Direction::Down,
        Target::Version(_) => Direction::Up,
    }
}

/// Planning writes nothing, whatever the mode.
fn planned<'a>(
    chain: &Chain<'a>,
    history: &History,
    command: Command,
    policy: Policy,
) -> Result<Plan<'a>, Error> {
    let situation = Situation {
        history,
        strangers: &[],
        tool: None,
        at_work: AtWork::Nobody,
    };
    let policy = Policy {
        mode: Mode::Apply,
        ..policy
    };
    Ok(plan(chain, situation, command, policy)?)
}
