//! Scripts that run batch by batch, along a key.
//!
//! A batch and the row of the log that holds its last key are committed together: whatever stops it, the
//! next attempt goes on beyond that key, and neither skips nor repeats a batch. A batch that is not full
//! is the last, so that nobody runs after an application that goes on writing.

use std::time::Instant;

use ingrain_core::{Backfill, Batch, Code, Diagnostic, Event, Key, Recorded, Statement, Step};

use super::compose::Written;
use super::sequence::Row;
use super::stepwise::milliseconds;
use super::work::{self, Piece, Role, Script, event};
use super::{Engine, Stop, failed, reading};
use crate::Error;
use crate::driver::{Driver, FailureKind};

/// What runs in batches.
#[derive(Clone, Copy)]
pub(super) struct Batches<'s> {
    pub(super) step: &'s Step<'s>,
    pub(super) script: Script<'s>,
    pub(super) statement: Statement<'s>,
    pub(super) backfill: Backfill<'s>,
}

impl<D: Driver> Engine<'_, D> {
    /// Runs every batch after this key, each in a transaction of its own, with pauses between them.
    pub(super) async fn batches(
        &mut self,
        written: &mut Written<'_>,
        batches: Batches<'_>,
        mut after: Option<Key>,
        began: Instant,
    ) -> Result<(), Stop> {
        let Batches { step, script, .. } = batches;
        if after.is_none() {
            self.every_row_is_reached(batches).await?;
        }
        if written.history.unfinished().is_none() {
            let started = Row::of(Event::Started, work::started(step));
            self.write(written, started, None).await?;
        }
        let mut number = script.done;
        while let Some(batch) = self.next_batch(batches, after.as_ref()).await? {
            if number > script.done {
                self.driver.sleep(batches.backfill.pause()).await;
            }
            number += 1;
            self.run_batch(written, batches, &batch, number).await?;
            if batch.rows() < u64::from(batches.backfill.rows()) {
                break;
            }
            after = Some(batch.last().clone());
        }
        let (event, migration) = event(step);
        let took = milliseconds(began);
        let last = Row::of(event, migration);
        self.write(written, last, Some(took)).await
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
        let migration = event(step).1.as_ref().map(Recorded::brief);
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
        after: Option<&Key>,
    ) -> Result<Option<Batch>, Stop> {
        let rows = self
            .answer(batches, &batches.backfill.next(D::DIALECT, after))
            .await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let batch = Batch::parse(row, after).filter(Batch::goes_on);
        let along = batches.backfill.along();
        let batch = batch.ok_or_else(|| {
            let title = format!("`{along}` is no key that a backfill can go along");
            let help = "take a key of numbers, texts, UUIDs or times";
            Error::failed(refused(batches, title).help(help))
        })?;
        Ok(Some(batch))
    }

    /// A row without a key is in no batch.
    async fn every_row_is_reached(&mut self, batches: Batches<'_>) -> Result<(), Stop> {
        let rows = self
            .answer(batches, &batches.backfill.unreachable())
            .await?;
        if rows.is_empty() {
            return Ok(());
        }
        let along = batches.backfill.along();
        let title = format!("`{along}` is NULL in some rows, which would be left out");
        let help = "go along a key that is NOT NULL, such as the primary key; or fill it first";
        Err(Error::failed(refused(batches, title).help(help)).into())
    }

    async fn answer(
        &mut self,
        batches: Batches<'_>,
        sql: &str,
    ) -> Result<Vec<crate::driver::Row>, Stop> {
        let answer = self.driver.query(sql).await;
        answer.map_err(|failure| match failure.kind {
            kind if kind == FailureKind::Busy || kind.is_of_the_session() => reading(failure),
            _ => failed::later(
                failure,
                batches.script,
                "when the next batch was looked for",
            )
            .into(),
        })
    }
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
