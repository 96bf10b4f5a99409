//! Indexes that are built concurrently: what an attempt left that was cut short, or that nobody recorded.
//!
//! Postgres leaves an invalid index behind when such a statement fails, and its name is taken then. The
//! catalog tells whose it is. It counts as the statement's own if it is on the statement's table, has its
//! name (or, where the statement gives none, one that Postgres chooses), is unique or not as the statement
//! says, and was written into the catalog after the last row of the log, which is the moment before the
//! statement was first tried. Anything else is somebody else's, and is reported, never dropped.

use ingrain_core::{Code, Declared, Diagnostic, Remedy, Statement, Text};

use super::about::{new_index, reindexes, who};
use super::compose::Written;
use super::waiting::Delay;
use super::work::{Piece, Role, Script};
use super::{Engine, Stop, failed};
use crate::driver::{Driver, Failure, Row};
use crate::log::NewIndex;
use crate::{Error, trace};

/// What is found before a statement that builds an index.
enum Before {
    /// Nothing of the statement's own, apart from these invalid indexes.
    Leftovers(Vec<String>),
    /// The index, whole: whoever built it ended before it was recorded.
    Built(String),
    /// Another session is at it.
    Building { name: String, pid: String },
    /// Something that is in the way and may be somebody else's.
    InTheWay { name: String, why: &'static str },
}

impl<D: Driver> Engine<'_, D> {
    /// Runs a statement that cannot run in a transaction, on top of whatever an attempt at it has left.
    /// It gives what there is to be said of that in the log.
    pub(super) async fn run_over_leftovers(
        &mut self,
        written: &Written<'_>,
        script: Script<'_>,
        statement: Statement<'_>,
    ) -> Result<Option<String>, Stop> {
        let mut note = None;
        if let Some(index) = new_index(&statement) {
            // What it waits for, it waits for inside the statement.
            self.patience.begin();
            match self.before(written, &index).await? {
                Before::Leftovers(names) if names.is_empty() => {}
                Before::Leftovers(names) => {
                    note = Some(self.drop_leftovers(&names, script, statement).await?);
                }
                Before::Built(name) => {
                    let note = format!("{name} had been built already, and was not recorded");
                    trace::noticed(&note);
                    return Ok(Some(note));
                }
                Before::Building { name, pid } => {
                    let why =
                        format!("the index {name} is being built by the session with pid {pid}");
                    return Err(delayed(why, script, statement));
                }
                Before::InTheWay { name, why } => {
                    return Err(in_the_way(&name, why, script, statement).into());
                }
            }
        } else if reindexes(&statement) {
            let rows = self.driver.query(&written.log.reindexed()).await;
            if let Some([Some(name), ..]) = rows.map_err(asking)?.first().map(Row::as_slice) {
                let why = "an earlier attempt at this statement left it behind, invalid";
                return Err(in_the_way(name, why, script, statement).into());
            }
        }
        self.run_alone(script, statement).await?;
        Ok(note)
    }

    async fn before(&mut self, written: &Written<'_>, index: &NewIndex) -> Result<Before, Stop> {
        let rows = self.driver.query(&written.log.leftovers(index)).await;
        let mut leftovers = Vec::new();
        for row in rows.map_err(asking)? {
            let [Some(name), valid, alike, since, builder] = row.as_slice() else {
                continue;
            };
            let name = name.clone();
            let is = |cell: &Option<String>| cell.as_deref() == Some("t");
            match (is(valid), is(alike) && is(since), builder) {
                (false, _, Some(pid)) => {
                    let pid = pid.clone();
                    return Ok(Before::Building { name, pid });
                }
                (false, true, None) => leftovers.push(name),
                (false, false, None) => {
                    let why = "it is invalid, and was there before this script began, or is of another kind";
                    return Ok(Before::InTheWay { name, why });
                }
                (true, true, _) if index.name.is_some() => return Ok(Before::Built(name)),
                (true, true, _) => {
                    let why = "it was built on the same table since the statement was first tried, and may be this very one";
                    return Ok(Before::InTheWay { name, why });
                }
                // Postgres says that the name is taken, unless the statement says `IF NOT EXISTS`.
                (true, false, _) => {}
            }
        }
        Ok(Before::Leftovers(leftovers))
    }

    async fn drop_leftovers(
        &mut self,
        names: &[String],
        script: Script<'_>,
        statement: Statement<'_>,
    ) -> Result<String, Stop> {
        for name in names {
            let drop = format!("DROP INDEX CONCURRENTLY IF EXISTS {name}");
            let piece = [Piece::new(drop, Role::Alone(script, statement))];
            let sent = self.send(&piece).await;
            sent.map_err(|failure| failed::stop(failure, &piece, true))?;
        }
        let note = format!(
            "dropped {}, which an attempt had left invalid",
            names.join(", ")
        );
        trace::noticed(&note);
        Ok(note)
    }
}

fn asking(failure: Failure) -> Stop {
    Error::database(
        "the catalog does not say what an earlier attempt has left",
        failure,
    )
    .into()
}

/// To be tried again when `why` no longer holds.
fn delayed(why: String, script: Script<'_>, statement: Statement<'_>) -> Stop {
    let start = statement.start();
    Stop::Later(Box::new(Delay {
        why: format!("version {}: {why}", script.version),
        statement: Some((
            script.shown_path(),
            script.text.to_owned(),
            start..statement.end(),
        )),
        who: who(&statement),
    }))
}

fn in_the_way(name: &str, why: &str, script: Script<'_>, statement: Statement<'_>) -> Error {
    let title = format!(
        "the {} script of version {} ({}) does not go on: the index {name} is in its way",
        script.direction, script.version, script.description
    );
    let diagnostic = Diagnostic::new(Code::StatementFailed, title)
        .at_part(
            script.shown_path(),
            script.text,
            statement.start()..statement.end(),
            "this statement was not run",
        )
        .note(why)
        .note("the statements before this one are done, and recorded")
        .help(format!(
            "if nobody needs it: `DROP INDEX CONCURRENTLY {name}`; then start again: it goes on with this statement"
        ))
        .help(
            Text::from("if it is what the statement is to make: do what the script does after it by hand, then ")
                + Remedy::Declare(Declared::Done),
        );
    Error::failed(diagnostic)
}
