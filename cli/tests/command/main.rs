//! The command itself, run as its user runs it, in packages of its own.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up stops there"
)]

mod adopt;
mod broken;
mod check;
mod completions;
mod env_file;
mod help;
mod init;
mod new;
mod pages;
mod reseal;
mod scratch;
mod seal;
mod usage;
mod whereabouts;
