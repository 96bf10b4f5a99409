//! Waiting for others: pauses that grow, jitter, and a deadline.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::time::{Duration, Instant};

const SHORTEST: Duration = Duration::from_millis(20);
const LONGEST: Duration = Duration::from_millis(640);
/// How much longer than the last each pause is. Whoever waits for another process to end wakes up to so
/// much later, beside the time that it took.
const GROWTH: f64 = 1.25;
/// Who waits longer than this is told of it, and again after this many times as long.
const TOLD_AFTER: Duration = Duration::from_secs(1);
const TOLD_AGAIN: u32 = 10;

/// How long one call has waited since it last got on, and how long it still may.
pub(crate) struct Patience {
    /// When it first had to wait.
    began: Option<Instant>,
    limit: Duration,
    pause: Duration,
    /// How long it will have waited when there is something to be told.
    told_after: Duration,
}

impl Patience {
    pub(crate) fn new(limit: Duration) -> Patience {
        Patience {
            began: None,
            limit,
            pause: SHORTEST,
            told_after: TOLD_AFTER,
        }
    }

    /// From now on it may have to wait.
    pub(crate) fn begin(&mut self) {
        self.began.get_or_insert_with(Instant::now);
    }

    /// It has had to wait since then.
    pub(crate) fn began_at(&mut self, moment: Instant) {
        self.began.get_or_insert(moment);
    }

    /// How long it still may wait.
    pub(crate) fn left(&self) -> Duration {
        self.limit.saturating_sub(self.waited())
    }

    /// The next pause, or nothing when the deadline has passed. The last one ends at the deadline.
    pub(crate) fn next(&mut self) -> Option<Duration> {
        self.begin();
        let left = self.left();
        if left.is_zero() {
            return None;
        }
        let pause = self.pause.mul_f64(0.5 + random());
        self.pause = self.pause.mul_f64(GROWTH).min(LONGEST);
        Some(pause.min(left))
    }

    /// Whether it has waited for so long that somebody should hear of it; after that not again for a while.
    pub(crate) fn is_to_be_told(&mut self) -> bool {
        let is_due = self.waited() >= self.told_after;
        if is_due {
            self.told_after = self.waited() + TOLD_AFTER * TOLD_AGAIN;
        }
        is_due
    }

    /// It got on: whatever it waits for now, it waits for anew.
    pub(crate) fn renew(&mut self) {
        *self = Patience::new(self.limit);
    }

    /// How long it has waited.
    pub(crate) fn waited(&self) -> Duration {
        self.began.map(|began| began.elapsed()).unwrap_or_default()
    }
}

/// A number from 0 to 1. The standard library seeds every `RandomState` differently, which is random
/// enough to keep processes from waking together.
fn random() -> f64 {
    let number = RandomState::new().build_hasher().finish();
    (number >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn pauses_grow_to_a_bound_and_end_at_the_deadline() {
        let mut patience = Patience::new(Duration::from_secs(60));
        let pauses: Vec<Duration> = (0..20).filter_map(|_| patience.next()).collect();
        assert_eq!(pauses.len(), 20);
        assert!(pauses[0] <= SHORTEST * 3 / 2);
        assert!(
            pauses.iter().all(|pause| *pause <= LONGEST * 3 / 2),
            "{pauses:?}"
        );
        assert!(pauses[19] >= LONGEST / 2);
        patience.renew();
        assert!(
            patience
                .next()
                .is_some_and(|pause| pause <= SHORTEST * 3 / 2)
        );
        assert_eq!(Patience::new(Duration::ZERO).next(), None);
    }

    #[test]
    fn processes_that_wait_for_the_same_do_not_wake_together() {
        let first = || Patience::new(Duration::from_secs(60)).next();
        let pauses: HashSet<_> = (0..32).map(|_| first()).collect();
        assert!(pauses.len() > 16, "{pauses:?}");
        for pause in pauses.into_iter().flatten() {
            assert!(pause >= SHORTEST / 2 && pause <= SHORTEST * 3 / 2);
        }
    }

    #[test]
    fn no_pause_goes_beyond_the_deadline() {
        let limit = Duration::from_millis(5);
        let pause = Patience::new(limit).next();
        assert!(pause.is_some_and(|pause| pause <= limit), "{pause:?}");
    }

    #[test]
    fn a_long_wait_is_told_now_and_then() {
        let mut patience = Patience::new(Duration::from_secs(60));
        patience.next();
        assert!(!patience.is_to_be_told());
        patience.began = Instant::now().checked_sub(TOLD_AFTER);
        assert!(patience.is_to_be_told());
        assert!(!patience.is_to_be_told(), "not at every pause");
        patience.began = Instant::now().checked_sub(TOLD_AFTER * (TOLD_AGAIN + 2));
        assert!(patience.is_to_be_told());
    }
}
