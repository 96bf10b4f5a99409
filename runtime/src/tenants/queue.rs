//! The tenants that are still to come, and those that are done.

use std::any::Any;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Outcome, Outcomes, problem};
use crate::Error;

/// Tenants, each of which one worker takes.
pub(super) struct Queue<'n> {
    names: &'n [String],
    next: AtomicUsize,
}

/// Which tenant it was, and what became of it.
pub(super) type Done<T> = (usize, Result<T, Error>);

impl<'n> Queue<'n> {
    pub(super) fn of(names: &'n [String]) -> Queue<'n> {
        Queue {
            names,
            next: AtomicUsize::new(0),
        }
    }

    /// How many workers there is work for, of so many.
    pub(super) fn workers(&self, wished: usize) -> usize {
        wished.min(self.names.len()).max(1)
    }

    /// The next tenant, and its place in the list.
    pub(super) fn take(&self) -> Option<(usize, &'n str)> {
        let at = self.next.fetch_add(1, Ordering::Relaxed);
        self.names.get(at).map(|name| (at, name.as_str()))
    }

    /// Everything that the workers have done, in the order of the list.
    pub(super) fn outcomes<T>(&self, done: impl IntoIterator<Item = Done<T>>) -> Outcomes<T> {
        let mut results: Vec<Option<Result<T, Error>>> = Vec::new();
        results.resize_with(self.names.len(), || None);
        for (at, result) in done {
            results[at] = Some(result);
        }
        let outcome = |(tenant, result): (&String, Option<Result<T, Error>>)| Outcome {
            tenant: tenant.clone(),
            result: result.unwrap_or_else(|| Err(problem::not_begun())),
        };
        Outcomes(self.names.iter().zip(results).map(outcome).collect())
    }
}

/// What a panic at one tenant comes to, for the others to go on.
pub(super) fn panicked(panic: &(dyn Any + Send)) -> Error {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    problem::panicked(text.unwrap_or("it gave no reason"))
}
