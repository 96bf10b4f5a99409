//! rusqlite_migration: a constant list; SQLite only, without checksums.

use contender::{Contender, Counting, Script};
use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

#[global_allocator]
static HEAP: Counting = Counting;

fn main() {
    contender::serve::<RusqliteMigration>();
}

struct RusqliteMigration(Migrations<'static>);

impl Contender for RusqliteMigration {
    type Connection = Connection;

    fn new(scripts: Vec<Script>) -> RusqliteMigration {
        let migration = |script: &Script| M::up(script.up).down(script.down);
        let migrations: Vec<M<'static>> = scripts.iter().map(migration).collect();
        RusqliteMigration(Migrations::from_slice(migrations.leak()))
    }

    fn open(&self, place: &str) -> Result<Connection, String> {
        Connection::open(place).map_err(|error| error.to_string())
    }

    fn start(&self, connection: &mut Connection) -> Result<(), String> {
        self.0.to_latest(connection).map_err(|error| error.to_string())
    }
}
