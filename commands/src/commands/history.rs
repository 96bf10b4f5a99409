//! `history`: what was recorded, the newest first.

use anstyle::Style;
use ingrain::HistoryEvent;
use serde::Serialize;

use super::{Context, words};
use crate::connect::Access;
use crate::table::Table;
use crate::{Answer, Error};

/// The JSON: the rows, the newest first.
#[derive(Serialize)]
struct Json<'a> {
    environment: Option<&'a str>,
    events: Vec<&'a HistoryEvent>,
}

pub(super) fn history(context: &Context, limit: Option<usize>) -> Result<Answer, Error> {
    let mut session = context.session(Access::Read)?;
    let history = session.history(&context.migrator)?;
    let newest = history.events().iter().rev();
    let events: Vec<_> = newest.take(limit.unwrap_or(usize::MAX)).collect();
    let text = match history.events() {
        [] => "nothing is recorded: no migration was ever applied".to_owned(),
        _ => table(&events).to_string(),
    };
    let json = Json {
        environment: history.environment(),
        events,
    };
    Answer::new(text, &json)
}

fn table(events: &[&HistoryEvent]) -> Table {
    let mut table = Table::new([
        "seq",
        "event",
        "version",
        "description",
        "at (UTC)",
        "took",
        "by",
        "note",
    ]);
    for event in events {
        let statements = event.statements().map(|done| format!(" ({done} done)"));
        table.row(
            Style::new(),
            [
                event.seq().to_string(),
                format!("{}{}", event.event(), statements.unwrap_or_default()),
                event.version().map(|it| it.to_string()).unwrap_or_default(),
                event.description().unwrap_or_default().to_owned(),
                words::moment(event.applied_at()),
                event.duration_ms().map(words::duration).unwrap_or_default(),
                one_line(event.applied_by()),
                event.note().map(one_line).unwrap_or_default(),
            ],
        );
    }
    table
}

/// A reason may have several lines.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
