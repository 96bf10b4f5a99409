//! Waiting for others: how long, for whom, and what is said when it was too long.

use std::ops::Range;

use ingrain_core::{Code, Diagnostic, Dialect, Setting, Text};

use super::{Engine, Stop};
use crate::driver::{Driver, Row};
use crate::log::{Snapshots, holders};
use crate::{Error, trace};

/// What is in the way.
pub(super) struct Delay {
    pub(super) why: String,
    /// The statement that waits: path and text of its script, and where it stands there.
    pub(super) statement: Option<(String, String, Range<usize>)>,
    /// What asks Postgres who it is; by default those who hold a lock on the history.
    pub(super) who: Option<String>,
}

/// Somebody who is in the way.
struct Holder {
    /// What is known of them, in one line.
    told: String,
    /// What ends it.
    end: Option<String>,
}

impl Stop {
    pub(super) fn later(why: impl Into<String>) -> Stop {
        Stop::later_than(why, None)
    }

    /// Later than those have ended whom the query `who` gives.
    pub(super) fn later_than(why: impl Into<String>, who: Option<String>) -> Stop {
        Stop::Later(Box::new(Delay {
            why: why.into(),
            statement: None,
            who,
        }))
    }
}

impl<D: Driver> Engine<'_, D> {
    /// Ends the call, or waits until the next attempt.
    pub(super) async fn again(&mut self, stop: Stop) -> Result<(), Error> {
        if !matches!(stop, Stop::Failed(_)) {
            self.settings.hooks.go_on()?;
        }
        let delay = match stop {
            Stop::Failed(error) => return Err(error),
            Stop::Again => return Ok(()),
            Stop::Later(delay) => delay,
        };
        let Some(pause) = self.patience.next() else {
            let holders = self.holders(&delay).await;
            return Err(self.gave_up(*delay, &holders));
        };
        trace::waiting(&delay.why, pause);
        if self.patience.is_to_be_told() {
            let holders = self.holders(&delay).await;
            let holders: Vec<&str> = holders.iter().map(|holder| holder.told.as_str()).collect();
            trace::still_waiting(&delay.why, self.patience.waited(), &holders.join("; "));
        }
        self.driver.sleep(pause).await;
        Ok(())
    }

    /// Who is in the way, as far as the database tells: without an answer, nobody is named.
    async fn holders(&mut self, delay: &Delay) -> Vec<Holder> {
        let sql = match (D::DIALECT, &delay.who) {
            // It is known to be at work, and nothing is known of it.
            (Dialect::Sqlite, Some(_)) => return Vec::new(),
            (Dialect::Sqlite, None) => "PRAGMA main.database_list".to_owned(),
            (Dialect::Postgres, Some(who)) => who.clone(),
            (Dialect::Postgres, None) => holders(&[self.log.name()], Snapshots::Ignore),
        };
        let rows = self.driver.query(&sql).await.unwrap_or_default();
        let holder = match D::DIALECT {
            Dialect::Sqlite => locked_file,
            Dialect::Postgres => session,
        };
        rows.iter().filter_map(holder).collect()
    }

    /// The wait for what was in the way lasted too long.
    fn gave_up(&self, delay: Delay, holders: &[Holder]) -> Error {
        let waited = self.patience.waited();
        let waited = match waited.as_secs() {
            0 => format!("{} ms", waited.as_millis()),
            seconds => format!("{seconds} s"),
        };
        let title = format!("gave up after {waited}: {}", delay.why);
        let mut diagnostic = Diagnostic::new(Code::TimedOut, title);
        if let Some((path, text, span)) = delay.statement {
            diagnostic = diagnostic.at_part(path, text, span, "waits for a lock");
        }
        for holder in holders {
            diagnostic = diagnostic.note(&holder.told);
        }
        diagnostic = diagnostic.note("nothing is left half done: the next start goes on from here");
        let ends: Vec<&str> = holders
            .iter()
            .filter_map(|holder| holder.end.as_deref())
            .collect();
        let help = match (D::DIALECT, ends.as_slice()) {
            (Dialect::Sqlite, _) => {
                "find out which other process has the database open and is writing to it".to_owned()
            }
            (Dialect::Postgres, []) => {
                "find out who holds the lock, or is still migrating: \
                 `SELECT pid, usename, xact_start, query FROM pg_stat_activity ORDER BY xact_start` shows the oldest transaction first"
                    .to_owned()
            }
            (Dialect::Postgres, ends) => format!(
                "let them finish, or end them where they were begun; or, if nobody needs them: {}",
                ends.join(", ")
            ),
        };
        let diagnostic = diagnostic.help(help);
        Error::failed(diagnostic.help(Text::from("then start again") + Setting::Wait))
    }
}

/// Of a row of `PRAGMA database_list`: number, name, file.
fn locked_file(row: &Row) -> Option<Holder> {
    let [_, Some(name), Some(file), ..] = row.as_slice() else {
        return None;
    };
    let told = format!(
        "another connection, of this process or of another one, holds a lock on the file `{file}`"
    );
    let is_meant = name == "main" && !file.is_empty();
    is_meant.then_some(Holder { told, end: None })
}

/// Of a row of [`holders`].
fn session(row: &Row) -> Option<Holder> {
    let [
        pid,
        user,
        application,
        address,
        state,
        age,
        what,
        query,
        prepared,
    ] = row.as_slice()
    else {
        return None;
    };
    let what = what.as_deref().unwrap_or_default();
    if let (None, Some(name)) = (pid, prepared) {
        let name = name.replace('\'', "''");
        return Some(Holder {
            told: format!("the prepared transaction '{name}' {what}"),
            end: Some(format!("`ROLLBACK PREPARED '{name}'`")),
        });
    }
    let pid = pid.as_deref()?;
    let known = |prefix: &str, cell: &Option<String>| {
        let value = cell.as_deref().filter(|value| !value.is_empty())?;
        Some(format!("{prefix}{value}"))
    };
    let details = [
        known("", application),
        known("user ", user),
        known("at ", address),
    ];
    let details: Vec<String> = details.into_iter().flatten().collect();
    let mut told = format!("the session with pid {pid}");
    if !details.is_empty() {
        told += &format!(" ({})", details.join(", "));
    }
    told += &format!(" {what}");
    let in_transaction = known("its transaction is ", age).map(|age| format!("{age} s old"));
    let facts = [
        known("it is ", state),
        in_transaction,
        known("its last statement is: ", query),
    ];
    for fact in facts.into_iter().flatten() {
        told += &format!("; {fact}");
    }
    Some(Holder {
        told,
        end: Some(format!("`SELECT pg_terminate_backend({pid})`")),
    })
}
