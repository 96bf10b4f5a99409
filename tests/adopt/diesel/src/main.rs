//! Applies a folder of migrations with diesel: `diesel-history PLACE FOLDER`, where PLACE is the path of a
//! SQLite file.

use std::error::Error;

use diesel::{Connection as _, SqliteConnection};
use diesel_migrations::{FileBasedMigrations, MigrationHarness as _};

// Linked, and compiled with SQLite inside.
use libsqlite3_sys as _;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [place, folder] = arguments.as_slice() else {
        return Err("give a place and a folder".into());
    };
    let mut connection = SqliteConnection::establish(place)?;
    let migrations = FileBasedMigrations::from_path(folder)?;
    connection
        .run_pending_migrations(migrations)
        .map_err(|error| error.to_string())?;
    Ok(())
}
