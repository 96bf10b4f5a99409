//! sqlx: a `Migrator` as its `migrate!` leaves it, checksums computed.

use contender::{Contender, Counting, Script};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, SqlSafeStr as _, SqliteConnection};
use tokio::runtime::Runtime;

#[global_allocator]
static HEAP: Counting = Counting;

fn main() {
    contender::serve::<Sqlx>();
}

struct Sqlx {
    runtime: Runtime,
    migrator: Migrator,
}

enum Connection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Contender for Sqlx {
    type Connection = Connection;

    fn new(scripts: Vec<Script>) -> Sqlx {
        let migration = |script: Script| {
            Migration::new(
                script.version.into(),
                script.description().into(),
                MigrationType::ReversibleUp,
                AssertSqlSafe(script.up).into_sql_str(),
                false,
            )
        };
        Sqlx {
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime"),
            migrator: Migrator::with_migrations(scripts.into_iter().map(migration).collect()),
        }
    }

    fn open(&self, place: &str) -> Result<Connection, String> {
        self.runtime.block_on(async {
            let connected = if place.starts_with("postgres:") {
                PgConnection::connect(place).await.map(Connection::Postgres)
            } else {
                let options = SqliteConnectOptions::new().filename(place).create_if_missing(true);
                options.connect().await.map(Connection::Sqlite)
            };
            connected.map_err(|error| error.to_string())
        })
    }

    fn start(&self, connection: &mut Connection) -> Result<(), String> {
        let done = match connection {
            Connection::Sqlite(sqlite) => self.runtime.block_on(self.migrator.run(sqlite)),
            Connection::Postgres(postgres) => self.runtime.block_on(self.migrator.run(postgres)),
        };
        done.map_err(|error| error.to_string())
    }
}
