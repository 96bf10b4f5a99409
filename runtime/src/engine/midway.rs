//! A script outside transactions that this call has begun, or goes on with.
//!
//! On Postgres nobody else settles it meanwhile, for this process leads. On SQLite the log alone tells: the
//! next row's number is taken, and what took it may say that the script is to be undone.

use ingrain_core::{Code, Diagnostic, Direction, History, Version};

use super::Engine;
use crate::Error;
use crate::driver::Driver;

/// Which script it is, and which beginning of it.
#[derive(Clone, Copy)]
pub(super) struct Midway {
    version: Version,
    direction: Direction,
    since: u64,
}

impl<D: Driver> Engine<'_, D> {
    /// Notes that the script is this call's which is part-way now.
    pub(super) fn goes_midway(&mut self, history: &History) {
        self.midway = history.unfinished().map(|unfinished| Midway {
            version: unfinished.migration.version,
            direction: unfinished.direction,
            since: unfinished.since,
        });
    }

    /// The script that this call was in the middle of is part-way still, or somebody has finished it.
    /// Whoever begins it anew when it was declared undone meanwhile does twice what it has done since.
    pub(super) fn still_midway(&mut self, history: &History) -> Result<(), Error> {
        let Some(midway) = self.midway else {
            return Ok(());
        };
        let is_applied = history.get(midway.version).is_some();
        let part_way = history.unfinished().map(|unfinished| unfinished.since);
        if part_way == Some(midway.since) {
            return Ok(());
        }
        // Whoever has finished it may be in the middle of the next one.
        if is_applied != (midway.direction == Direction::Up) {
            return Err(undone(midway));
        }
        self.midway = None;
        Ok(())
    }
}

fn undone(midway: Midway) -> Error {
    let Midway {
        version, direction, ..
    } = midway;
    let title = format!(
        "the {direction} script of version {version} was declared undone while this process was running it"
    );
    let diagnostic = Diagnostic::new(Code::Unfinished, title)
        .note("this process has stopped: nothing has run since its next row met that declaration")
        .help(
            "look at what the script had done by then, as the history's rows before that declaration say, and undo \
             that too by hand; then start again: the script begins anew",
        );
    Error::failed(diagnostic)
}
