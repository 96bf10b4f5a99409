//! Scripts that run batch by batch, along a key.
//!
//! A batch and the row of the log that holds its last key are committed together: whatever stops it, the
//! next attempt goes on beyond that key, and neither skips nor repeats a batch. The row that begins it holds
//! the last key of all, behind which it does not go: an application may go on writing meanwhile.
//!
//! On SQLite nobody leads, and processes take turns: whose history is not the last one finds the number of
//! its row taken. Everybody pauses between reading the history and a batch, so that no two batches follow on
//! each other without a pause, whoever does them.

use std::time::Instant;

use ingrain_core::{
    Backfill, Batch, Code, Diagnostic, Event, NoKey, Recorded, Statement, Step, Walk,
};

use super::compose::Written;
use super::sequence::Row;
use super::stepwise::milliseconds;
use super::waiting::Delay;
use super::work::{self, Piece, Role, Script};
use super::{Engine, Stop, failed, reading};
use crate::Error;
use crate::driver::{self, Driver, FailureKind};
use crate::log::{Snapshots, holders};

/// What runs in batches.
#[derive(Clone, Copy)]
pub(super) struct Batches<'s> {
    pub(super) step: &'s Step<'s>,
    pub(super) script: Script<'s>,
    pub(super) statement: Statement<'s>,
    pub(super) backfill: Backfill<'s>,
}

impl<D: Driver> Engine<'_, D> {
    /// Runs every batch that is not done, each in a transaction of its own, with pauses between them.
    pub(super) async fn batches(
        &mut self,
        written: &mut Written<'_>,
        batches: Batches<'_>,
        began: Instant,
    ) -> Result<(), Stop> {
        let Batches { script, .. } = batches;
        let mut walk = self.begin_walk(written, batches).await?;
        let mut number = script.done;
        loop {
            if number > 0 {
                self.driver.sleep(batches.backfill.pause()).await;
            }
            self.settings.hooks.go_on()?;
            let Some(batch) = self.next_batch(batches, &walk).await? else {
                break;
            };
            number += 1;
            self.run_batch(written, batches, &batch, number).await?;
            walk.done(&batch);
        }
        let (event, migration) = batches.step.recorded();
        let took = milliseconds(began);
        let last = Row::of(event, migration);
        self.write(written, last, Some(took)).await
    }

    /// Looks at the key and records where it ends; or goes on with what was recorded. Where there are no
    /// rows, nothing begins.
    async fn begin_walk<'s>(
        &mut self,
        written: &mut Written<'_>,
        batches: Batches<'s>,
    ) -> Result<Walk<'s>, Stop> {
        let Batches { step, backfill, .. } = batches;
        let refused = |no_key| no_key_to_go_along(batches, &no_key);
        let rows = self
            .answer(batches, &Walk::survey(backfill, D::DIALECT))
            .await?;
        let mut walk = Walk::new(backfill, D::DIALECT, first(&rows)).map_err(refused)?;
        self.every_row_is_reached(batches, &walk).await?;
        if let Some(part) = written.history.unfinished() {
            walk.go_on(part.last_key.clone(), part.until.clone());
            return Ok(walk);
        }
        let rows = self.answer(batches, &walk.last()).await?;
        if let Some(until) = walk.end(first(&rows)).map_err(refused)? {
            let started = Row {
                last_key: Some(until.clone()),
                ..Row::of(Event::Started, work::started(step))
            };
            self.write(written, started, None).await?;
            walk.go_on(None, Some(until));
        }
        Ok(walk)
    }

    async fn run_batch(
        &mut self,
        written: &mut Written<'_>,
        batches: Batches<'_>,
        batch: &Batch,
        number: u64,
    ) -> Result<(), Stop> {
        let Batches {
            step,
            script,
            statement,
            ..
        } = batches;
        let filled = batch.fill(D::DIALECT, &statement);
        let migration = step.recorded().1.as_ref().map(Recorded::brief);
        let row = Row {
            statements: Some(number),
            last_key: Some(batch.last().clone()),
            with: Some(Piece::new(filled.sql(), Role::Script(script, statement))),
            ..Row::of(Event::Progressed, migration)
        };
        let (pieces, seq) = written.row(row, None)?;
        let sent = self.send(&pieces).await;
        sent.map_err(|mut failure| {
            // What was sent differs from what stands in the script.
            failure.offset = failure.offset.map(|offset| filled.origin(offset));
            failed::stop(failure, &pieces, true)
        })?;
        self.committed(written, seq).await;
        Ok(())
    }

    async fn next_batch(
        &mut self,
        batches: Batches<'_>,
        walk: &Walk<'_>,
    ) -> Result<Option<Batch>, Stop> {
        let Some(question) = walk.next() else {
            return Ok(None);
        };
        let rows = self.answer(batches, &question).await?;
        walk.batch(first(&rows))
            .map_err(|no_key| no_key_to_go_along(batches, &no_key))
    }

    /// A row without a key is in no batch.
    async fn every_row_is_reached(
        &mut self,
        batches: Batches<'_>,
        walk: &Walk<'_>,
    ) -> Result<(), Stop> {
        let rows = self.answer(batches, &walk.unreachable()).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let along = batches.backfill.along();
        let title = format!("`{along}` is NULL in some rows, which would be left out");
        let help = "go along a key that is NOT NULL, such as the primary key; or fill it first";
        Err(Error::failed(refused(batches, title).help(help)).into())
    }

    async fn answer(&mut self, batches: Batches<'_>, sql: &str) -> Result<Vec<driver::Row>, Stop> {
        let Batches {
            script,
            statement,
            backfill,
            ..
        } = batches;
        let answer = self.driver.query(sql).await;
        answer.map_err(|mut failure| match failure.kind {
            kind if kind.is_of_the_session() => reading(failure),
            FailureKind::Busy => {
                // It is about a query that nobody wrote.
                failure.offset = None;
                Delay {
                    why: format!(
                        "version {} looks for its next batch in `{}`: {}",
                        script.version,
                        backfill.table(),
                        failure.message
                    ),
                    who: Some(holders(&[backfill.table().to_owned()], Snapshots::Ignore)),
                    ..failed::waits(&failure, script, statement)
                }
                .into()
            }
            _ => failed::later(failure, script, "when the next batch was looked for").into(),
        })
    }
}

fn first(rows: &[driver::Row]) -> Option<&[Option<String>]> {
    rows.first().map(Vec::as_slice)
}

fn no_key_to_go_along(batches: Batches<'_>, no_key: &NoKey) -> Stop {
    let title = format!("`{}` {no_key}", batches.backfill.along());
    let help = match no_key {
        NoKey::Unfit => "take a key of numbers, texts, UUIDs or times",
        NoKey::Inexact(_) => {
            "go along another key: a batch would end elsewhere than it was recorded"
        }
    };
    Error::failed(refused(batches, title).help(help)).into()
}

fn refused(batches: Batches<'_>, title: String) -> Diagnostic {
    let Batches { script, .. } = batches;
    Diagnostic::new(Code::StatementFailed, title)
        .at(script.shown_path())
        .note(format!(
            "the {} script of version {} goes along it in batches",
            script.direction, script.version
        ))
}
