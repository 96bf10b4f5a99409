//! Many schemas of a Postgres database.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::Poll;

use ingrain_core::Dialect;
use tokio_postgres::Client;

use super::queue::{Done, Queue, panicked};
use super::session::Session;
use super::{Outcomes, WORKERS, problem};
use crate::backup::Backup;
use crate::hooks::BoxError;
use crate::{Error, Migrator, Report, Status};

/// Tenants of which each has a schema of one Postgres database, with its history in it.
///
/// Every worker has one connection, on which it enters one schema after the other: the search path is that
/// schema alone. What a tenant's scripts leave in the session is gone before the next one: settings,
/// temporary tables, locks, prepared statements, an open transaction. A connection that breaks is replaced.
#[derive(Debug, Clone)]
#[must_use = "it does nothing until `run` or another call"]
pub struct Schemas<F> {
    names: Vec<String>,
    connect: F,
    workers: usize,
    shared: Vec<String>,
}

/// A worker that could not connect so many times in a row leaves the rest to others.
const GIVES_UP_AFTER: u32 = 3;

/// The one name that a search path does not take for a schema's, even in quotes.
const USER: &str = "$user";

/// What a call on a client returns.
type Calling<'c, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'c>>;

/// What is called for each tenant.
type Call<'a, T> = dyn for<'c> Fn(&Migrator, &'c mut Client) -> Calling<'c, T> + Send + Sync + 'a;

impl<F, C, E> Schemas<F>
where
    F: Fn() -> C + Sync,
    C: Future<Output = Result<Client, E>> + Send,
    E: Into<BoxError>,
{
    /// Tenants whose schemas have these names, exactly; a schema that does not exist is a failure of its
    /// tenant. `connect` is called once by each worker, and for each connection that has to be replaced.
    ///
    /// What it sets on the session beside the role holds for the first tenant only: say it in the
    /// connection's `options`.
    pub fn of(names: impl IntoIterator<Item = impl Into<String>>, connect: F) -> Schemas<F> {
        Schemas {
            names: names.into_iter().map(Into::into).collect(),
            connect,
            workers: WORKERS,
            shared: Vec::new(),
        }
    }

    /// How many connections there are at once, at the most; 4 by default.
    pub fn workers(self, workers: usize) -> Schemas<F> {
        Schemas { workers, ..self }
    }

    /// One more schema that is searched after the tenant's own: where extensions are, or tables that all
    /// tenants share. By default there is none, so that a table that a tenant lacks is never found elsewhere.
    pub fn shared(mut self, schema: impl Into<String>) -> Schemas<F> {
        self.shared.push(schema.into());
        self
    }

    /// Brings every tenant to the head, as [`Migrator::run`] does one.
    pub async fn run(&self, migrator: &Migrator) -> Outcomes<Report> {
        self.each(migrator, |migrator, client| migrator.run(client))
            .await
    }

    /// How every tenant stands, as [`Migrator::status`] says it of one.
    pub async fn status(&self, migrator: &Migrator) -> Outcomes<Status> {
        self.each(migrator, |migrator, client| migrator.status(client))
            .await
    }

    /// Does any call for every tenant: `|migrator, client| migrator.down(client, Target::Down(1))`. The
    /// migrator that it is given is the tenant's. What it takes along must be its own: an `Arc`, not a
    /// reference.
    pub async fn each<T: Send>(
        &self,
        migrator: &Migrator,
        call: impl for<'c> Fn(&Migrator, &'c mut Client) -> Calling<'c, T> + Send + Sync,
    ) -> Outcomes<T> {
        let queue = Queue::of(&self.names);
        let worker = |_| Box::pin(self.worker(migrator, &queue, &call));
        let done = together((0..queue.workers(self.workers)).map(worker).collect()).await;
        queue.outcomes(done.into_iter().flatten())
    }

    /// Takes tenants until there is none left.
    async fn worker<T: Send>(
        &self,
        migrator: &Migrator,
        queue: &Queue<'_>,
        call: &Call<'_, T>,
    ) -> Vec<Done<T>> {
        let mut done = Vec::new();
        let mut line = Line::default();
        while line.refused < GIVES_UP_AFTER {
            let Some((at, name)) = queue.take() else {
                break;
            };
            let result = guarded(self.one(migrator, &mut line, name, call)).await;
            done.push((at, result));
        }
        done
    }

    async fn one<T: Send>(
        &self,
        migrator: &Migrator,
        line: &mut Line,
        name: &str,
        call: &Call<'_, T>,
    ) -> Result<T, Error> {
        self.check(migrator, name)?;
        // It stays the line's whatever becomes of the call: the next tenant finds it or finds it broken.
        let session = self.enter(migrator, line, name).await?;
        let migrator = migrator.clone().history_schema(name);
        let result = call(&migrator, &mut session.client).await?;
        match session.is_inside_transaction().await {
            true => Err(problem::leaves_transaction_open()),
            false => Ok(result),
        }
    }

    fn check(&self, migrator: &Migrator, name: &str) -> Result<(), Error> {
        if migrator.settings.schema.is_some() {
            return Err(problem::named_schema());
        }
        let backup = migrator.settings.hooks.backup(Dialect::Postgres);
        if backup.is_some_and(Backup::is_of_everything) {
            return Err(problem::dumps_everything());
        }
        let mut names = self.shared.iter().map(String::as_str).chain([name]);
        match names.find(|name| *name == USER) {
            Some(name) => Err(problem::not_a_schema(name)),
            None => Ok(()),
        }
    }

    /// The line's session in this tenant's schema, or another one where it cannot be used any more.
    async fn enter<'l>(
        &self,
        migrator: &Migrator,
        line: &'l mut Line,
        name: &str,
    ) -> Result<&'l mut Session, Error> {
        if let Some(mut session) = line.session.take()
            && let Some(entered) = session.enter(name, &self.shared).await
        {
            let session = line.session.insert(session);
            return entered.map(|()| session);
        }
        let mut session = self.connect(migrator, line).await?;
        match session.enter(name, &self.shared).await {
            Some(entered) => {
                let session = line.session.insert(session);
                entered.map(|()| session)
            }
            None => Err(problem::not_entered()),
        }
    }

    async fn connect(&self, migrator: &Migrator, line: &mut Line) -> Result<Session, Error> {
        line.refused += 1;
        let connected = (self.connect)().await;
        let client = connected.map_err(|error| problem::cannot_connect(error.into()))?;
        let session = Session::begin(client, migrator.settings.pooling).await?;
        line.refused = 0;
        Ok(session)
    }
}

/// A worker's way to the server.
#[derive(Default)]
struct Line {
    /// The connection, once there is one that can be used.
    session: Option<Session>,
    /// How many times in a row there was none to be had.
    refused: u32,
}

/// The same, a panic being an error: what it breaks is dropped with it.
async fn guarded<T>(future: impl Future<Output = Result<T, Error>> + Send) -> Result<T, Error> {
    let mut future = pin!(future);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        polled.unwrap_or_else(|panic| Poll::Ready(Err(panicked(&*panic))))
    })
    .await
}

/// All of them at once, in whatever task this is.
async fn together<F: Future>(mut futures: Vec<Pin<Box<F>>>) -> Vec<F::Output> {
    let mut done = Vec::with_capacity(futures.len());
    poll_fn(|context| {
        futures.retain_mut(|future| match future.as_mut().poll(context) {
            Poll::Ready(output) => {
                done.push(output);
                false
            }
            Poll::Pending => true,
        });
        match futures.is_empty() {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
    .await;
    done
}
