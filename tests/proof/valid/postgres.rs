//! Chains for Postgres.

mod bodies;
mod columns;
mod locks;
mod schema;
mod types;
