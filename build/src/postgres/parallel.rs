//! Work on every core.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Builder};

/// The parser calls itself for what is nested: this bears some thousand levels in a debug build.
const STACK: usize = 64 << 20;

/// What `work` makes of each of `items`, in their order.
pub(super) fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    // One after the other as they come free: scripts differ much in length.
    let worker = || {
        let mut done = Vec::new();
        while let Some((at, item)) = take(items, &next) {
            done.push((at, work(item)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let threads: Vec<_> = (0..cores.min(items.len()))
            .filter_map(|_| {
                let thread = Builder::new().stack_size(STACK);
                thread.spawn_scoped(scope, worker).ok()
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_default())
            .collect::<Vec<_>>()
    });
    // Nothing is left, unless no thread could be started.
    done.extend(worker());
    done.sort_by_key(|&(at, _)| at);
    done.into_iter().map(|(_, result)| result).collect()
}

fn take<'t, T>(items: &'t [T], next: &AtomicUsize) -> Option<(usize, &'t T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    Some((at, items.get(at)?))
}
