//! A small application is hurt while it migrates, and started again: nothing may be lost or done twice.
//!
//! `cargo test --test faults` is the short form. The full campaign, with its figures:
//! `cargo test --test faults -- --ignored --nocapture full_form`.

#![cfg(target_os = "linux")]
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that cannot go on stops there with the reason as its message; figures are printed"
)]

mod by_hand;
mod campaign;
mod catalog;
mod conditions;
mod fault;
mod ledger;
mod on_postgres;
mod on_sqlite;
mod planted;
mod process;
mod remedy;
mod replay;
mod scenario;
mod scripts;
mod stage;
mod tally;
