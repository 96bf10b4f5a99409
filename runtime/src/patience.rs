//! Waiting for others: pauses that grow, jitter, and a deadline.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::time::{Duration, Instant};

const SHORTEST: Duration = Duration::from_millis(20);
const LONGEST: Duration = Duration::from_millis(640);

/// How long one call has waited since it last got on, and how long it still may.
pub(crate) struct Patience {
    /// When it first had to wait.
    began: Option<Instant>,
    limit: Duration,
    pause: Duration,
}

impl Patience {
    pub(crate) fn new(limit: Duration) -> Patience {
        Patience {
            began: None,
            limit,
            pause: SHORTEST,
        }
    }

    /// The next pause, or nothing when the deadline has passed.
    pub(crate) fn next(&mut self) -> Option<Duration> {
        let began = *self.began.get_or_insert_with(Instant::now);
        if began.elapsed() >= self.limit {
            return None;
        }
        let pause = self.pause.mul_f64(0.5 + random());
        self.pause = (self.pause * 2).min(LONGEST);
        Some(pause)
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
    use super::*;

    #[test]
    fn pauses_grow_to_a_bound_and_end_at_the_deadline() {
        let mut patience = Patience::new(Duration::from_secs(60));
        let pauses: Vec<Duration> = (0..12).filter_map(|_| patience.next()).collect();
        assert_eq!(pauses.len(), 12);
        assert!(pauses[0] <= SHORTEST * 3 / 2);
        assert!(
            pauses.iter().all(|pause| *pause <= LONGEST * 3 / 2),
            "{pauses:?}"
        );
        assert!(pauses[11] >= LONGEST / 2);
        patience.renew();
        assert!(
            patience
                .next()
                .is_some_and(|pause| pause <= SHORTEST * 3 / 2)
        );
        assert_eq!(Patience::new(Duration::ZERO).next(), None);
    }
}
