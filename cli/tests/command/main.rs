//! The command itself, run as its user runs it, in packages of its own.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up stops there"
)]

mod adopt;
mod check;
mod completions;
mod init;
mod new;
mod pages;
mod scratch;
mod seal;
mod usage;
mod whereabouts;
