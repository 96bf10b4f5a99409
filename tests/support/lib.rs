//! Support for the end-to-end tests: real databases, and scratch projects built by a real cargo.
//!
//! Apart from `chain`, `crew`, `testbed` and `victim`, nothing here knows Ingrain: a defect in it cannot hide behind its own code.

#![expect(
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot be set up stops there, with the reason as its message"
)]

pub mod app;
pub mod certificates;
pub mod chain;
pub mod crew;
pub mod guide;
pub mod postgres;
pub mod program;
pub mod project;
mod required;
pub mod sqlite;
pub mod testbed;
pub mod victim;
