//! The commands: those that change a database go through `change::carry_out`, the others look.

mod change;
mod history;
mod interrupted;
mod plan;
mod show;
mod sql;
mod status;
mod words;

use ingrain::{Code, Declared, Diagnostic, Dialect, History, Migrator, Text};
use ingrain_core::either;

use self::change::{Asked, carry_out};
use self::plan::outline;
use crate::connect::{self, Access};
use crate::session::Change;
use crate::{Answer, Command, Console, DialectName, Error, Exit, Options, Session};

/// What every command is given.
pub(crate) struct Context {
    pub(crate) options: Options,
    pub(crate) migrator: Migrator,
    pub(crate) console: Console,
}

/// Does what was asked for.
pub(crate) fn perform(command: Command, context: Context) -> Result<Answer, Error> {
    match command {
        Command::Up {
            target,
            allowances,
            production,
        } => {
            let context = context.allowing(&allowances).meaning(production);
            carry_out(context, &Change::Up(target), None)
        }
        Command::Down {
            target,
            confirmation,
        } => {
            let asked = Asked::new("down", confirmation);
            carry_out(context, &Change::Down(target), Some(asked))
        }
        Command::Redo {
            target,
            confirmation,
        } => {
            let asked = Asked::new("redo", confirmation);
            carry_out(context, &Change::Redo(target), Some(asked))
        }
        Command::Baseline {
            version,
            reason,
            allowances,
            confirmation,
        } => {
            let asked = Asked::new("baseline", confirmation);
            let context = context.allowing(&allowances);
            carry_out(context, &Change::Baseline(version, reason), Some(asked))
        }
        Command::Repair {
            done,
            undone,
            reason,
            confirmation,
        } => {
            let (name, repair) = repair(done, undone, reason);
            carry_out(context, &repair, Some(Asked::new(name, confirmation)))
        }
        Command::Adopt { tool } => carry_out(context, &Change::Adopt(tool.into()), None),
        Command::Environment { name, confirmation } => {
            let asked = Asked::new("environment", confirmation);
            carry_out(context, &Change::Environment(name), Some(asked))
        }
        Command::Plan {
            target,
            down,
            allowances,
            production,
        } => {
            let context = context.allowing(&allowances).meaning(production);
            plan::plan(&context, target, down)
        }
        Command::Sql {
            range,
            dialect,
            production,
        } => sql::sql(&context.meaning(production), range, dialect),
        Command::Status => status::status(&context),
        Command::History { limit } => history::history(&context, limit),
        Command::Show { version, dialect } => show::show(&context, version, dialect),
    }
}

/// What `repair` declares, and what the command is called then.
fn repair(done: bool, undone: bool, reason: String) -> (&'static str, Change) {
    let unfinished = Change::RepairUnfinished;
    match (done, undone) {
        (true, _) => ("repair --done", unfinished(Declared::Done, reason)),
        (false, true) => ("repair --undone", unfinished(Declared::Undone, reason)),
        (false, false) => ("repair", Change::Repair(reason)),
    }
}

impl Context {
    /// A connection to the database.
    fn session(&self, access: Access) -> Result<Session, Error> {
        let Some(url) = self.options.url() else {
            let title = "no database was named";
            let help = Text::from("name it: `--database-url URL`, or ")
                + either(
                    "the environment variable DATABASE_URL",
                    "DATABASE_URL in the environment or in a file `.env`",
                );
            let diagnostic = Diagnostic::new(Code::DatabaseUrl, title).help(help);
            let diagnostic = diagnostic.said_by(self.options.voice);
            return Err(Error::new(Exit::Usage, diagnostic));
        };
        connect::connect(url, access)
    }

    /// What the database remembers, and what of the folder is broken.
    fn history(&self, session: &mut Session) -> Result<History, Error> {
        let history = session.history(&self.migrator)?;
        Ok(match &self.options.unbuilt {
            Some(unbuilt) => unbuilt.with(history),
            None => history,
        })
    }

    /// Whose SQL is meant: what was said, else the database's, else that of all there is.
    fn dialect(&self, named: Option<DialectName>) -> Result<Dialect, Error> {
        if let Some(name) = named {
            return Ok(name.into());
        }
        if let Some(url) = self.options.url() {
            return connect::dialect(url);
        }
        let migrations = self.migrator.migrations();
        let mut embedded = migrations.dialects();
        match (embedded.next(), embedded.next()) {
            (Some(only), None) => Ok(only),
            _ => {
                let title = "for which database? there are migrations for several";
                let diagnostic = Diagnostic::new(Code::DatabaseUrl, title).help(
                    "say it: `--dialect sqlite` or `--dialect postgres`, or `--database-url URL`",
                );
                Err(Error::new(Exit::Usage, diagnostic))
            }
        }
    }

    fn allowing(self, allowances: &crate::Allowances) -> Context {
        Context {
            migrator: allowances.given_to(self.migrator),
            ..self
        }
    }

    fn meaning(self, production: bool) -> Context {
        let consent = crate::arguments::consent(production);
        Context {
            migrator: self.migrator.consent(consent),
            ..self
        }
    }
}

#[cfg(test)]
mod tests;
