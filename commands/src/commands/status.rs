//! `status`: how the database stands.

use anstyle::{AnsiColor, Style};
use ingrain::{Event, History, Standing, State, Status, Style as Colours};
use serde::Serialize;

use super::{Context, words};
use crate::connect::Access;
use crate::table::Table;
use crate::wording::at_the_command_line;
use crate::{Answer, Error, Exit};

/// The JSON: what `Status` has, flat, with the environment and each migration.
#[derive(Serialize)]
struct Json<'a> {
    #[serde(flatten)]
    status: &'a Status,
    environment: Option<&'a str>,
    migrations: &'a [Standing],
}

pub(super) fn status(context: &Context) -> Result<Answer, Error> {
    let mut session = context.session(Access::Read)?;
    let history = session.history(&context.migrator)?;
    let status = history.status();
    let json = Json {
        status,
        environment: history.environment(),
        migrations: history.migrations(),
    };
    let text = format!("{}\n\n{}", table(&history), summary(&history));
    let answer = Answer::new(text, &json)?;
    Ok(match (status.refusal(), status.pending()) {
        (Some(_), _) => answer.ending(Exit::Refused),
        (None, []) => answer,
        (None, _) => answer.ending(Exit::Pending),
    })
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

fn summary(history: &History) -> String {
    let status = history.status();
    let head = status
        .head()
        .map(|head| format!(" of {head}"))
        .unwrap_or_default();
    let at = match status.current() {
        Some(current) if status.current() == status.head() => format!("at version {current}"),
        Some(current) => format!("at version {current}{head}"),
        None => "without any migration applied".to_owned(),
    };
    let pending = match status.pending() {
        [] => "nothing is pending".to_owned(),
        pending => format!("{} pending", words::migrations(pending.len())),
    };
    let mut text = format!("the database is {at}; {pending}");
    if let Some(environment) = history.environment() {
        text += &format!("; it belongs to the environment `{environment}`");
    }
    if let Some(refusal) = status.refusal() {
        let refusal = at_the_command_line(refusal.diagnostic().clone());
        text += "\n\n`up` would be refused:\n";
        text += &ingrain_core::render(&refusal, Colours::Coloured);
    }
    text
}
