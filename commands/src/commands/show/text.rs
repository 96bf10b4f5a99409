//! A migration as people read it: facts, then scripts.

use std::fmt::Write as _;

use ingrain::{Event, Standing, State};
use ingrain_core::{Class, Voice, either, printable};

use super::Shown;
use crate::commands::words;
use crate::highlight::highlight;
use crate::terminal;

impl Shown<'_> {
    pub(super) fn text(&self, voice: Voice) -> String {
        let mut text = String::new();
        let embedded = self.embedded.map(|it| it.description());
        let recorded = self.recorded.as_ref().map(Standing::description);
        let description = embedded.or(recorded).unwrap_or_default();
        // Writing to a String does not fail.
        let description = terminal::line(description);
        let _ = writeln!(text, "version {} {description}", self.version);
        for (name, value) in self.facts(voice) {
            let _ = writeln!(text, "{name:<10}{}", terminal::line(&value));
        }
        for (heading, sql) in self.scripts() {
            let sql = highlight(self.dialect, &printable(sql.trim_end()));
            let heading = format!("-- {}", terminal::line(&heading));
            let heading = highlight(self.dialect, &heading);
            let _ = write!(text, "\n{heading}\n{sql}\n");
        }
        text
    }

    fn facts(&self, voice: Voice) -> Vec<(&'static str, String)> {
        let mut facts = Vec::new();
        if let Some(standing) = &self.recorded {
            facts.push(("state", state(standing.state())));
        }
        let recorded = || self.recorded.as_ref().map(Standing::class);
        let class = match self.embedded {
            Some(embedded) => embedded.class_said(),
            None => recorded(),
        };
        let unsealed = || format!("not sealed: taken for {}", Class::default().name());
        facts.push((
            "class",
            class.map_or_else(unsealed, |it| it.name().to_owned()),
        ));
        if let Some(embedded) = self.embedded {
            facts.push(("up", embedded.up().checksum().to_string()));
            let down = embedded
                .down_script()
                .map(|down| down.checksum().to_string());
            let why = self
                .irreversible()
                .map(|why| format!("irreversible: {why}"));
            let none = || "none: it was taken over from another tool without one".to_owned();
            facts.push(("down", down.or(why).unwrap_or_else(none)));
        }
        if let Some(standing) = &self.recorded {
            facts.extend(recorded_facts(standing, voice));
        }
        facts
    }

    fn scripts(&self) -> Vec<(String, &str)> {
        let mut scripts = Vec::new();
        if let Some(embedded) = self.embedded {
            let up = embedded.up();
            scripts.push((format!("up: {}", up.path()), up.text()));
            if let Some(down) = embedded.down_script() {
                scripts.push((format!("down: {}", down.path()), down.text()));
            }
        }
        if let Some(standing) = &self.recorded
            && (self.embedded.is_none() || standing.down_differs() == Some(true))
            && let Some(down) = standing.recorded_down()
        {
            scripts.push(("down, as the history keeps it".to_owned(), down));
        }
        scripts
    }
}

/// How it stands; where that is in the way of `up`, also who says why.
fn state(state: State) -> String {
    match state {
        State::Applied | State::Pending => state.to_string(),
        _ => format!("{state}: `status` says what to do"),
    }
}

fn recorded_facts(standing: &Standing, voice: Voice) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(recorded) = standing.recorded_checksum()
        && Some(recorded) != standing.checksum()
    {
        facts.push(("recorded", recorded.to_string()));
    }
    if let (Some(event), Some(at), Some(by)) = (
        standing.event(),
        standing.applied_at(),
        standing.applied_by(),
    ) {
        let how = match (event, standing.duration_ms()) {
            (Event::Applied, Some(took)) => format!(", in {}", words::duration(took)),
            (Event::Applied, None) => String::new(),
            (event, _) => format!(", {event} without running it"),
        };
        facts.push(("applied", format!("{} UTC by {by}{how}", words::moment(at))));
    }
    match standing.down_differs() {
        Some(true) => facts.push((
            "kept down",
            either(
                "differs from the embedded one, which is the one that a revert by this program runs",
                "differs from the one in the folder, which is the one that a revert by this command runs",
            )
            .said_by(voice)
            .to_owned(),
        )),
        Some(false) if standing.recorded_down().is_some() => {
            facts.push(("kept down", "the same".to_owned()));
        }
        Some(false) | None => {}
    }
    facts
}
