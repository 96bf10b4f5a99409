//! What a user sees of the runtime, on real databases: each scenario on SQLite and on Postgres, where it
//! applies to both.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that cannot go on stops there with the reason as its message; figures are printed"
)]

mod adopt;
mod backfill;
mod backup;
mod check;
mod confirmed;
mod database;
mod demo;
mod divergent;
mod failure;
mod failure_text;
mod foreign_keys;
mod futures;
mod history;
mod holders;
mod hooks;
mod leftovers;
mod lock;
mod many;
mod names;
mod offline;
mod offline_guards;
mod pgbouncer;
mod plan;
mod policy;
mod race;
mod redo;
mod refresh;
mod remembered;
mod retries;
mod rust;
mod session;
mod settings;
mod status;
mod stepwise;
mod target;
mod tenants;
mod unfinished;

use std::thread;
use std::time::{Duration, Instant};

use ingrain::{Code, Error};

/// Asserts that `error` is this one, and that its text says all of `words`.
#[track_caller]
fn assert_says(error: &Error, code: Code, words: &[&str]) {
    let text = error.to_string();
    assert_eq!(error.code(), code, "{text}");
    assert!(text.starts_with(&format!("error[{code}]: ")), "{text}");
    for word in words {
        assert!(text.contains(word), "it does not say {word:?}:\n{text}");
    }
}

/// Waits for what another thread brings about.
#[track_caller]
fn until(what: &str, done: impl Fn() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < Duration::from_secs(30), "never: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}
