//! One chain over many tenants: many SQLite files, or many schemas of a Postgres database.
//!
//! Every tenant has a history of its own. So many workers go through the list at once, each with one
//! connection; what fails for one tenant is told and holds up no other. A run that was cut short is run
//! again: what is done costs a look.
//!
//! ```ignore
//! use ingrain::tenants::{Files, Schemas};
//!
//! let files = Files::of(["acme.db", "globex.db"], |path| rusqlite::Connection::open(path));
//! let outcomes = files.workers(8).run(&MIGRATIONS.migrator());
//!
//! let schemas = Schemas::of(["acme", "globex"], || connect(&url));    // a future of a `Client`
//! let outcomes = schemas.workers(8).run(&MIGRATIONS.migrator()).await;
//!
//! println!("{outcomes}");
//! if !outcomes.is_ok() { std::process::exit(1) }
//! ```

#[cfg(feature = "rusqlite")]
mod files;
mod problem;
mod queue;
#[cfg(feature = "tokio-postgres")]
mod schemas;
#[cfg(feature = "tokio-postgres")]
mod session;

use std::fmt;

#[cfg(feature = "rusqlite")]
pub use self::files::Files;
#[cfg(feature = "tokio-postgres")]
pub use self::schemas::Schemas;
use crate::{Error, Status};

/// So many at once, unless it is said.
const WORKERS: usize = 4;

/// What became of every tenant, in the order in which they were named.
///
/// Its text has a line for each, for a log, and all of an error's. With the feature `serde` it serialises;
/// its JSON has always these keys, and later releases may add some:
///
/// ```json
/// {
///   "ok": false,
///   "tenants": [
///     {"tenant": "acme", "result": {"current": 8, "ran": []}, "error": null},
///     {"tenant": "globex", "result": null, "error": {"code": "ING0201", "title": "…", "text": "error[ING0201]: …"}}
///   ]
/// }
/// ```
///
/// `result` is that of the call: a [`Report`](crate::Report) or a [`Status`].
#[derive(Debug)]
#[must_use = "it tells which tenants failed"]
pub struct Outcomes<T>(Vec<Outcome<T>>);

/// What became of one tenant.
#[derive(Debug)]
pub struct Outcome<T> {
    tenant: String,
    result: Result<T, Error>,
}

impl<T> Outcomes<T> {
    /// Whether the call went well for every tenant.
    pub fn is_ok(&self) -> bool {
        self.failed().next().is_none()
    }

    /// Every tenant.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Outcome<T>> {
        self.0.iter()
    }

    /// Those for which the call failed.
    pub fn failed(&self) -> impl Iterator<Item = &Outcome<T>> {
        self.iter().filter(|outcome| outcome.result.is_err())
    }
}

impl Outcomes<Status> {
    /// Whether a run would find nothing to do and nothing to refuse, at any tenant.
    pub fn is_current(&self) -> bool {
        self.iter()
            .all(|outcome| outcome.result.as_ref().is_ok_and(Status::is_current))
    }
}

impl<T> Outcome<T> {
    /// The name that the tenant was given.
    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// What the call gave, or why it failed.
    pub fn result(&self) -> Result<&T, &Error> {
        self.result.as_ref()
    }

    /// The same, to be kept.
    pub fn into_result(self) -> Result<T, Error> {
        self.result
    }
}

impl<T> IntoIterator for Outcomes<T> {
    type Item = Outcome<T>;
    type IntoIter = std::vec::IntoIter<Outcome<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T: fmt::Display> fmt::Display for Outcomes<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed = self.failed().count();
        write!(f, "{} tenants, {failed} failed", self.0.len())?;
        for Outcome { tenant, result } in self.iter() {
            let text = match result {
                Ok(done) => done.to_string(),
                Err(error) => error.to_string(),
            };
            // What has several lines is set off from the next tenant.
            write!(f, "\n{tenant}: {}", text.trim_end().replace('\n', "\n  "))?;
        }
        Ok(())
    }
}
