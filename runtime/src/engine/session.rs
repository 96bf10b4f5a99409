//! Whether the session is one's own: what runs outside transactions depends on it.

use ingrain_core::{Code, Diagnostic, Setting, Text};

use super::lead::first;
use super::work::Script;
use super::{Engine, Stop, reading};
use crate::driver::Driver;
use crate::{Error, Pooling};

impl<D: Driver> Engine<'_, D> {
    /// The statements of `script` are to meet one session, with its locks and settings. A pooler may hand
    /// out another one for each, which shows in that the server's process is not the one that this
    /// connection was told of when it began: the pooler told it an invented one.
    pub(super) async fn own_session(&mut self, script: Script<'_>) -> Result<(), Stop> {
        if self.settings.pooling == Pooling::Session {
            return Ok(());
        }
        let Some(told) = self.driver.session().await else {
            return Ok(());
        };
        let answer = self.driver.query("SELECT pg_backend_pid()").await;
        match first(&answer.map_err(reading)?) {
            Some(found) if found != told => Err(pooled(script, &told, found).into()),
            _ => Ok(()),
        }
    }
}

fn pooled(script: Script<'_>, told: &str, found: &str) -> Error {
    let title = format!(
        "version {} runs outside transactions, and this connection goes through a pooler",
        script.version
    );
    let diagnostic = through_a_pooler(&title, told, found)
        .at(script.shown_path())
        .note(
            "in transaction pooling the lock that keeps other processes from running the same statement \
             would stay behind in a session that others use; nothing was changed",
        );
    Error::failed(diagnostic)
}

/// A connection whose sessions a pooler hands out, for what needs one of its own.
pub(crate) fn through_a_pooler(title: &str, told: &str, found: &str) -> Diagnostic {
    Diagnostic::new(Code::Settings, title)
        .note(format!(
            "the server process that answers is {found}; the one announced when the connection began is {told}, \
             so something in between, such as PgBouncer, hands out sessions"
        ))
        .help(
            "connect to the server itself to migrate, past the pooler; the application may go on using the pooler",
        )
        .help(
            Text::from(
                "if the pooler keeps one session for as long as the client is connected (PgBouncer's \
                 `pool_mode = session`), ",
            ) + Setting::Pooling,
        )
}
