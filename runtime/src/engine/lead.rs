//! Electing the one process that migrates.
//!
//! Between transactions it is politeness only: the log's key is what keeps two processes apart, this
//! keeps sixty-three from trying it in vain. For a statement that runs outside a transaction it is more:
//! nothing else keeps another process from running it at the same time.

use ingrain_core::Statement;

use super::compose::Written;
use super::{Engine, Stop, reading};
use crate::driver::{Driver, Row};

impl<D: Driver> Engine<'_, D> {
    /// Asks to lead, in a transaction that then stays open until the first message ends it. Whoever
    /// does not lead comes back later: nobody waits inside a transaction, where a waiter would keep
    /// `CREATE INDEX CONCURRENTLY` waiting for it in turn.
    pub(super) async fn lead(&mut self, written: &Written<'_>) -> Result<(), Stop> {
        let Some(lead) = written.log.lead() else {
            return Ok(());
        };
        self.inside = true;
        let answer = self.driver.query(&lead).await.map_err(reading)?;
        if first(&answer) != Some("t") {
            return Err(Stop::later("another process is migrating"));
        }
        if written.exists {
            let last = self
                .driver
                .query(&written.log.last())
                .await
                .map_err(reading)?;
            let seq = last
                .first()
                .and_then(|row| row.get(2))
                .and_then(Option::as_deref)
                .unwrap_or("0");
            if seq != written.history.last_seq().to_string() {
                return Err(Stop::later("another process was first"));
            }
        }
        Ok(())
    }

    /// Asks to lead for as long as the session lasts, for a script that runs outside transactions.
    pub(super) async fn lead_session(&mut self, written: &Written<'_>) -> Result<(), Stop> {
        let Some(lead) = written.log.lead_session() else {
            return Ok(());
        };
        let answer = self.driver.query(&lead).await.map_err(reading)?;
        if self.inside {
            self.roll_back().await;
        }
        match first(&answer) {
            Some("t") => Ok(()),
            _ => Err(Stop::later("another process is migrating")),
        }
    }

    /// Ends what [`lead_session`](Engine::lead_session) began, and takes back what the script's limits
    /// and the script itself have set for the session.
    pub(super) async fn leave_session(
        &mut self,
        written: &Written<'_>,
        script: &[Statement<'_>],
    ) -> Result<(), Stop> {
        let leave = written.leave_session(script);
        let statements: Vec<&str> = leave.iter().map(String::as_str).collect();
        self.driver.execute(&statements).await.map_err(reading)
    }

    /// Leaves no transaction open. Failure means that there is none, or that the connection is gone:
    /// either is fine.
    pub(super) async fn roll_back(&mut self) {
        self.inside = false;
        let _ = self.driver.execute(&["ROLLBACK"]).await;
    }
}

/// The first value of the last row.
pub(super) fn first(rows: &[Row]) -> Option<&str> {
    rows.last()?.first()?.as_deref()
}
