//! SQLite's way to rebuild a table that others refer to.

use ingrain_core::Step;

use super::compose::Written;
use super::lead::first;
use super::panic::{caught, resumed};
use super::work::{Piece, Role};
use super::{Engine, Stop, failed, reading};
use crate::driver::Driver;
use crate::log::Flush;

impl<D: Driver> Engine<'_, D> {
    /// Runs a script without foreign keys: enforcement is off before the transaction begins, and back as
    /// it was afterwards, however it ends.
    pub(super) async fn rebuild(
        &mut self,
        written: &mut Written<'_>,
        step: &Step<'_>,
    ) -> Result<(), Stop> {
        self.let_go().await;
        self.tell_before([step]);
        let enforced = self
            .driver
            .query("PRAGMA foreign_keys")
            .await
            .map_err(reading)?;
        if first(&enforced) != Some("1") {
            return self.checked_afterwards(written, step).await;
        }
        self.driver
            .execute(&["PRAGMA foreign_keys = OFF"])
            .await
            .map_err(reading)?;
        let outcome = caught(self.checked_afterwards(written, step)).await;
        if outcome.is_err() {
            self.roll_back().await;
        }
        let restored = self
            .driver
            .execute(&["PRAGMA foreign_keys = ON"])
            .await
            .map_err(reading);
        resumed(outcome).and(restored)
    }

    async fn checked_afterwards(
        &mut self,
        written: &mut Written<'_>,
        step: &Step<'_>,
    ) -> Result<(), Stop> {
        let mut pieces = Vec::new();
        let script = written.transaction(
            std::slice::from_ref(step),
            None,
            Flush::AtCommit,
            &mut pieces,
        )?;
        self.send(&pieces)
            .await
            .map_err(|failure| failed::stop(failure, &pieces, true))?;
        let violations = self.driver.query("PRAGMA foreign_key_check").await;
        let violated = match (violations, script) {
            (Ok(rows), Some(script)) if !rows.is_empty() => {
                Some(failed::foreign_keys(&rows, script))
            }
            (Err(failure), Some(script)) => Some(failed::later(
                failure,
                script,
                "when its foreign keys were checked",
            )),
            _ => None,
        };
        if let Some(error) = violated {
            self.roll_back().await;
            return Err(error.into());
        }
        let commit = [Piece::new("COMMIT", Role::Commit(script))];
        self.send(&commit)
            .await
            .map_err(|failure| failed::stop(failure, &commit, true))?;
        self.committed(written, written.history.last_seq()).await;
        Ok(())
    }
}
