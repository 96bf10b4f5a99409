//! The example application as a process: how it starts, serves, refuses and stops.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops there, with the reason as its message"
)]

mod backups;
mod changed;
mod environment;
mod refusal;
mod rolling;
mod serving;

static MIGRATIONS: ingrain::Migrations = ingrain::embed!("migrations");

/// The versions that the application embeds, rising.
fn versions() -> Vec<u64> {
    let chain = MIGRATIONS.chain(ingrain::Dialect::Sqlite).unwrap();
    let migrations = chain.migrations().iter();
    migrations
        .map(|migration| migration.version().number())
        .collect()
}
