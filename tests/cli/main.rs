//! The commands as their users have them: the real programs, on both databases, their words on pages.
//!
//! `INGRAIN_BLESS=1 cargo test --test cli` writes the pages anew.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops there, with the reason as its message"
)]

mod commands;
mod folder;
mod histories;
mod interrupted;
mod mounted;
mod page;
mod part_way;
mod place;
mod redact;
mod secrets;
mod terminal;
mod trouble;
mod unreachable;
mod voices;
