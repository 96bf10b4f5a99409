//! diesel_migrations: what its `embed_migrations!` expands to.

use contender::{Contender, Counting, Script};
use diesel::{Connection as _, PgConnection, SqliteConnection};
use diesel_migrations::{
    EmbeddedMigration, EmbeddedMigrations, EmbeddedName, MigrationHarness as _, TomlMetadataWrapper,
};
use libsqlite3_sys as _;

#[global_allocator]
static HEAP: Counting = Counting;

fn main() {
    contender::serve::<Diesel>();
}

struct Diesel(&'static [EmbeddedMigration]);

enum Connection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Contender for Diesel {
    type Connection = Connection;

    fn new(scripts: Vec<Script>) -> Diesel {
        let migration = |script: Script| {
            let name = format!("{:05}_{}", script.version, script.description());
            let (name, metadata) = (EmbeddedName::new(name.leak()), TomlMetadataWrapper::new(true));
            EmbeddedMigration::new(script.up, Some(script.down), name, metadata)
        };
        let migrations: Vec<EmbeddedMigration> = scripts.into_iter().map(migration).collect();
        Diesel(migrations.leak())
    }

    fn open(&self, place: &str) -> Result<Connection, String> {
        let connected = if place.starts_with("postgres:") {
            PgConnection::establish(place).map(Connection::Postgres)
        } else {
            SqliteConnection::establish(place).map(Connection::Sqlite)
        };
        connected.map_err(|error| error.to_string())
    }

    fn start(&self, connection: &mut Connection) -> Result<(), String> {
        let migrations = EmbeddedMigrations::new(self.0);
        let done = match connection {
            Connection::Sqlite(sqlite) => sqlite.run_pending_migrations(migrations).map(|_| ()),
            Connection::Postgres(postgres) => postgres.run_pending_migrations(migrations).map(|_| ()),
        };
        done.map_err(|error| error.to_string())
    }
}
