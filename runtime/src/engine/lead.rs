//! Electing the one process that migrates.
//!
//! Between transactions it is politeness only: the log's key is what keeps two processes apart, this
//! keeps sixty-three from trying it in vain. For a statement that runs outside a transaction it is more:
//! nothing else keeps another process from running it at the same time.

use ingrain_core::{Dialect, Statement};

use super::compose::Written;
use super::work::{Piece, Role};
use super::{Engine, Stop, failed, reading};
use crate::driver::{Driver, Row};

impl<D: Driver> Engine<'_, D> {
    /// Asks to lead, in a transaction that then stays open until the first message ends it. Whoever
    /// does not lead comes back later: nobody waits inside a transaction, where a waiter would keep
    /// `CREATE INDEX CONCURRENTLY` waiting for it in turn.
    ///
    /// On SQLite whoever has the write lock leads, and keeps it: asking for it before anything is put together
    /// keeps those who wait from taking the leader's processor time.
    pub(super) async fn lead(&mut self, written: &Written<'_>) -> Result<(), Stop> {
        match written.log.lead() {
            Some(lead) => {
                self.inside = true;
                let answer = self.driver.query(&lead).await.map_err(reading)?;
                if first(&answer) != Some("t") {
                    return Err(another(written));
                }
            }
            None => {
                let begin = [Piece::new(written.log.begin(), Role::Begin)];
                let begun = self.send(&begin).await;
                begun.map_err(|failure| failed::stop(failure, &begin, true))?;
                self.inside = true;
            }
        }
        // On Postgres a table that is not there would end the transaction; there nobody else makes it meanwhile.
        if written.exists || D::DIALECT == Dialect::Sqlite {
            let last = self.last(&written.log.last()).await?;
            let seq = last.as_ref().and_then(|row| row.get(2)?.as_deref());
            if seq.unwrap_or("0") != written.history.last_seq().to_string() {
                return Err(Stop::later("another process was first"));
            }
        }
        Ok(())
    }

    /// Asks to lead for as long as the session lasts, for a script that runs outside transactions.
    pub(super) async fn lead_session(&mut self, written: &Written<'_>) -> Result<(), Stop> {
        let Some(lead) = written.log.lead_session() else {
            self.let_go().await;
            return Ok(());
        };
        let answer = self.driver.query(&lead).await.map_err(reading)?;
        self.let_go().await;
        match first(&answer) {
            Some("t") => Ok(()),
            _ => Err(another(written)),
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

    /// Ends the transaction in which it began to lead, if that is still open.
    pub(super) async fn let_go(&mut self) {
        if self.inside {
            self.roll_back().await;
        }
    }

    /// Leaves no transaction open. Failure means that there is none, or that the connection is gone:
    /// either is fine.
    pub(super) async fn roll_back(&mut self) {
        self.inside = false;
        let _ = self.driver.execute(&["ROLLBACK"]).await;
    }
}

fn another(written: &Written) -> Stop {
    Stop::later_than("another process is migrating", written.log.leaders())
}

/// The first value of the last row.
pub(super) fn first(rows: &[Row]) -> Option<&str> {
    rows.last()?.first()?.as_deref()
}
