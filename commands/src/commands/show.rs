//! `show`: one migration, its scripts, and what is recorded of it.

use std::fmt::Write as _;

use ingrain::{Chain, Dialect, Event, Migration, Script, Standing, Target, Version};
use ingrain_core::{Class, Refusal, printable};
use serde::Serialize;

use super::{Context, words};
use crate::connect::Access;
use crate::highlight::highlight;
use crate::wording::Face;
use crate::{Answer, DialectName, Error, Exit, terminal};

/// The JSON; `recorded` is `null` where no database was looked at, `down` where there is none.
#[derive(Serialize)]
struct Json<'a> {
    version: u64,
    dialect: &'static str,
    irreversible: Option<&'a str>,
    up: Option<ScriptJson<'a>>,
    down: Option<ScriptJson<'a>>,
    recorded: Option<&'a Standing>,
    recorded_down: Option<&'a str>,
}

#[derive(Serialize)]
struct ScriptJson<'a> {
    path: &'a str,
    checksum: String,
    sql: &'a str,
}

impl<'a> ScriptJson<'a> {
    fn of(script: Script<'a>) -> ScriptJson<'a> {
        ScriptJson {
            path: script.path(),
            checksum: script.checksum().to_string(),
            sql: script.text(),
        }
    }
}

/// A migration, as it is embedded and as it is recorded.
struct Shown<'a> {
    version: Version,
    dialect: Dialect,
    embedded: Option<Migration<'a>>,
    recorded: Option<Standing>,
}

pub(super) fn show(
    context: &Context,
    version: Version,
    named: Option<DialectName>,
) -> Result<Answer, Error> {
    let dialect = context.dialect(named)?;
    let chain = chain(context, dialect)?;
    let looks = named.is_none() && context.options.url().is_some();
    let recorded = match looks {
        true => recorded(context, version)?,
        false => None,
    };
    let shown = Shown {
        version,
        dialect,
        embedded: chain.get(version).copied(),
        recorded,
    };
    if !shown.is_known() {
        let unbuilt = context.options.unbuilt.as_ref();
        if let Some(error) = unbuilt.and_then(|it| it.mistakes_in(version)) {
            return Err(error);
        }
        let refusal = Refusal::no_such_target(Target::Version(version), &chain);
        return Err(Error::new(Exit::Refused, refusal.diagnostic().clone()));
    }
    let down = shown.embedded.and_then(|it| it.down_script());
    let json = Json {
        version: version.number(),
        dialect: dialect.name(),
        irreversible: shown.irreversible(),
        up: shown.embedded.map(|it| ScriptJson::of(it.up())),
        down: down.map(ScriptJson::of),
        recorded: shown.recorded.as_ref(),
        recorded_down: shown.recorded.as_ref().and_then(Standing::recorded_down),
    };
    Answer::new(shown.text(context.options.face), &json)
}

fn chain(context: &Context, dialect: Dialect) -> Result<Chain<'static>, Error> {
    let migrations = context.migrator.migrations();
    migrations
        .chain(dialect)
        .ok_or_else(|| Error::new(Exit::Failed, dialect.not_embedded(migrations.path())))
}

fn recorded(context: &Context, version: Version) -> Result<Option<Standing>, Error> {
    let mut session = context.session(Access::Read)?;
    let history = context.history(&mut session)?;
    let mut migrations = history.migrations().iter();
    Ok(migrations.find(|it| it.version() == version).cloned())
}

impl<'a> Shown<'a> {
    /// Whether it is embedded or recorded: of one that is neither and broken, there is nothing to show.
    fn is_known(&self) -> bool {
        let recorded = self.recorded.as_ref();
        self.embedded.is_some() || recorded.is_some_and(|it| it.recorded_checksum().is_some())
    }

    fn irreversible(&self) -> Option<&'a str> {
        self.embedded?.up().directives(self.dialect).irreversible
    }

    fn text(&self, face: Face) -> String {
        let mut text = String::new();
        let embedded = self.embedded.map(|it| it.description());
        let recorded = self.recorded.as_ref().map(Standing::description);
        let description = embedded.or(recorded).unwrap_or_default();
        // Writing to a String does not fail.
        let description = terminal::line(description);
        let _ = writeln!(text, "version {} {description}", self.version);
        for (name, value) in self.facts(face) {
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

    fn facts(&self, face: Face) -> Vec<(&'static str, String)> {
        let mut facts = Vec::new();
        if let Some(standing) = &self.recorded {
            facts.push(("state", standing.state().to_string()));
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
            facts.extend(recorded_facts(standing, face));
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

fn recorded_facts(standing: &Standing, face: Face) -> Vec<(&'static str, String)> {
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
            face.words("differs from the embedded one, which is the one that a revert by this program runs"),
        )),
        Some(false) if standing.recorded_down().is_some() => {
            facts.push(("kept down", "the same".to_owned()));
        }
        Some(false) | None => {}
    }
    facts
}
