//! From a URL to a session: who gets in, whether encrypted, and what is said to who does not.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on stops there, with the reason as its message"
)]

mod attempt;
mod credentials;
mod encrypted;
mod sqlite;
mod trouble;
