//! Many SQLite files.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::{self, Builder};

use rusqlite::Connection;

use super::queue::{Done, Queue, panicked};
use super::{Outcomes, WORKERS, problem};
use crate::hooks::BoxError;
use crate::{Error, Migrator, Report, Status};

/// Tenants of which each has a SQLite file.
///
/// Every worker is a thread with one file open at a time.
#[derive(Debug, Clone)]
#[must_use = "it does nothing until `run` or another call"]
pub struct Files<F> {
    names: Vec<String>,
    open: F,
    workers: usize,
}

impl<F, E> Files<F>
where
    F: Fn(&str) -> Result<Connection, E> + Sync,
    E: Into<BoxError>,
{
    /// Tenants of these names, whose files `open` opens: `|path| Connection::open(path)` where the names are
    /// paths. SQLite makes a file that is not there, unless `open` says otherwise (`open_with_flags`).
    pub fn of(names: impl IntoIterator<Item = impl Into<String>>, open: F) -> Files<F> {
        Files {
            names: names.into_iter().map(Into::into).collect(),
            open,
            workers: WORKERS,
        }
    }

    /// How many files are open at once, at the most; 4 by default.
    pub fn workers(self, workers: usize) -> Files<F> {
        Files { workers, ..self }
    }

    /// Brings every tenant to the head, as [`Migrator::run`] does one.
    pub fn run(&self, migrator: &Migrator) -> Outcomes<Report> {
        self.each(migrator, Migrator::run)
    }

    /// How every tenant stands, as [`Migrator::status`] says it of one.
    pub fn status(&self, migrator: &Migrator) -> Outcomes<Status> {
        self.each(migrator, Migrator::status)
    }

    /// Does any call for every tenant: `|migrator, connection| migrator.down(connection, Target::Down(1))`.
    pub fn each<T: Send>(
        &self,
        migrator: &Migrator,
        call: impl Fn(&Migrator, &mut Connection) -> Result<T, Error> + Sync,
    ) -> Outcomes<T> {
        let queue = Queue::of(&self.names);
        let one = |name: &str| {
            let opened = (self.open)(name).map_err(|error| problem::cannot_open(error.into()));
            call(migrator, &mut opened?)
        };
        let work = || {
            let mut done: Vec<Done<T>> = Vec::new();
            while let Some((at, name)) = queue.take() {
                // What is broken by a panic is dropped with it.
                let result = catch_unwind(AssertUnwindSafe(|| one(name)));
                done.push((at, result.unwrap_or_else(|panic| Err(panicked(&*panic)))));
            }
            done
        };
        let done = thread::scope(|scope| {
            // This thread is a worker too; where the system gives no more, fewer do it all.
            let others = (1..queue.workers(self.workers))
                .map_while(|_| Builder::new().spawn_scoped(scope, work).ok());
            let others: Vec<_> = others.collect();
            let mut done = work();
            for other in others {
                done.extend(other.join().unwrap_or_default());
            }
            done
        });
        queue.outcomes(done)
    }
}
