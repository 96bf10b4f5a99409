//! What a call has done, in however many attempts.

use std::collections::HashMap;

use super::Engine;
use crate::driver::Driver;
use crate::log::Log;
use crate::{Error, Report};

impl<D: Driver> Engine<'_, D> {
    /// Adds what this call wrote, in however many attempts, and asks the log how long it took.
    pub(super) async fn reported(&mut self, mut report: Report) -> Report {
        let Some((log, before)) = self.began.take() else {
            return report;
        };
        report.saved = self.saved.take();
        let durations = self.durations(&log, before).await;
        for entry in std::mem::take(&mut self.wrote) {
            let duration_ms = durations.get(&entry.seq).copied().unwrap_or(0);
            match self.by_hand {
                true => report.recorded.extend(entry.migration.map(|it| it.version)),
                false => report.add(entry, duration_ms),
            }
        }
        report
    }

    /// How long the scripts took whose rows come after `seq`, in milliseconds. Without an answer of the
    /// database that is missing; what ran is known all the same.
    pub(super) async fn durations(&mut self, log: &Log, seq: u64) -> HashMap<u64, u64> {
        let rows = self.driver.query(&log.durations(seq)).await;
        let number = |cell: &Option<String>| cell.as_deref()?.parse::<u64>().ok();
        rows.unwrap_or_default()
            .iter()
            .filter_map(|row| Some((number(row.first()?)?, number(row.get(1)?)?)))
            .collect()
    }

    /// The error, with what this call had committed before it.
    pub(super) async fn failed_after(&mut self, error: Error) -> Error {
        let report = self.reported(Report::default()).await;
        error.after(report)
    }
}
