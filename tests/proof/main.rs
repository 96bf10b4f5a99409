//! What the proofs find and what they let pass: single mistakes in the demo chain, valid chains of many
//! shapes, and every message.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops there with the reason as its message; kill rates are printed"
)]

mod catalogue;
mod files;
mod messages;
mod valid;
