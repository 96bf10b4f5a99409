//! `status`: how the database stands.

use std::time::Duration;

use anstyle::{AnsiColor, Style};
use ingrain::{Event, History, Standing, State, Style as Colours, Version};
use serde::Serialize;

use super::{Context, words};
use crate::connect::Access;
use crate::error::Body;
use crate::table::Table;
use crate::{Answer, Error, Exit, Options, Unbuilt, terminal};

/// The JSON: what `Status` has, its refusal in the words of commands, with the environment and each migration.
#[derive(Serialize)]
struct Json<'a> {
    is_current: bool,
    current: Option<u64>,
    head: Option<u64>,
    pending: Vec<u64>,
    refusal: Option<Body<'a>>,
    last_event_at: Option<&'a str>,
    last_event_age_ms: Option<u64>,
    environment: Option<&'a str>,
    migrations: &'a [Standing],
}

pub(super) fn status(context: &Context) -> Result<Answer, Error> {
    let mut session = context.session(Access::Read)?;
    let history = context.history(&mut session)?;
    let status = history.status();
    let refusal = refusal(&history, &context.options);
    let milliseconds = |age: Duration| u64::try_from(age.as_millis()).unwrap_or(u64::MAX);
    let json = Json {
        is_current: status.is_current() && refusal.is_none(),
        current: status.current().map(Version::number),
        head: status.head().map(Version::number),
        pending: status.pending().iter().map(|it| it.number()).collect(),
        refusal: refusal.as_ref().map(Body),
        last_event_at: status.last_event_at(),
        last_event_age_ms: status.last_event_age().map(milliseconds),
        environment: history.environment(),
        migrations: history.migrations(),
    };
    let text = format!(
        "{}\n\n{}",
        table(&history),
        summary(&history, refusal.as_ref())
    );
    let answer = Answer::new(text, &json)?;
    Ok(match (&refusal, status.pending()) {
        (Some(_), _) => answer.ending(Exit::Refused),
        (None, []) => answer,
        (None, _) => answer.ending(Exit::Pending),
    })
}

/// Why `up` would be refused. Without what is broken the planner does not know what it speaks of.
fn refusal(history: &History, options: &Options) -> Option<Error> {
    let planners = || {
        let diagnostic = history.status().refusal()?.diagnostic().clone();
        Some(Error::new(Exit::Refused, diagnostic.said_by(options.voice)))
    };
    let Some(Unbuilt { mistakes, broken }) = &options.unbuilt else {
        return planners();
    };
    let of_the_folder = || Error::of(Exit::Refused, mistakes.clone());
    match broken.is_empty() {
        true => planners().or_else(of_the_folder),
        false => of_the_folder(),
    }
}

fn table(history: &History) -> Table {
    let mut table = Table::new([
        "state",
        "version",
        "description",
        "applied at (UTC)",
        "took",
        "checksum",
    ]);
    for standing in history.migrations() {
        let took = match (standing.event(), standing.duration_ms()) {
            (Some(Event::Adopted), _) => "adopted".to_owned(),
            (Some(Event::Stamped), _) => "baseline".to_owned(),
            (_, took) => took.map(words::duration).unwrap_or_default(),
        };
        table.row(
            style(standing.state()),
            [
                standing.state().to_string(),
                standing.version().to_string(),
                standing.description().to_owned(),
                standing.applied_at().map(words::moment).unwrap_or_default(),
                took,
                checksum(standing),
            ],
        );
    }
    table
}

fn style(state: State) -> Style {
    match state {
        State::Applied => Style::new(),
        State::Pending => AnsiColor::Yellow.on_default(),
        _ => AnsiColor::Red.on_default().bold(),
    }
}

/// As it is embedded, and where that differs as it is recorded.
fn checksum(standing: &Standing) -> String {
    match (standing.checksum(), standing.recorded_checksum()) {
        (Some(embedded), Some(recorded)) if embedded != recorded => {
            format!(
                "{} (recorded {})",
                words::start(embedded),
                words::start(recorded)
            )
        }
        (embedded, recorded) => embedded.or(recorded).map(words::start).unwrap_or_default(),
    }
}

fn summary(history: &History, refusal: Option<&Error>) -> String {
    let status = history.status();
    let head = status
        .head()
        .map(|head| format!(" of {head}"))
        .unwrap_or_default();
    let at = match status.current() {
        Some(current) if status.head().is_none_or(|head| head <= current) => {
            format!("at version {current}")
        }
        Some(current) => format!("at version {current}{head}"),
        None => "without any migration applied".to_owned(),
    };
    let pending = match status.pending() {
        [] => "nothing is pending".to_owned(),
        pending => format!("{} pending", words::migrations(pending.len())),
    };
    let mut text = format!("the database is {at}; {pending}");
    let migrations = history.migrations().iter();
    match migrations.filter(|it| it.state() == State::Broken).count() {
        0 => {}
        broken => text += &format!(", and {} broken", words::migrations(broken)),
    }
    if let Some(environment) = history.environment() {
        let environment = terminal::line(environment);
        text += &format!("; it belongs to the environment `{environment}`");
    }
    match refusal {
        Some(refusal) => {
            text += "\n\n`up` would be refused:\n";
            text += &refusal.render(Colours::Coloured);
        }
        // The refusal says it as well.
        None => text.extend(unfinished(history)),
    }
    text
}

/// What became of a script that stopped part-way, and what to do.
fn unfinished(history: &History) -> Option<String> {
    let mut migrations = history.migrations().iter();
    let part = migrations.find(|it| it.state() == State::Unfinished)?;
    let version = part.version();
    Some(format!(
        "\n\na script of version {version} runs outside a transaction, and stopped part-way; `up` goes on with it; \
         if it was ended by hand, say so: `repair --done` or `repair --undone`"
    ))
}
