//! refinery: what its `embed_migrations!` expands to, which computes the checksums at every start.

use contender::{Contender, Counting, Script};
use refinery::{Migration, Runner};
use rusqlite::Connection as Sqlite;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

#[global_allocator]
static HEAP: Counting = Counting;

fn main() {
    contender::serve::<Refinery>();
}

struct Refinery {
    runtime: Runtime,
    /// The names and texts that the macro embeds.
    embedded: Vec<(&'static str, &'static str)>,
}

enum Connection {
    Sqlite(Sqlite),
    Postgres(Client),
}

impl Contender for Refinery {
    type Connection = Connection;

    fn new(scripts: Vec<Script>) -> Refinery {
        let embedded = scripts.into_iter().map(|script| {
            let name = format!("V{}__{}", script.version, script.description());
            (&*name.leak(), script.up)
        });
        Refinery {
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime"),
            embedded: embedded.collect(),
        }
    }

    fn open(&self, place: &str) -> Result<Connection, String> {
        if !place.starts_with("postgres:") {
            let sqlite = Sqlite::open(place).map_err(|error| error.to_string())?;
            return Ok(Connection::Sqlite(sqlite));
        }
        self.runtime.block_on(async {
            let connected = tokio_postgres::connect(place, NoTls).await;
            let (client, connection) = connected.map_err(|error| error.to_string())?;
            tokio::spawn(connection);
            Ok(Connection::Postgres(client))
        })
    }

    fn start(&self, connection: &mut Connection) -> Result<(), String> {
        let migrations = self.embedded.iter().map(|(name, sql)| Migration::unapplied(name, sql));
        let migrations: Result<Vec<Migration>, _> = migrations.collect();
        let runner = Runner::new(&migrations.map_err(|error| error.to_string())?);
        let report = match connection {
            Connection::Sqlite(sqlite) => runner.run(sqlite),
            Connection::Postgres(client) => self.runtime.block_on(runner.run_async(client)),
        };
        report.map(|_| ()).map_err(|error| error.to_string())
    }
}
