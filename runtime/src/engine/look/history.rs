//! Everything that the database remembers.

use ingrain_core::{Command, pending, plan, standings};

use super::Found;
use crate::driver::Driver;
use crate::engine::{Engine, Stop};
use crate::history::{HistoryEvent, Standing};
use crate::status::LastEvent;
use crate::{Error, History, Status};

impl<D: Driver> Engine<'_, D> {
    pub(crate) async fn history(mut self) -> Result<History, Error> {
        self.settings.check(None, D::DIALECT)?;
        loop {
            match self.look_at_history().await {
                Ok(history) => return Ok(history),
                Err(stop) => self.again(stop).await?,
            }
        }
    }

    async fn look_at_history(&mut self) -> Result<History, Stop> {
        let last = self.last(&self.log.last_event()).await?;
        let seen = self.see().await?;
        let events = seen.records.iter().cloned().map(HistoryEvent::of);
        let events = events.collect();
        let found = self.find(seen).await?;
        let standings = standings(&self.chain()?, &found.history);
        let migrations = standings.iter().map(Standing::of).collect();
        Ok(History {
            migrations,
            status: self.status_of(&found, last.as_ref().and_then(LastEvent::parse))?,
            environment: found.history.environment().map(str::to_owned),
            events,
        })
    }

    /// How the database stands in which this was found.
    pub(super) fn status_of(
        &self,
        found: &Found,
        last_event: Option<LastEvent>,
    ) -> Result<Status, Error> {
        let chain = self.chain()?;
        let refusal = plan(&chain, found.situation(), Command::Run, self.applying()).err();
        let pending = pending(&chain, &found.history);
        Ok(Status {
            current: found.history.current(),
            head: Some(self.embedded.head),
            pending: pending.iter().map(|it| it.version()).collect(),
            refusal: refusal.map(|refusal| *refusal),
            last_event,
        })
    }
}
