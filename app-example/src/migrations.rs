//! The chain, compiled into the binary.
use ingrain::{Migrations, Migrator};

static MIGRATIONS: Migrations = ingrain::embed!("../migrations");

/// The migrator of the journal's chain, for either database.
pub(crate) fn migrator() -> Migrator {
    MIGRATIONS.migrator()
}
