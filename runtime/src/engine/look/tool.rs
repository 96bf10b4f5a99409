//! Looking at what another migration tool has recorded.

use ingrain_core::{Command, Tool, ToolHistory, ToolRow};

use super::Found;
use crate::Error;
use crate::driver::{Driver, FailureKind};
use crate::engine::{Engine, Stop, inside_transaction, reading};

impl<D: Driver> Engine<'_, D> {
    /// Looks at everything that decides what `command` comes to.
    pub(in crate::engine) async fn look_for(&mut self, command: Command) -> Result<Found, Stop> {
        let mut found = self.look().await?;
        if let Command::Adopt(tool) = command {
            // On Postgres, asking for a table that is not there would spoil the caller's transaction.
            if found.inside_transaction {
                return Err(inside_transaction().into());
            }
            found.tool = self.look_at_tool(tool).await?;
        }
        Ok(found)
    }

    /// Reads the table of another tool; nothing, if it is not there.
    async fn look_at_tool(&mut self, tool: Tool) -> Result<Option<ToolHistory>, Stop> {
        let rows = match self.driver.query(&self.log.tool(tool)).await {
            Ok(rows) => rows.iter().map(|row| ToolRow::parse(row)).collect(),
            Err(failure) if failure.kind == FailureKind::NoTable => return Ok(None),
            Err(failure) if matches!(failure.kind, FailureKind::Busy | FailureKind::Aborted) => {
                return Err(reading(failure));
            }
            Err(failure) => {
                let doing = format!("`{}` cannot be read", tool.table());
                return Err(Error::database(&doing, failure).into());
            }
        };
        Ok(Some(ToolHistory { tool, rows }))
    }
}
