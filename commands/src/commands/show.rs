//! `show`: one migration, its scripts, and what is recorded of it.

mod text;

use ingrain::{Chain, Dialect, Migration, Script, Standing, Target, Version};
use ingrain_core::Refusal;
use serde::Serialize;

use super::Context;
use crate::connect::Access;
use crate::{Answer, DialectName, Error, Exit};

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
    Answer::new(shown.text(context.options.voice), &json)
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
}
