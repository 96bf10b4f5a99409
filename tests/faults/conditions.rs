//! What is in the way for as long as it lasts: the call fails and says what to do, nothing has changed
//! beyond what is committed, and once that is done the next start finishes.

mod crowd;
mod disk;
mod on_postgres;
mod on_sqlite;
mod pooled;
mod server;
mod slow_index;

use std::time::Duration;

use ingrain_end_to_end::testbed::Testbed;
use ingrain_end_to_end::victim::{Call, Embedded, Order};

use crate::ledger::Ledger;
use crate::process::{How, Victim};

/// The order to bring the database to the head, in short patience.
fn order() -> Order {
    Order {
        wait: Duration::from_millis(500),
        ..Order::new(Embedded::Transactional, Call::Run)
    }
}

/// Carries it out in a process, which is to fail: with this code, and these words.
#[track_caller]
fn fails(place: &str, order: &Order, words: &[&str]) -> String {
    fails_as(Victim::start(place, order), words)
}

#[track_caller]
fn fails_as(victim: Victim, words: &[&str]) -> String {
    let ended = victim.end();
    assert_eq!(ended.how, How::Failed, "{}", ended.said);
    for word in words {
        assert!(
            ended.said.contains(word),
            "it does not say {word:?}:\n{}",
            ended.said
        );
    }
    ended.said
}

/// Carries it out in a process, which is to end well.
#[track_caller]
fn goes_well(place: &str, order: &Order) {
    let ended = Victim::start(place, order).end();
    assert_eq!(ended.how, How::Well, "{}", ended.said);
}

/// What is applied, by the history's own word; it is checked whether its rows follow from each other.
#[track_caller]
fn applied(bed: &Testbed) -> Vec<u64> {
    let ledger = Ledger::read(bed).unwrap();
    ledger.applied.into_keys().collect()
}

const ALL: [u64; 5] = [1, 2, 3, 4, 5];
