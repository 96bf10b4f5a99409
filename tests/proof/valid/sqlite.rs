//! Chains for SQLite.

mod columns;
mod data;
mod keys;
mod rebuilds;
mod search;
mod triggers;
